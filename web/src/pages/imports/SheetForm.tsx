import { NativeSelect } from "@mantine/core";

import type { ImportDetail, ImportSheet, SheetMapping } from "../../api/imports";
import type { Schema } from "../../api/types";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";
import { ClassOfRows } from "./ClassOfRows";
import { ConstantValues } from "./ConstantValues";
import { formatOf, leadsOf, meaningOf, withFormat, withMeaning } from "./meanings";
import { Relations } from "./Relations";
import { classNamed, replaced, rowClass } from "./sources";
import { ValueDetails } from "./ValueDetails";

interface SheetProps {
  sheet: ImportSheet;
  mapping: SheetMapping;
  schema: Schema;
  questions: ImportDetail["questions"];
  change: (mapping: SheetMapping) => void;
}

type ColumnProps = Omit<SheetProps, "sheet" | "questions"> & { column: ImportSheet["columns"][number] };

function MeaningSelect({ mapping, schema, column: { name: column }, change }: ColumnProps) {
  const attributes = classNamed(schema, rowClass(mapping))?.attributes ?? [];
  const meaning = meaningOf(mapping, column);
  const part = meaning === null ? [{ value: "·", label: t("part of a class or a place") }] : [];
  return (
    <NativeSelect
      aria-label={t("Meaning of {column}", { column })}
      value={meaning ?? "·"}
      onChange={({ currentTarget }) => { if (currentTarget.value !== "·") change(withMeaning(mapping, column, currentTarget.value)); }}
      data={[
        { value: "", label: t("not imported") },
        ...part,
        { group: t("Attributes"), items: attributes.map(({ name, label }) => ({ value: name, label })) },
        { group: t("Relationships"), items: leadsOf(schema, rowClass(mapping)) },
      ]}
    />
  );
}

function ColumnRow(props: ColumnProps) {
  const { mapping, schema, column, change } = props;
  const entry = mapping.attributes?.find((one) => one.column === column.name);
  const attribute = classNamed(schema, rowClass(mapping))?.attributes.find(({ name }) => name === entry?.attribute);
  return (
    <tr>
      <td><strong>{column.name}</strong></td>
      <td className="dim">{column.samples.slice(0, 3).join(" · ")}</td>
      <td><MeaningSelect {...props} /></td>
      <td>
        {entry && (
          <ValueDetails
            entry={entry} attribute={attribute} values={column.values}
            change={(changed) => { change({ ...mapping, attributes: replaced(mapping.attributes, entry, changed) }); }}
          />
        )}
      </td>
    </tr>
  );
}

function Questions({ sheet, mapping, questions, change }: Omit<SheetProps, "schema">) {
  const own = questions.filter((question) => question.sheet === sheet.name);
  return own.map(({ column, kind, choices, samples }) => (
    <NativeSelect
      key={column + kind} style={{ maxWidth: 480 }} value={formatOf(mapping, column)}
      label={t("{column}: how is {sample} meant?", { column, sample: samples[0] ?? "" })}
      onChange={({ currentTarget }) => { change(withFormat(mapping, column, currentTarget.value)); }}
      data={[{ value: "", label: t("choose") }, ...choices.map((value) => ({ value, label: kind === "date" ? dateWord(value) : t("{sign} before the decimals", { sign: value }) }))]}
    />
  ));
}

function dateWord(order: string): string {
  const words: Record<string, string> = { dmy: t("day first"), mdy: t("month first"), text: t("text, as it is") };
  return words[order] ?? order;
}

/** What one sheet's rows are: their class, what each column means, what all rows share, and what they need. */
export function SheetForm({ sheet, mapping, schema, questions, change }: SheetProps) {
  return (
    <section className="panel">
      <h2>{sheet.name}</h2>
      {sheet.notes.map((note) => <p key={note} className="dim">{sentence(note)}.</p>)}
      <ClassOfRows sheet={sheet} mapping={mapping} schema={schema} change={change} />
      <div className="scroll">
        <table className="plain" aria-label={t("Columns of {sheet}", { sheet: sheet.name })}>
          <thead>
            <tr>
              <th scope="col">{t("Column")}</th><th scope="col">{t("First values")}</th>
              <th scope="col">{t("Meaning")}</th><th scope="col">{t("Values")}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map((column) => <ColumnRow key={column.name} mapping={mapping} schema={schema} column={column} change={change} />)}
          </tbody>
        </table>
      </div>
      <Questions sheet={sheet} mapping={mapping} questions={questions} change={change} />
      <ConstantValues mapping={mapping} attributes={classNamed(schema, rowClass(mapping))?.attributes ?? []} change={change} />
      <Relations sheet={sheet} mapping={mapping} schema={schema} change={change} />
    </section>
  );
}
