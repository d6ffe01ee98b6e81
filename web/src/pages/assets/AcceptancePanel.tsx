import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { askAcceptances, termsTextQuery } from "../../api/acceptances";
import type { RecordDetail } from "../../api/records";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { acceptanceLook } from "../acceptances/words";
import { TermsShown } from "../acceptances/OfferPanel";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import records from "../records/records.module.css";

const HELD = ["in_use", "lent"];

/** Whether who holds it has accepted it: who signed what when. */
export function AcceptancePanel({ record }: { record: RecordDetail }) {
  const mayAsk = useMay("assets") && HELD.includes(record.state);
  const look = acceptanceLook(record.values.find(({ field }) => field === "acceptance")?.value ?? "");
  if (!look && !mayAsk) return null;
  return (
    <section className={`panel ${administration.form ?? ""}`} aria-label={t("Acceptance")}>
      <h2>{t("Acceptance")} {look && <Look look={look} />}</h2>
      {look ? <Facts record={record} /> : <p>{t("Its holder was not asked to accept it.")}</p>}
      {mayAsk && <Asking number={record.number} label={look ? t("Ask again") : t("Ask its holder to accept it")} />}
    </section>
  );
}

function Asking({ number, label }: { number: string; label: string }) {
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: () => askAcceptances([number], true),
    onSuccess: async ({ refused }) => {
      const [first] = refused;
      if (first) throw new Error(`${first.message}; ${first.remedy}`);
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
  });
  return (
    <>
      <ErrorLine text={asking.error && described(asking.error)} />
      <div><Button size="compact-sm" variant="default" loading={asking.isPending} onClick={() => { asking.mutate(); }}>{label}</Button></div>
    </>
  );
}

function Facts({ record }: { record: RecordDetail }) {
  const [isOpen, open] = useState(false);
  const values = new Map(record.values.map(({ field, shown }) => [field, shown]));
  const value = (name: string) => values.get(`acceptance_${name}`) ?? "";
  const facts = [
    [t("Asked"), <Time key="asked" at={value("asked")} />], [t("Answered"), value("answered") && <Time key="answered" at={value("answered")} />], [t("Signed by"), value("by")],
    [t("Why refused"), value("reason")], [t("Terms"), value("terms")], [t("Fingerprint (SHA-256)"), value("fingerprint")],
  ] as const;
  return (
    <>
      <dl className={records.values}>
        {facts.filter(([, told]) => told !== "").map(([label, told]) => <div key={label} style={{ display: "contents" }}><dt>{label}</dt><dd style={{ overflowWrap: "anywhere" }}>{told}</dd></div>)}
      </dl>
      <div><Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => { open(!isOpen); }}>{t("The text")}</Button></div>
      {isOpen && <Text fingerprint={value("fingerprint")} />}
    </>
  );
}

function Text({ fingerprint }: { fingerprint: string }) {
  return (
    <Loaded query={useQuery(termsTextQuery(fingerprint))} what={t("The terms could not be loaded.")}>
      {(terms) => <TermsShown terms={terms} />}
    </Loaded>
  );
}
