import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { RecordDetail } from "../../api/records";
import { meQuery } from "../../api/session";
import { type CountLine, reportHref, signStocktake, stocktakeCountQuery } from "../../api/stocktakes";
import { AppLink } from "../../components/AppLink";
import { Dialog } from "../../components/Dialog";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { evidenceWord, resultLook, resultWord } from "./words";

interface Props {
  record: RecordDetail;
  changed: (record: RecordDetail, said: string) => void;
}

/** What a stock-take comes to, by evidence; scanning, signing and its report. */
export function CountPanel({ record, changed }: Props) {
  const found = useQuery(stocktakeCountQuery(record));
  const mayKeep = useQuery(meQuery).data?.permissions.includes("assets") ?? false;
  const [isSigning, setSigning] = useState(false);
  const isCounting = record.state === "counting";
  return (
    <Loaded query={found} what={t("It could not be counted.")}>
      {({ lines, totals, expected, scans, signed_by: signedBy, judged_at: judgedAt }) => (
        <>
          <section className="panel" aria-label={t("Count")}>
            <h2>{t("Count")}</h2>
            <p role="status">
              {t("{expected} expected, {scans} scans.", { expected, scans })}{" "}
              {signedBy === "" ? t("Not signed yet.") : <>{t("Signed by {name}", { name: signedBy })} <Time at={judgedAt} /></>}
            </p>
            <ul>{totals.map(({ result, evidence, count }) => <li key={`${result} ${evidence}`}>{t("{count} {result} by {evidence}", { count, result: resultWord(result), evidence: evidenceWord(evidence) })}</li>)}</ul>
            <div className={administration.filters}>
              {isCounting && mayKeep && <AppLink href={`/stocktakes/${encodeURIComponent(record.number)}/scan`}>{t("Scan")}</AppLink>}
              <a href={reportHref(record.number, "csv")} download>{t("Report (CSV)")}</a>
              <a href={reportHref(record.number, "pdf")} download>{t("Report (PDF)")}</a>
              {isCounting && mayKeep && <Button size="compact-sm" onClick={() => { setSigning(true); }}>{t("Sign…")}</Button>}
            </div>
          </section>
          <SectionTable title={t("Lines")} count={lines.length} columns={columns()} rows={lines} rowKey={({ asset, told, evidence_at: at }) => `${asset?.number ?? told} ${at ?? ""}`} empty={t("Nothing is expected there, and nothing was scanned.")} />
          {isSigning && <SignDialog record={record} close={() => { setSigning(false); }} done={(after) => { setSigning(false); changed(after, t("{number} is signed.", { number: after.number })); }} />}
        </>
      )}
    </Loaded>
  );
}

function columns(): Column<CountLine>[] {
  return [
    { key: "result", label: t("Result"), width: 120, cell: ({ result }) => <Look look={resultLook(result)} /> },
    { key: "evidence", label: t("By"), width: 120, cell: ({ evidence }) => evidenceWord(evidence) },
    { key: "age", label: t("Age (days)"), width: 80, isNumber: true, cell: ({ age_days: age }) => age ?? "" },
    { key: "asset", label: t("Asset"), width: 110, cell: ({ asset }) => asset && <AppLink href={recordHref({ number: asset.number, type: "asset" })}>{asset.number}</AppLink> },
    { key: "tag", label: t("Tag"), width: 100, cell: ({ asset }) => asset?.asset_tag },
    { key: "name", label: t("Name"), width: 150, cell: ({ asset }) => asset?.title },
    { key: "expected", label: t("Expected at"), width: 140, cell: ({ asset }) => asset?.place },
    { key: "seen", label: t("Seen at"), width: 140, cell: ({ seen_at: place }) => place },
    { key: "told", label: t("What speaks for it"), width: 280, cell: ({ told }) => told, title: ({ told }) => told },
  ];
}

function SignDialog({ record, close, done }: { record: RecordDetail; close: () => void; done: (record: RecordDetail) => void }) {
  const [text, setText] = useState("");
  const signing = useMutation({ mutationFn: () => signStocktake(record.number, text), onSuccess: done });
  return (
    <Dialog title={t("Sign {number}", { number: record.number })} close={close}>
      <div className={edit.form}>
        <p>{t("The report is made for good: nothing is scanned and nothing is changed in it afterwards.")}</p>
        <Textarea label={t("What you have to say")} maxLength={2000} autosize minRows={2} value={text} data-autofocus onChange={({ currentTarget }) => { setText(currentTarget.value); }} />
        <ErrorLine text={signing.error && described(signing.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button loading={signing.isPending} onClick={() => { signing.mutate(); }}>{t("Sign")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
