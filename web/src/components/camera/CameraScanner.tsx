import { Button } from "@mantine/core";
import { IconCamera, IconCameraOff } from "@tabler/icons-react";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";

import { t } from "../../locales/i18n";
import { ErrorLine } from "../../pages/administration/Result";
import classes from "./CameraScanner.module.css";
import { codeReader } from "./codeReader";
import { after, CLOSED } from "./gate";

const BETWEEN_PICTURES_MS = 150;
const LONGEST = 200;

interface Looking {
  take: (code: string) => void;
  tell: (words: string) => void;
  fail: (problem: unknown) => void;
}

/** A button that lets the camera read codes; each that is held before it alone is taken, like one that a scanner types. */
export function CameraScanner({ onCode }: { onCode: (code: string) => void }) {
  const [isOn, setOn] = useState(false);
  const [error, setError] = useState("");
  const stop = (words: string) => {
    setOn(false);
    setError(words);
  };
  return (
    <div className={classes.scanner}>
      <Button
        variant="default" size="md" aria-pressed={isOn} leftSection={isOn ? <IconCameraOff size={20} aria-hidden /> : <IconCamera size={20} aria-hidden />}
        onClick={() => { setError(""); setOn(!isOn); }}
      >
        {isOn ? t("Stop the camera") : t("Scan with the camera")}
      </Button>
      <ErrorLine text={error === "" ? null : error} />
      {isOn && <Viewfinder onCode={onCode} onEnd={stop} />}
    </div>
  );
}

function Viewfinder({ onCode, onEnd }: { onCode: (code: string) => void; onEnd: (words: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [words, setWords] = useState(() => t("The camera starts …"));
  const take = useEffectEvent((code: string) => {
    if ("vibrate" in navigator) navigator.vibrate(60);
    onCode(code);
  });
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const stop = look(video, { take, tell: setWords, fail: (problem) => { end(wordsOf(problem)); } });
    // Nobody holds a code before a page that is not in view, and the camera's light should not burn on.
    const hidden = () => { if (document.hidden) end(""); };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      stop();
    };
  }, []);
  return (
    <>
      <video ref={video} className={classes.picture} playsInline muted aria-label={t("What the camera sees")} />
      <p role="status" aria-label={t("Camera")} className="dim">{words}</p>
    </>
  );
}

/** Looks at picture after picture until the function that it answers is called. */
function look(video: RefObject<HTMLVideoElement | null>, { take, tell, fail }: Looking): () => void {
  const stopped = new AbortController();
  const isStopped = () => stopped.signal.aborted;
  const streams: MediaStream[] = [];
  const run = async () => {
    const [stream, read] = await Promise.all([opened(streams, stopped.signal), codeReader()]);
    if (isStopped() || !video.current) return;
    video.current.srcObject = stream;
    await video.current.play();
    let gate = CLOSED;
    while (!isStopped()) {
      const codes = (await read(video.current)).map((code) => code.trim()).filter((code) => code !== "" && code.length <= LONGEST);
      const next = after(gate, codes, Date.now());
      gate = next.gate;
      tell(new Set(codes).size > 1 ? t("Several codes are in view: go closer, so that one is.") : t("Hold a code before the camera."));
      if (next.take !== null) take(next.take);
      await pause(BETWEEN_PICTURES_MS);
    }
  };
  run().catch((problem: unknown) => { if (!isStopped()) fail(problem); });
  return () => {
    stopped.abort();
    for (const stream of streams) close(stream);
  };
}

/** The camera at the back of a phone, else any. */
async function opened(streams: MediaStream[], signal: AbortSignal): Promise<MediaStream> {
  // Outside of HTTPS browsers leave it out, whatever its type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new DOMException("", "SecurityError");
  const stream = await devices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
  if (signal.aborted) close(stream);
  else streams.push(stream);
  return stream;
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

function wordsOf(problem: unknown): string {
  const name = problem instanceof DOMException ? problem.name : "";
  const words: Record<string, string> = {
    NotAllowedError: t("The camera may not be used: allow it for this page in the browser's settings, then press the button again."),
    NotFoundError: t("This device has no camera: type the code, or use a scanner that types."),
    NotReadableError: t("The camera is in use by another program: close that, then press the button again."),
    SecurityError: t("Browsers open the camera on pages over HTTPS only: open this page at its https:// address."),
  };
  return words[name] ?? t("The camera could not be opened ({why}): type the code, or use a scanner that types.", { why: problem instanceof Error ? problem.message : String(problem) });
}
