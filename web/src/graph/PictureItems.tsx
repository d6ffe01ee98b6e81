import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import { formatNumber } from "../locales/format";
import { t } from "../locales/i18n";
import { pngOf, pngScale, type Subject, svgOf } from "./picturing";

interface Props {
  /** Nothing while the first layout is made, or in a browser that cannot make one. */
  subject: Subject | null;
  title: string;
  /** What the files are called, without their kind. */
  name: string;
}

const KEEP_MS = 60_000;

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click; some only when the user has answered where to.
  setTimeout(() => { URL.revokeObjectURL(address); }, KEEP_MS);
}

/** A name that every file system takes. */
function fileName(name: string, kind: string): string {
  return `${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}.${kind}`;
}

/** The picture as drawn, as entries of a menu. */
export function PictureItems({ subject, title, name }: Props) {
  const saveSvg = () => {
    if (subject) save(new Blob([svgOf(subject, title)], { type: "image/svg+xml" }), fileName(name, "svg"));
  };
  const savePng = async () => {
    if (!subject) return;
    try {
      save(await pngOf(subject), fileName(name, "png"));
    } catch (error) {
      notifications.show({ message: t("No image: {reason}", { reason: String(error) }), color: "red" });
    }
  };
  const scale = subject ? pngScale(subject.scene.layout.extent) : 1;
  const smaller = scale < 1 ? t("PNG image, at {scale} % to stay within 16 megapixels", { scale: formatNumber(Math.floor(scale * 100)) }) : t("PNG image");
  return (
    <>
      <Menu.Item onClick={saveSvg} disabled={!subject}>{t("SVG image")}</Menu.Item>
      <Menu.Item onClick={savePng} disabled={!subject}>{smaller}</Menu.Item>
    </>
  );
}
