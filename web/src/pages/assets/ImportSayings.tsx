import { NativeSelect } from "@mantine/core";

import type { AssetImport } from "../../api/assets";
import { t } from "../../locales/i18n";

type Question = AssetImport["questions"][number];

/** What an answer is kept under: what it is about and the word, without the word's case. */
const keyOf = ({ field, value }: Pick<Question, "field" | "value">) => value === "" ? field : `${field}:${value.toLowerCase()}`;

/** What only a person knows of a file: what its words mean, in which order its days are written. */
export function ImportQuestions({ found, said, say }: { found: AssetImport; said: Readonly<Record<string, string>>; say: (answers: Record<string, string>) => void }) {
  const known = new Set(found.questions.map(keyOf));
  const answered = Object.keys(said).filter((key) => !known.has(key) && said[key] !== "");
  return (
    <>
      {found.questions.map((one) => (
        <NativeSelect
          key={keyOf(one)} label={asked(one)} description={t("{rows} rows wait for it", { rows: one.rows })} value=""
          data={[{ value: "", label: t("choose…") }, ...one.choices.map((value) => ({ value, label: value }))]}
          onChange={({ currentTarget }) => { say({ ...said, [keyOf(one)]: currentTarget.value }); }}
        />
      ))}
      {answered.length > 0 && (
        <ul aria-label={t("Answered")}>
          {answered.map((key) => (
            <li key={key}>
              {key} = {said[key]}{" "}
              <button type="button" onClick={() => { say({ ...said, [key]: "" }); }}>{t("Ask again: {key}", { key })}</button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function asked({ field, value }: Question): string {
  const fixed: Readonly<Record<string, string>> = {
    dates: t("In which order are days written?"), decimal: t("Which sign stands before decimals?"), currency: t("Which currency are amounts in that name none?"),
  };
  const words: Readonly<Record<string, string>> = { state: t("Which state is “{value}”?", { value }), category: t("Which category is “{value}”?", { value }) };
  return fixed[field] ?? words[field] ?? field;
}

/** Which field each column is; what is left out says why. */
export function ImportColumns({ found, say }: { found: AssetImport; say: (name: string, field: string) => void }) {
  const out = found.columns.filter(({ field }) => field === "").length;
  return (
    <details>
      <summary>{t("{count} columns, {out} of them left out", { count: found.columns.length, out })}</summary>
      {found.columns.map(({ name, field, why }) => (
        <NativeSelect
          key={name} label={name} description={why} value={field || "-"} data={found.fields.map((one) => ({ value: one, label: one === "-" ? t("left out") : one }))}
          onChange={({ currentTarget }) => { say(name, currentTarget.value); }}
        />
      ))}
    </details>
  );
}
