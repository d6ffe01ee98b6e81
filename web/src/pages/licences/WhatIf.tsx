import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { askWhatIf, type WhatIf as Answer, type WhatIfDifference } from "../../api/licences";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { askedOf, type Kind, KINDS, type Typed } from "./asking";
import { metricWord, productsOf } from "./words";

/** Asks what a move, other cores, a new host or a retirement does to licences. */
export function WhatIf({ machine = "" }: { machine?: string }) {
  const [typed, setTyped] = useState<Typed>({ kind: "move", machine, host: "", cores: "", cluster: "" });
  const asking = useMutation({ mutationFn: () => askWhatIf(askedOf(typed)) });
  const set = (patch: Partial<Typed>) => { setTyped({ ...typed, ...patch }); };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  const { kind } = typed;
  return (
    <section className="panel" aria-label={t("What a change does to licences")}>
      <h2>{t("What a change does to licences")}</h2>
      <form className={administration.filters} onSubmit={submit}>
        <NativeSelect label={t("Change")} value={kind} data={KINDS.map((value) => ({ value, label: kindWord(value) }))} onChange={({ currentTarget }) => { set({ kind: KINDS.find((one) => one === currentTarget.value) ?? "move" }); }} />
        <TextInput label={kind === "host" ? t("Name of the new host") : t("Machine")} required maxLength={300} value={typed.machine} onChange={({ currentTarget }) => { set({ machine: currentTarget.value }); }} />
        {kind === "move" && <TextInput label={t("To the host")} required maxLength={300} value={typed.host} onChange={({ currentTarget }) => { set({ host: currentTarget.value }); }} />}
        {(kind === "cores" || kind === "host") && <TextInput label={kind === "host" ? t("Processors and cores: 2x24") : t("Virtual cores (8), or processors and cores (2x24)")} required pattern="[0-9]+(x[0-9]+)?" maxLength={10} value={typed.cores} onChange={({ currentTarget }) => { set({ cores: currentTarget.value }); }} />}
        {kind === "host" && <TextInput label={t("In the cluster")} description={t("Empty: in none")} maxLength={300} value={typed.cluster} onChange={({ currentTarget }) => { set({ cluster: currentTarget.value }); }} />}
        <Button type="submit" variant="default" loading={asking.isPending}>{t("What would it take?")}</Button>
      </form>
      <ErrorLine text={asking.error && described(asking.error)} />
      {asking.data && <WhatIfResult found={asking.data} />}
    </section>
  );
}

export function WhatIfResult({ found }: { found: Answer }) {
  if (found.differences.length === 0) return <p role="status">{t("No licence is needed more or less.")}</p>;
  return (
    <>
      <p role="status">{t("What is missing costs {before} now, {after} then.", { before: found.missing_cost_before, after: found.missing_cost_after })}</p>
      {found.differences.map((one) => <Differing key={`${productsOf(one)} ${one.metric} ${String(one.entitled)}`} one={one} />)}
    </>
  );
}

function Differing({ one }: { one: WhatIfDifference }) {
  const said = { products: productsOf(one), metric: metricWord(one.metric), before: formatNumber(one.used_before), after: formatNumber(one.used_after), entitled: formatNumber(one.entitled) };
  return (
    <SectionTable
      title={t("{products} ({metric}): {before} used now, {after} then of {entitled}", said)} count={one.consumed.length} rows={one.consumed} rowKey={({ subject }) => subject}
      columns={[
        { key: "who", label: t("Who"), width: 160, cell: ({ name }) => name },
        { key: "before", label: t("Now"), width: 70, isNumber: true, cell: ({ before }) => formatNumber(before?.units ?? 0) },
        { key: "after", label: t("Then"), width: 70, isNumber: true, cell: ({ after }) => formatNumber(after?.units ?? 0) },
        { key: "why", label: t("Because"), width: 480, title: ({ before, after }) => (after ?? before)?.steps.join("; ") ?? "", cell: ({ before, after }) => (after ?? before)?.steps.join("; ") },
      ]}
    />
  );
}

function kindWord(kind: Kind): string {
  const words: Record<Kind, string> = { move: t("A virtual machine moves"), cores: t("A machine has other cores"), host: t("A new host"), retire: t("A machine is retired") };
  return words[kind];
}
