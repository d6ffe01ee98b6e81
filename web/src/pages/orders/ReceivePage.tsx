import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type RefObject, type SubmitEvent, useRef, useState } from "react";

import { type OrderLines, orderLinesQuery, type Receipt, receive } from "../../api/orders";
import { Problem } from "../../api/problem";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

const SHOWN = 20;

/** For a phone with a scanner that types: tag, Enter, serial number, Enter; each thing is an asset at once. */
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
  const { came, over, error, isSending, send, forget } = useReceiving(order.number, tag);
  const ready = (code: string, serial: string, isOverAllowed = false) => { send({ line, tag: code, serial, ...place, isOverAllowed }); };
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
      <Scanning tag={tag} isSending={isSending} done={ready} />
      <p role="status">{chosen && t("{here} of {ordered} are here.", { here: chosen.assets.length, ordered: chosen.ordered })}</p>
      {over && (
        <div className="panel" role="alert">
          <p>{t("More than was ordered: {why}", { why: over.why })}</p>
          <div className={administration.filters}>
            <Button autoFocus onClick={() => { ready(over.tag, over.serial, true); }}>{t("Keep it all the same")}</Button>
            <Button variant="default" onClick={forget}>{t("It goes back")}</Button>
          </div>
        </div>
      )}
      <ErrorLine text={error} />
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

/** Two fields that a scanner goes through by Enter. */
function Scanning({ tag, isSending, done }: { tag: RefObject<HTMLInputElement | null>; isSending: boolean; done: (code: string, serial: string) => void }) {
  const serial = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [number, setNumber] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (document.activeElement === tag.current && code.trim() !== "") {
      serial.current?.focus();
      return;
    }
    if (code.trim() === "" && number.trim() === "") return;
    done(code.trim(), number.trim());
    setCode("");
    setNumber("");
    tag.current?.focus();
  };
  const typed = { size: "lg", maxLength: 200, autoComplete: "off", autoCapitalize: "off", spellCheck: false } as const;
  return (
    <form className={administration.form} onSubmit={submit}>
      <TextInput {...typed} ref={tag} autoFocus label={t("Tag")} description={t("Scan it, or type it and press Enter.")} value={code} onChange={({ currentTarget }) => { setCode(currentTarget.value); }} />
      <TextInput {...typed} ref={serial} label={t("Serial number")} description={t("Enter without one leaves it out.")} value={number} onChange={({ currentTarget }) => { setNumber(currentTarget.value); }} />
      <Button type="submit" size="md" loading={isSending}>{t("Receive it")}</Button>
    </form>
  );
}

interface Over {
  tag: string;
  serial: string;
  why: string;
}

function useReceiving(number: string, tag: RefObject<HTMLInputElement | null>) {
  const [came, setCame] = useState<readonly Came[]>([]);
  const [over, setOver] = useState<Over | null>(null);
  const queries = useQueryClient();
  const receiving = useMutation({
    mutationFn: (receipt: Receipt) => receive(number, receipt),
    onMutate: () => { setOver(null); },
    onSuccess: ({ items }, { tag: code, serial }) => {
      const words = [code, serial].filter((part) => part !== "").join(" · ");
      const told = items.map((row) => ({ number: row.number, words, refusal: row.errors.map(({ field, message, remedy }) => `${field} ${message}; ${remedy}`).join(" · ") }));
      setCame((before) => [...told.map((one, turn) => ({ ...one, key: (before[0]?.key ?? 0) + 1 + turn })), ...before].slice(0, SHOWN));
      for (const one of told) announce(one.refusal === "" ? t("{words} is received", { words: one.words }) : one.refusal);
      void queries.invalidateQueries({ queryKey: ["records"] });
      tag.current?.focus();
    },
    onError: (problem, { tag: code, serial }) => {
      if (problem instanceof Problem && problem.body.code === "over_delivery") setOver({ tag: code, serial, why: problem.message });
    },
  });
  const forget = () => {
    setOver(null);
    receiving.reset();
    tag.current?.focus();
  };
  const error = receiving.error && !over ? described(receiving.error) : null;
  return { came, over, error, isSending: receiving.isPending, send: receiving.mutate, forget };
}
