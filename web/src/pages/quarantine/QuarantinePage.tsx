import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Pin, quarantineQuery } from "../../api/identity";
import type { QuarantinedValue } from "../../api/types";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";
import { sentence } from "../administration/problems";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";
import { ruleWord, standingLook, valueOf } from "../identity/words";
import { PinDialog } from "./PinDialog";
import { PinForm } from "./PinForm";

const STATES = ["quarantined", "contested", "junk", "good"];
const CLAIMANTS_SHOWN = 5;

interface Chosen {
  value: QuarantinedValue;
  pin: Pin;
}

type Choose = (value: QuarantinedValue, pin: Pin) => void;

/** The values of identifiers that identify nobody, and those that somebody pinned. */
export function QuarantinePage() {
  return (
    <>
      <title>{`${t("Quarantine")} · Plumbline`}</title>
      <h1>{t("Quarantine")}</h1>
      <Quarantine />
    </>
  );
}

function Quarantine() {
  const [search, change] = useUrlState();
  const quarantine = useQuery(quarantineQuery);
  const mayDecide = useMayDecide();
  const [chosen, choose] = useState<Chosen | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const state = first(search, "state");
  return (
    <div className={mayDecide ? classes.columns : undefined}>
      <div className={classes.stack} {...keeper}>
        <div className={classes.filters}>
          <NativeSelect
            size="xs" label={t("Show")} value={state} onChange={(event) => { change({ state: event.currentTarget.value }); }}
            data={[{ value: "", label: t("All") }, ...STATES.map((value) => ({ value, label: standingLook(value)[2] }))]}
          />
          <span className="dim grow">
            {t("A value that several live machines claim while their other identifiers disagree identifies nobody: a cloned id, a dock, a placeholder.")}
          </span>
        </div>
        <ResultLine result={result} />
        <Loaded query={quarantine} what={t("The quarantine could not be loaded.")}>
          {({ items, placeholders }) => (
            <>
              <Values values={items.filter((one) => state === "" || one.state === state)} choose={mayDecide ? (value, pin) => { choose({ value, pin }); } : null} />
              <Placeholders texts={placeholders} />
            </>
          )}
        </Loaded>
      </div>
      {mayDecide && <PinForm tell={tell} />}
      {chosen && <PinDialog value={chosen.value} pin={chosen.pin} tell={tell} close={() => { choose(null); }} />}
    </div>
  );
}

/** What makers leave in instead of a value; it never reaches a CI. */
function Placeholders({ texts }: { texts: readonly string[] }) {
  return (
    <section className="panel" aria-label={t("Placeholders")}>
      <h2>{t("Placeholders")} <span className="dim">{formatNumber(texts.length)}</span></h2>
      <p className="dim" style={{ marginBlock: 4 }}>
        {t("Where a source says one of these instead of a serial number or a UUID, in capitals or not, it is left out as if nothing was said; so is one character repeated, as 0000. No pin brings it back.")}
      </p>
      <ul style={{ columnWidth: 290, margin: 0, paddingInlineStart: 18 }}>
        {texts.map((text) => <li key={text} className="mono" style={{ overflowWrap: "anywhere" }}>{text}</li>)}
      </ul>
    </section>
  );
}

function Identifier({ value: { key, rule } }: { value: QuarantinedValue }) {
  return <>{ruleWord(rule)}<div className="mono" title={key}>{valueOf(key, rule)}</div></>;
}

function State({ value: { state, since } }: { value: QuarantinedValue }) {
  return <><Look look={standingLook(state)} />{since !== null && <div className="dim"><Time at={since} isRelative /></div>}</>;
}

function Claimants({ value }: { value: QuarantinedValue }) {
  const { claimants, claimed_by: all } = value;
  const shown = claimants.slice(0, CLAIMANTS_SHOWN);
  return (
    <>
      {shown.map((ci) => <div key={ci.uid}><CILink ci={ci} withClass /></div>)}
      {all > shown.length && <div className="dim">{t("and {count} more", { count: formatNumber(all - shown.length) })}</div>}
      {all === 0 && <span className="dim">{t("nobody now")}</span>}
    </>
  );
}

function Why({ value }: { value: QuarantinedValue }) {
  return (
    <>
      {sentence(value.reason)}.
      {value.pinned_by !== null && (
        <div className="dim">{[value.pinned_by, value.pin_reason].filter((text) => text !== null).join(": ")}</div>
      )}
    </>
  );
}

function Values({ values, choose }: { values: readonly QuarantinedValue[]; choose: Choose | null }) {
  const columns: Column<QuarantinedValue>[] = [
    { key: "key", label: t("Identifier"), width: 170, cell: (value) => <Identifier value={value} /> },
    { key: "state", label: t("State"), width: 120, cell: (value) => <State value={value} /> },
    { key: "why", label: t("Why"), width: 180, cell: (value) => <Why value={value} /> },
    { key: "claimants", label: t("Claimed by"), width: 140, cell: (value) => <Claimants value={value} /> },
  ];
  const actions: Column<QuarantinedValue> = {
    key: "actions", label: t("Actions"), width: 120, cell: (value) => choose && <Actions value={value} choose={choose} />,
  };
  return (
    <SectionTable
      title={t("Values")} count={values.length} columns={choose ? [...columns, actions] : columns} rows={values} rowKey={({ key, claimants }) => [key, ...claimants.map(({ uid }) => uid)].join(" ")}
      empty={<p className="dim">{t("No value is in quarantine: every identifier says who is who.")}</p>}
    />
  );
}

/** What to do about a value: pin it either way, or let the records tell again. */
function Actions({ value, choose }: { value: QuarantinedValue; choose: Choose }) {
  const press = (pin: Pin, word: string) => (
    <Button key={pin} variant="default" size="compact-xs" onClick={() => { choose(value, pin); }} aria-label={`${word}: ${value.key}`}>
      {word}
    </Button>
  );
  return (
    <span className="row">
      {value.state !== "junk" && press("junk", t("Never counts"))}
      {value.state !== "good" && press("good", t("Always counts"))}
      {value.pinned_by !== null && press("released", t("Release"))}
    </span>
  );
}
