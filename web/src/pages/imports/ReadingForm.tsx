import { NativeSelect } from "@mantine/core";

import type { ImportDetail, Reading } from "../../api/imports";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";

const DELIMITERS = [
  { value: ",", label: "," }, { value: ";", label: ";" }, { value: "\t", label: "Tab" }, { value: "|", label: "|" },
];

/** How the file is read, where the guess may be wrong. */
export function ReadingForm({ detail, change }: { detail: ImportDetail; change: (reading: Reading) => void }) {
  const { reading, batch } = detail;
  return (
    <div className="panel row">
      {batch.kind === "csv" ? (
        <>
          <NativeSelect
            label={t("Encoding")} value={reading.encoding} data={[...new Set([reading.encoding, ...detail.encodings])]}
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
      <div>{detail.notes.map((note) => <p key={note} className="dim">{sentence(note)}.</p>)}</div>
    </div>
  );
}
