import { useState } from "react";

import type { CIDifference } from "../api/types";
import { formatNumber, formatValue } from "../locales/format";
import { t } from "../locales/i18n";
import { typeWords } from "../locales/labels";
import { AppLink } from "./AppLink";
import { ciHref } from "./links";
import { Look } from "./Look";
import { type Attribute, useAttributes } from "./schema";

export const CHANGE_MARKS: Record<string, string> = { added: "+", removed: "−", opened: "+", closed: "−", changed: "~" };
const SHOWN = 6;

/** What happened to a CI between two instants: the colour, glyph and word of added, removed or changed. */
export function changeLook(change: string): readonly [string, string, string] {
  const looks: Record<string, readonly [string, string, string]> = {
    added: ["up", "+", t("Added")], removed: ["down", "−", t("Removed")], changed: ["source", "~", t("Changed")],
  };
  return looks[change] ?? ["unknown", "○", change];
}

export function ChangeLook({ change }: { change: string }) {
  return <Look look={changeLook(change)} />;
}

/** A value before or after. */
export function told(value: unknown, declared?: Attribute): string {
  return value === null || value === undefined ? t("no value") : formatValue(value, declared?.kind, declared?.unit);
}

type Bond = CIDifference["relationships"][number];

/** A relationship that came, went or changed, with the CI at its other end. */
export function BondWords({ bond }: { bond: Bond }) {
  const word = { opened: t("new"), closed: t("ended"), changed: t("changed") }[bond.change] ?? bond.change;
  return (
    <>
      <span aria-hidden>{CHANGE_MARKS[bond.change]}</span> {typeWords(bond.type)}{" "}
      <AppLink href={ciHref(bond.other.uid)}>{bond.other.name || bond.other.uid}</AppLink>{" "}
      <span className="dim">{bond.direction === "in" ? t("{change}, from there", { change: word }) : word}</span>
    </>
  );
}

/** What of a CI differs, in as many lines; the rest at a press. */
export function DifferenceLines({ difference }: { difference: Pick<CIDifference, "ci_class" | "attributes" | "relationships"> }) {
  const [isComplete, setComplete] = useState(false);
  const attributeOf = useAttributes(difference.ci_class);
  const lines = [
    ...difference.attributes.map(({ name, label, old, new: now }) => (
      <div key={name}><span className="dim">{label}:</span> {told(old, attributeOf(name))} → {told(now, attributeOf(name))}</div>
    )),
    ...difference.relationships.map((bond) => <div key={bond.uid + bond.direction}><BondWords bond={bond} /></div>),
  ];
  return (
    <>
      {isComplete ? lines : lines.slice(0, SHOWN)}
      {!isComplete && lines.length > SHOWN && (
        <button type="button" className="textbutton" onClick={() => { setComplete(true); }}>
          {t("Show all {count}", { count: formatNumber(lines.length) })}
        </button>
      )}
    </>
  );
}
