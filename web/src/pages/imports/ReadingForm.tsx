import { NativeSelect } from "@mantine/core";

import type { ImportDetail, Reading } from "../../api/imports";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";

const DELIMITERS = [
  { value: ",", label: "," }, { value: ";", label: ";" }, { value: "\t", label: "Tab" }, { value: "|", label: "|" },
];

interface Props {
  detail: ImportDetail;
  reading: Reading;
  change: (reading: Reading) => void;
}

/** How the file is read, where the guess may be wrong. */
export function ReadingForm({ detail: { batch, encodings, notes }, reading, change }: Props) {
  return (
    <div className="panel row">
      {batch.kind === "csv" ? (
        <>
          <NativeSelect
            label={t("Encoding")} value={reading.encoding} data={[...new Set([reading.encoding, ...encodings])]}
            onChange={({ currentTarget }) => { change({ ...reading, encoding: currentTarget.value }); }}
          />
          <NativeSelect
            label={t("Delimiter")} value={reading.delimiter} data={DELIMITERS}
            onChange={({ currentTarget }) => { change({ ...reading, delimiter: currentTarget.value }); }}
          />
        </>
      ) : (
        <NativeSelect
          label={t("Formulas")} value={reading.cached_values ? "computed" : "none"}
          data={[{ value: "none", label: t("are no values") }, { value: "computed", label: t("values computed last") }]}
          onChange={({ currentTarget }) => { change({ ...reading, cached_values: currentTarget.value === "computed" }); }}
        />
      )}
      <div>{notes.map((note) => <p key={note} className="dim">{sentence(note)}.</p>)}</div>
    </div>
  );
}
