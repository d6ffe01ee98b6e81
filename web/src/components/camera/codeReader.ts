/**
 * Reads barcodes and QR codes in what a camera shows: by the browser where it can, else by ZXing, whose program is
 * fetched from this server when it is needed first. EAN and UPC are left out: they name a product, not a thing.
 */
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

/** The texts of the codes in the present picture. */
export type CodeReader = (video: HTMLVideoElement) => Promise<string[]>;

interface Detector {
  detect(video: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface DetectorKind {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const OF_BROWSERS = ["qr_code", "data_matrix", "code_128", "code_39", "code_93"] as const;
const OF_ZXING = ["QRCode", "DataMatrix", "Code128", "Code39", "Code93"] as const;
/** Wider pictures are made smaller: more takes time and finds no more. */
const WIDEST = 1280;
const MOST = 4;

export async function codeReader(): Promise<CodeReader> {
  return (await byBrowser()) ?? byZXing();
}

async function byBrowser(): Promise<CodeReader | null> {
  const { BarcodeDetector: Kind } = globalThis as { BarcodeDetector?: DetectorKind };
  const known = Kind ? await Kind.getSupportedFormats() : [];
  // Some browsers have the interface and read nothing by it, or not what labels are printed with.
  if (!Kind || !known.includes("qr_code") || !known.includes("code_128")) return null;
  const detector = new Kind({ formats: OF_BROWSERS.filter((format) => known.includes(format)) });
  return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
}

async function byZXing(): Promise<CodeReader> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, 1));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!drawing || canvas.width === 0 || canvas.height === 0) return [];
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: [...OF_ZXING], maxNumberOfSymbols: MOST });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  };
}
