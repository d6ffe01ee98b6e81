import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { importEntitlements, type Sheet } from "../../api/licences";
import type { Column } from "../../components/grid/column";
import { Dialog } from "../../components/Dialog";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { METRICS, metricWord } from "./words";

/** Takes in what was bought from a table: first what would come of it, then for good. */
export function ImportDialog({ close, done }: { close: () => void; done: (said: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [metric, setMetric] = useState("");
  const queries = useQueryClient();
  const trying = useMutation({ mutationFn: ({ chosen, of }: { chosen: File; of: string }) => importEntitlements(chosen, of, true) });
  const taking = useMutation({
    mutationFn: (chosen: File) => importEntitlements(chosen, metric, false),
    onSuccess: ({ added, refused }) => {
      void queries.invalidateQueries({ queryKey: ["licences"] });
      done(t("{added, plural, one {# entitlement is} other {# entitlements are}} taken in; {refused} rows were refused.", { added, refused: refused.length }));
    },
  });
  const look = (chosen: File | null, of: string) => {
    setFile(chosen);
    setMetric(of);
    if (chosen) trying.mutate({ chosen, of });
  };
  const found = trying.data;
  const error = trying.error ?? taking.error;
  return (
    <Dialog title={t("Import what was bought")} close={close} isWide>
      <div className={edit.form}>
        <p>{t("A CSV file or workbook with at least the columns name, publisher, product, metric, quantity and starts; or licences as Snipe-IT exports them.")}</p>
        <label htmlFor="licence-file">{t("File")}</label>
        <input id="licence-file" type="file" accept=".csv,.txt,.tsv,.xlsx" data-autofocus onChange={({ currentTarget }) => { look(currentTarget.files?.[0] ?? null, metric); }} />
        <NativeSelect
          label={t("A seat of Snipe-IT is")} description={t("Of a table of yours its column metric counts.")} value={metric} data={[{ value: "", label: t("not said") }, ...METRICS.map((value) => ({ value, label: metricWord(value) }))]}
          onChange={({ currentTarget }) => { look(file, currentTarget.value); }}
        />
        {found && <Found found={found} />}
        <ErrorLine text={error && described(error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button disabled={!file || trying.isError || !found?.added} loading={trying.isPending || taking.isPending} onClick={() => { if (file) taking.mutate(file); }}>{t("Take them in")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

type Refused = Sheet["refused"][number];

function Found({ found: { added, refused, notes } }: { found: Sheet }) {
  const columns: Column<Refused>[] = [
    { key: "row", label: t("Row"), width: 60, cell: ({ row }) => row },
    { key: "field", label: t("Field"), width: 110, cell: ({ field }) => field },
    { key: "value", label: t("Value"), width: 130, cell: ({ value }) => value, title: ({ value }) => value },
    { key: "why", label: t("Why it is refused"), width: 330, cell: ({ message, remedy }) => `${message}; ${remedy}` },
  ];
  return (
    <>
      <p role="status">{t("{added, plural, one {# entitlement} other {# entitlements}} can be taken in, {refused} rows are refused.", { added, refused: refused.length })}</p>
      {notes.map((note) => <p key={note} className="dim">{note}</p>)}
      {refused.length > 0 && <SectionTable title={t("Refused rows")} count={refused.length} rows={refused} rowKey={({ row, field }) => `${String(row)} ${field}`} columns={columns} empty={<Empty>{t("None.")}</Empty>} />}
    </>
  );
}
