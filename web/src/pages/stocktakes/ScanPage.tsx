import { Button, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { type SubmitEvent, useCallback, useEffect, useRef, useState } from "react";

import { Unreachable } from "../../api/problem";
import { type Scanned, sendScans } from "../../api/stocktakes";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { CameraScanner } from "../../components/camera/CameraScanner";
import { Look } from "../../components/Look";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { add, newUid, next, remove, waiting } from "./scanQueue";
import { resultLook, resultWord } from "./words";

const AGAIN_MS = 15_000;
const SHOWN = 20;

interface Told extends Scanned {
  code: string;
}

/** For a phone, with its camera or a scanner that types: a code and Enter, again and again; without a network they wait here. */
export function ScanPage() {
  const { number = "" }: { number?: string } = useParams({ strict: false });
  const [room, setRoom] = useState("");
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { count, told, error, send } = useSending(number);
  const note = (text: string) => {
    add(localStorage, number, { uid: newUid(), code: text.trim(), room: room.trim(), at: new Date().toISOString() });
    void send();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim() === "") return;
    note(code);
    setCode("");
    field.current?.focus();
  };
  return (
    <div className={administration.stack} style={{ maxWidth: 480 }}>
      <title>{`${t("Scan")} ${number} · Plumbline`}</title>
      <p><AppLink href={`/stocktakes/${encodeURIComponent(number)}`}>{t("Back to {number}", { number })}</AppLink></p>
      <h1>{t("Scan")}</h1>
      <form className={administration.form} onSubmit={submit}>
        <TextInput label={t("Room")} maxLength={200} value={room} onChange={({ currentTarget }) => { setRoom(currentTarget.value); }} />
        <TextInput
          ref={field} label={t("Tag or serial number")} description={t("Scan it, or type it and press Enter.")} size="lg" maxLength={200} value={code}
          autoFocus autoComplete="off" autoCapitalize="off" spellCheck={false} enterKeyHint="send"
          onChange={({ currentTarget }) => { setCode(currentTarget.value); }}
        />
        <Button type="submit" size="md">{t("Note it")}</Button>
      </form>
      <CameraScanner onCode={note} />
      <p role="status">{count === 0 ? t("Everything that was scanned is on the server.") : t("{count, plural, one {# scan waits} other {# scans wait}} on this device for the network.", { count })}</p>
      {count > 0 && <Button variant="default" onClick={() => { void send(); }}>{t("Send now")}</Button>}
      <ErrorLine text={error} />
      <ol aria-label={t("Scanned last")} style={{ listStyle: "none", padding: 0, margin: 0 }}>
        {told.map((one) => (
          <li key={one.uid} className="panel" style={{ marginBottom: 8, overflowWrap: "anywhere" }}>
            <Look look={resultLook(one.result)} /> <strong>{one.code}</strong> {one.title}
            {one.expected_at !== "" && <div className="dim">{t("The register has it at {place}", { place: one.expected_at })}</div>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Sends what waits, at once and whenever there may be a network again. */
function useSending(number: string) {
  const [count, setCount] = useState(() => waiting(localStorage, number).length);
  const [told, setTold] = useState<readonly Told[]>([]);
  const [error, setError] = useState<string | null>(null);
  const isSending = useRef(false);
  const send = useCallback(async () => {
    setCount(waiting(localStorage, number).length);
    if (isSending.current) return;
    isSending.current = true;
    try {
      for (let some = next(localStorage, number); some.length > 0; some = next(localStorage, number)) {
        const codes = new Map(some.map(({ uid, code }) => [uid, code]));
        const found = (await sendScans(number, some)).map((one) => ({ ...one, code: codes.get(one.uid) ?? "" }));
        remove(localStorage, number, some);
        setTold((before) => [...found.toReversed(), ...before].slice(0, SHOWN));
        setError(null);
        for (const one of found) announce(`${one.code}: ${resultWord(one.result)}`);
      }
    } catch (problem) {
      // Without a network they wait, which is said above; what the server refuses is for whoever scans.
      setError(problem instanceof Unreachable ? null : described(problem as Error));
    } finally {
      isSending.current = false;
      setCount(waiting(localStorage, number).length);
    }
  }, [number]);
  useEffect(() => {
    const again = () => { void send(); };
    const timer = setInterval(() => { if (waiting(localStorage, number).length > 0) again(); }, AGAIN_MS);
    window.addEventListener("online", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
    };
  }, [number, send]);
  return { count, told, error, send };
}
