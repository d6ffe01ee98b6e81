import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useIsMutating, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type RefObject, type SubmitEvent, useRef, useState } from "react";

import { type OrderLines, orderLinesQuery, type Receipt, receive } from "../../api/orders";
import { Problem } from "../../api/problem";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { CameraScanner } from "../../components/camera/CameraScanner";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";

const SHOWN = 20;

/** For a phone, with its camera or a scanner that types: tag, Enter, serial number, Enter; each thing is an asset at once. */
export function ReceivePage() {
  const { number = "" }: { number?: string } = useParams({ strict: false });
  const order = useQuery(orderLinesQuery(number));
  return (
    <div className={administration.stack} style={{ maxWidth: 480 }}>
      <title>{`${t("Receive")} ${number} · Plumbline`}</title>
      <p><AppLink href={`/orders/${encodeURIComponent(number)}`}>{t("Back to {number}", { number })}</AppLink></p>
      <h1>{t("Receive {number}", { number })}</h1>
      <Loaded query={order} what={t("The order could not be loaded.")}>{(found) => <Receiving order={found} />}</Loaded>
    </div>
  );
}

interface Came {
  key: number;
  number: string;
  words: string;
  refusal: string;
}

function Receiving({ order }: { order: OrderLines }) {
  const [line, setLine] = useState(() => (order.lines.find(({ left }) => left > 0) ?? order.lines[0])?.line ?? "");
  const [place, setPlace] = useState({ site: order.site, room: order.room, isInStock: false });
  const tag = useRef<HTMLInputElement>(null);
  const { came, over, waiting, send, forget } = useReceiving(order.number);
  const ready = (code: string, serial: string) => { send({ line, tag: code, serial, ...place, isOverAllowed: false }); };
  const answer = (asked: Over, isKept: boolean) => {
    forget(asked);
    if (isKept) send({ ...asked.receipt, isOverAllowed: true });
    tag.current?.focus();
  };
  const chosen = order.lines.find((one) => one.line === line);
  return (
    <>
      <div className={administration.form}>
        <NativeSelect
          label={t("Line")} value={line} onChange={({ currentTarget }) => { setLine(currentTarget.value); }}
          data={order.lines.map((one) => ({ value: one.line, label: t("{line}: {title}, {left} to come", { line: one.line, title: one.title, left: one.left }) }))}
        />
        <TextInput label={t("Site")} maxLength={200} value={place.site} onChange={({ currentTarget }) => { setPlace({ ...place, site: currentTarget.value }); }} />
        <TextInput label={t("Room")} maxLength={200} value={place.room} onChange={({ currentTarget }) => { setPlace({ ...place, room: currentTarget.value }); }} />
        <Checkbox label={t("Put it in stock at once")} checked={place.isInStock} onChange={({ currentTarget }) => { setPlace({ ...place, isInStock: currentTarget.checked }); }} />
      </div>
      <Scanning tag={tag} done={ready} />
      <p role="status">{chosen && t("{here} of {ordered} are here.", { here: chosen.assets.length, ordered: chosen.ordered })}</p>
      {waiting > 1 && <p>{t("{count, plural, one {# scan waits} other {# scans wait}} on this device for the network.", { count: waiting })}</p>}
      {over && (
        <div className="panel" role="alert">
          <p><strong>{wordsOf(over.receipt)}</strong> {t("More than was ordered: {why}", { why: over.why })}</p>
          <div className={administration.filters}>
            <Button onClick={() => { answer(over, true); }}>{t("Keep it all the same")}</Button>
            <Button variant="default" onClick={() => { answer(over, false); }}>{t("It goes back")}</Button>
          </div>
        </div>
      )}
      <ol aria-label={t("Received last")} style={{ listStyle: "none", padding: 0, margin: 0 }}>
        {came.map(({ key, number, words, refusal }) => (
          <li key={key} className="panel" style={{ marginBottom: 8, overflowWrap: "anywhere" }}>
            <Look look={refusal === "" ? ["up", "●", t("received")] : ["down", "■", t("refused")]} /> <strong>{words}</strong>{" "}
            {number !== "" && <AppLink href={`/assets/${number}`}>{number}</AppLink>}
            {refusal !== "" && <div>{refusal}</div>}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Two fields that a scanner goes through by Enter, and a camera one after the other; it never waits for what was sent before. */
function Scanning({ tag, done }: { tag: RefObject<HTMLInputElement | null>; done: (code: string, serial: string) => void }) {
  const serial = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [number, setNumber] = useState("");
  const finish = (tagged: string, numbered: string) => {
    done(tagged.trim(), numbered.trim());
    setCode("");
    setNumber("");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (document.activeElement === tag.current && code.trim() !== "") {
      serial.current?.focus();
      return;
    }
    if (code.trim() === "" && number.trim() === "") return;
    finish(code, number);
    tag.current?.focus();
  };
  // The focus stays where it is: a field that takes it opens the keyboard of a phone over the camera's picture.
  const seen = (text: string) => {
    if (code.trim() !== "") {
      finish(code, text);
      return;
    }
    setCode(text);
    announce(t("Tag {tag}; now the serial number", { tag: text }));
  };
  const typed = { size: "lg", maxLength: 200, autoComplete: "off", autoCapitalize: "off", spellCheck: false } as const;
  return (
    <form className={administration.form} onSubmit={submit}>
      <CameraScanner onCode={seen} />
      <TextInput {...typed} ref={tag} autoFocus label={t("Tag")} description={t("Scan it, or type it and press Enter.")} value={code} onChange={({ currentTarget }) => { setCode(currentTarget.value); }} />
      <TextInput {...typed} ref={serial} label={t("Serial number")} description={t("Enter without one leaves it out.")} value={number} onChange={({ currentTarget }) => { setNumber(currentTarget.value); }} />
      <Button type="submit" size="md">{t("Receive it")}</Button>
    </form>
  );
}

interface Over {
  receipt: Receipt;
  why: string;
}

function wordsOf({ tag, serial }: Receipt): string {
  return [tag, serial].filter((part) => part !== "").join(" · ");
}

/** Sends one thing after the other; what is too many is asked about, whatever is scanned meanwhile. */
function useReceiving(number: string) {
  const [came, setCame] = useState<readonly Came[]>([]);
  const [over, setOver] = useState<readonly Over[]>([]);
  const queries = useQueryClient();
  const waiting = useIsMutating({ mutationKey: ["receive", number] });
  const tell = (one: Omit<Came, "key">) => {
    setCame((before) => [{ ...one, key: (before[0]?.key ?? 0) + 1 }, ...before].slice(0, SHOWN));
    announce(one.refusal === "" ? t("{words} is received", { words: one.words }) : one.refusal);
  };
  const receiving = useMutation({
    mutationKey: ["receive", number],
    mutationFn: (receipt: Receipt) => receive(number, receipt),
    scope: { id: `receive ${number}` },
    onSuccess: ({ items }, receipt) => {
      for (const row of items) tell({ number: row.number, words: wordsOf(receipt), refusal: row.errors.map(({ field, message, remedy }) => `${field} ${message}; ${remedy}`).join(" · ") });
      void queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (problem, receipt) => {
      if (problem instanceof Problem && problem.body.code === "over_delivery") setOver((before) => [...before, { receipt, why: problem.message }]);
      else tell({ number: "", words: wordsOf(receipt), refusal: described(problem) });
    },
  });
  const forget = (asked: Over) => { setOver((before) => before.filter((other) => other !== asked)); };
  return { came, over: over[0], waiting, send: receiving.mutate, forget };
}
