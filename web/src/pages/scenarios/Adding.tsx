import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { impactActionsQuery } from "../../api/impact";
import type { ScenarioChanges, ScenarioWanted } from "../../api/types";
import { QuickFilter } from "../../components/QuickFilter";
import { t } from "../../locales/i18n";
import { stateWord, typeWords } from "../../locales/labels";
import { Hits } from "../impact/AlsoFailing";
import classes from "../impact/Impact.module.css";
import { wordOf } from "../impact/words";

type Question = ScenarioWanted["question"];
type Note = (uid: string, name: string) => void;

/** A CI that is looked for, with the name of the one that was chosen. */
export function Pick({ label, chosen, choose }: { label: string; chosen: string; choose: Note }) {
  const [q, setQ] = useState("");
  const pick: Note = (uid, name) => {
    setQ("");
    choose(uid, name);
  };
  return (
    <div>
      <div>{label}: {chosen === "" ? <span className="dim">{t("none chosen")}</span> : <strong>{chosen}</strong>}</div>
      <QuickFilter value={q} change={setQ} label={t("{label}: find a CI by name, serial number, IP or MAC address", { label })} placeholder={t("Name, serial number, IP or MAC address")} />
      {q !== "" && <Hits q={q} choose={pick} />}
    </div>
  );
}

/** Adds a CI to those that fail. */
export function AddFailing({ question, ask, note }: { question: Question; ask: (patch: Partial<Question>) => void; note: Note }) {
  const [word, setWord] = useState("down");
  const table = useQuery(impactActionsQuery);
  const add: Note = (uid, name) => {
    note(uid, name);
    if (word === "down" || word === "degraded") ask({ [word]: [...question[word].filter((other) => other !== uid), uid] });
    else ask({ actions: [...question.actions, { action: word, uid }] });
  };
  const states = ["down", "degraded"].map((state) => ({ value: state, label: stateWord(state) }));
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t("Is")} value={word} onChange={(event) => { setWord(event.currentTarget.value); }}
        data={[...states, ...(table.data?.actions ?? []).map((action) => ({ value: action, label: wordOf(action) }))]}
      />
      <Pick label={t("Another CI that fails")} chosen="" choose={add} />
    </div>
  );
}

const KINDS = ["add", "remove", "soft", "hard", "gone", "k"] as const;
type Kind = (typeof KINDS)[number];

function kindWord(kind: Kind): string {
  const words: Record<Kind, string> = {
    add: t("a new relationship"), remove: t("a relationship less"), soft: t("a relationship is optional"), hard: t("a relationship is required"),
    gone: t("a CI is gone"), k: t("a group needs another number"),
  };
  return words[kind];
}

interface ChangeProps {
  changes: ScenarioChanges;
  change: (changes: ScenarioChanges) => void;
  note: Note;
}

/** Adds one thing that is different. */
export function AddChange({ changes, change, note }: ChangeProps) {
  const [kind, setKind] = useState<Kind>("add");
  const [source, setSource] = useState<[uid: string, name: string]>(["", ""]);
  const [target, setTarget] = useState<[uid: string, name: string]>(["", ""]);
  const [type, setType] = useState("DEPENDS_ON");
  const [k, setK] = useState(1);
  const types = useQuery(impactActionsQuery).data?.relationships ?? ["DEPENDS_ON"];
  const isOfOne = kind === "gone" || kind === "k";
  const isReady = source[0] !== "" && (isOfOne || target[0] !== "");
  const add = () => {
    note(...source);
    if (!isOfOne) note(...target);
    change(withChange(changes, kind, { source: source[0], type, target: target[0], k }));
    setTarget(["", ""]);
  };
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t("What is different")} value={kind}
        onChange={(event) => { setKind(KINDS.find((one) => one === event.currentTarget.value) ?? "add"); }}
        data={KINDS.map((one) => ({ value: one, label: kindWord(one) }))}
      />
      <Pick label={isOfOne ? t("CI") : t("Needs")} chosen={source[1]} choose={(uid, name) => { setSource([uid, name]); }} />
      {!isOfOne && (
        <>
          <NativeSelect label={t("How")} value={type} onChange={(event) => { setType(event.currentTarget.value); }} data={types.map((one) => ({ value: one, label: typeWords(one) }))} />
          <Pick label={t("Is needed")} chosen={target[1]} choose={(uid, name) => { setTarget([uid, name]); }} />
        </>
      )}
      {kind === "k" && <NumberInput label={t("Members needed")} min={0} allowDecimal={false} value={k} onChange={(given) => { setK(Number(given)); }} />}
      <Button variant="default" disabled={!isReady} onClick={add}>{t("Add")}</Button>
    </div>
  );
}

interface Said {
  source: string;
  type: string;
  target: string;
  k: number;
}

/** The changes with one more. */
export function withChange({ cis, relationships }: ScenarioChanges, kind: Kind, { source, type, target, k }: Said): ScenarioChanges {
  const link = { source, type, target, strength: null };
  if (kind === "gone") return { relationships, cis: [...cis, { ...UNSTATED, change: "remove", uid: source }] };
  if (kind === "k") return { relationships, cis: [...cis, { ...UNSTATED, change: "change", uid: source, k }] };
  if (kind === "add") return { cis, relationships: [...relationships, { ...link, change: "add", strength: "hard" }] };
  if (kind === "remove") return { cis, relationships: [...relationships, { ...link, change: "remove" }] };
  return { cis, relationships: [...relationships, { ...link, change: "change", strength: kind }] };
}

const UNSTATED = { name: null, ci_class: null, k: null, users: null, criticality: null };
