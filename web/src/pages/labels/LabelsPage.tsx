import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { labelSheetsQuery, type LabelsOf, printLabels, type Printing, type Sheet } from "../../api/labels";
import { announce } from "../../components/announce";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { LabelSource } from "./LabelSource";

const USUAL: Printing = { sheet: "avery-l7160", symbol: "qr", content: "tag", start: 1, copies: 1 };

/** Labels as PDF: of what, on which sheet, with which code. */
export function LabelsPage() {
  const sheets = useQuery(labelSheetsQuery);
  return (
    <div className={administration.stack} style={{ maxWidth: 620 }}>
      <title>{`${t("Labels")} · Plumbline`}</title>
      <h1>{t("Labels")}</h1>
      <Loaded query={sheets} what={t("The sheets could not be loaded.")}>{(found) => <Form sheets={found} />}</Loaded>
    </div>
  );
}

function Form({ sheets }: { sheets: readonly Sheet[] }) {
  const [of, setOf] = useState<LabelsOf | null>(null);
  const [how, setHow] = useState(USUAL);
  const printing = useMutation({
    mutationFn: (wanted: LabelsOf) => printLabels(wanted, how),
    onSuccess: (file) => {
      save(file);
      announce(t("The PDF is made."));
    },
  });
  const change = (patch: Partial<Printing>) => { setHow({ ...how, ...patch }); };
  const count = sheets.find(({ name }) => name === how.sheet)?.count ?? 1;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (of) printing.mutate(of);
  };
  return (
    <form className={`panel ${administration.form ?? ""}`} onSubmit={submit}>
      <LabelSource change={setOf} />
      <NativeSelect label={t("Sheet")} value={how.sheet} data={sheets.map(({ name, label }) => ({ value: name, label }))} onChange={({ currentTarget }) => { change({ sheet: currentTarget.value, start: 1 }); }} />
      <NativeSelect
        label={t("Code")} value={how.symbol} data={[{ value: "qr", label: t("QR code") }, { value: "code128", label: t("Barcode (Code 128)") }]}
        onChange={({ currentTarget }) => { change({ symbol: currentTarget.value === "qr" ? "qr" : "code128" }); }}
      />
      <NativeSelect
        label={t("The code holds")} value={how.content} data={[{ value: "tag", label: t("the plain tag") }, { value: "page", label: t("the address of its page") }]}
        onChange={({ currentTarget }) => { change({ content: currentTarget.value === "page" ? "page" : "tag" }); }}
      />
      <NumberInput label={t("First place on the sheet")} description={t("1 to {count}, row by row: those before it are used already.", { count })} min={1} max={count} value={how.start} onChange={(value) => { change({ start: Number(value) || 1 }); }} />
      <NumberInput label={t("Copies of each")} min={1} max={50} value={how.copies} onChange={(value) => { change({ copies: Number(value) || 1 }); }} />
      <ErrorLine text={printing.error && described(printing.error)} />
      {printing.isSuccess && <p role="status">{t("The PDF is made. Print it at its actual size, not fitted to the page.")}</p>}
      <div><Button type="submit" disabled={of === null} loading={printing.isPending}>{t("Make the PDF")}</Button></div>
    </form>
  );
}

/** Hands a file to the browser. */
function save(file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "labels.pdf";
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
