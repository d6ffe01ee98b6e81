import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  type ImportDetail,
  importQuery,
  type ImportSheet,
  mapImport,
  previewImport,
  type Reading,
  type SheetMapping,
} from "../../api/imports";
import { schemaQuery } from "../../api/session";
import type { Schema } from "../../api/types";
import { t } from "../../locales/i18n";
import { described, sentence } from "../administration/problems";
import { classesOf, columnsOf, leadsOf, meaningOf, withFormat, withMeaning } from "./meanings";

const DELIMITERS = [
  { value: ",", label: "," }, { value: ";", label: ";" }, { value: "\t", label: "Tab" }, { value: "|", label: "|" },
];

interface SheetProps {
  sheet: ImportSheet;
  mapping: SheetMapping;
  schema: Schema;
  questions: ImportDetail["questions"];
  change: (mapping: SheetMapping) => void;
}

function MeaningSelect({ mapping, schema, column, change }: Omit<SheetProps, "sheet" | "questions"> & { column: string }) {
  const ciClass = mapping.ci_class;
  const shownClass = ciClass === "" ? (Object.values(mapping.class_values ?? {})[0] ?? "") : ciClass;
  const attributes = schema.classes.find(({ name }) => name === shownClass)?.attributes ?? [];
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
        { group: t("Relationships"), items: leadsOf(schema, shownClass) },
      ]}
    />
  );
}

function SheetForm({ sheet, mapping, schema, questions, change }: SheetProps) {
  return (
    <section className="panel scroll">
      <h2>{sheet.name}</h2>
      {sheet.notes.map((note) => <p key={note} className="dim">{sentence(note)}.</p>)}
      {mapping.class_column === "" ? (
        <NativeSelect
          label={t("Class of the rows")} value={mapping.ci_class} style={{ maxWidth: 320 }}
          onChange={({ currentTarget }) => { change({ ...mapping, ci_class: currentTarget.value, relations: [] }); }}
          data={classesOf(schema).map(({ name, label }) => ({ value: name, label }))}
        />
      ) : (
        <p>{t("The column {column} says the class of each row.", { column: mapping.class_column })}</p>
      )}
      <table className="plain" aria-label={t("Columns of {sheet}", { sheet: sheet.name })}>
        <thead>
          <tr><th scope="col">{t("Column")}</th><th scope="col">{t("First values")}</th><th scope="col">{t("Meaning")}</th></tr>
        </thead>
        <tbody>
          {sheet.columns.map(({ name, samples }) => (
            <tr key={name}>
              <td><strong>{name}</strong></td>
              <td className="dim">{samples.slice(0, 3).join(" · ")}</td>
              <td><MeaningSelect mapping={mapping} schema={schema} column={name} change={change} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {questions.filter((question) => question.sheet === sheet.name).map(({ column, kind, choices, samples, answer }) => (
        <NativeSelect
          key={column} style={{ maxWidth: 480 }} value={answer}
          label={t("{column}: how is {sample} meant?", { column, sample: samples[0] ?? "" })}
          onChange={({ currentTarget }) => { change(withFormat(mapping, column, currentTarget.value)); }}
          data={[{ value: "", label: t("choose") }, ...choices.map((value) => ({ value, label: kind === "date" ? dateWord(value) : t("{sign} before the decimals", { sign: value }) }))]}
        />
      ))}
      {(mapping.relations ?? []).map((relation, index) => (
        <p key={`${relation.type}${String(index)}`}>
          <label>
            <input
              type="checkbox" checked={relation.creates} style={{ width: 24, height: 24, verticalAlign: "middle" }}
              onChange={({ target }) => {
                const relations = (mapping.relations ?? []).map((one) => (one === relation ? { ...one, creates: target.checked } : one));
                change({ ...mapping, relations });
              }}
            />{" "}
            {t("{type}: create the {target} named by {columns} where it is not known", {
              type: relation.type, target: relation.target.ci_class, columns: columnsOf(relation.target).join(", "),
            })}
          </label>
        </p>
      ))}
    </section>
  );
}

function dateWord(order: string): string {
  const words: Record<string, string> = { dmy: t("day first"), mdy: t("month first"), text: t("text, as it is") };
  return words[order] ?? order;
}

function ReadingForm({ detail, change }: { detail: ImportDetail; change: (reading: Reading) => void }) {
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

interface Kept {
  sheets: SheetMapping[];
  reading: Reading;
  name: string;
}

/** Keeps choices one after the other and shows each at once: the next one is made on top of it, answered or not. */
function useKeeping({ batch, mapping }: ImportDetail) {
  const queries = useQueryClient();
  const { queryKey } = importQuery(batch.uid);
  const mutationKey = [...queryKey, "mapping"];
  return useMutation({
    mutationKey,
    scope: { id: mutationKey.join("/") },
    mutationFn: ({ sheets, reading, name }: Kept) => mapImport(batch.uid, { ...mapping, sheets }, reading, name),
    onMutate: async ({ sheets, reading, name }) => {
      await queries.cancelQueries({ queryKey, exact: true });
      queries.setQueryData(queryKey, (known) => known && {
        ...known, reading,
        batch: { ...known.batch, mapping_name: name },
        mapping: sheets.length > 0 ? { ...known.mapping, sheets } : known.mapping,
      });
    },
    onSuccess: (kept) => {
      if (queries.isMutating({ mutationKey }) === 1) queries.setQueryData(queryKey, kept);
    },
    onError: () => queries.invalidateQueries({ queryKey, exact: true }),
  });
}

/** Which column means what; every choice is kept at once. */
export function MappingStep({ detail }: { detail: ImportDetail }) {
  const { batch, mapping } = detail;
  const queries = useQueryClient();
  const schema = useQuery(schemaQuery).data;
  const keep = useKeeping(detail);
  const preview = useMutation({
    mutationFn: () => previewImport(batch.uid),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["imports", batch.uid] }),
  });
  if (!schema) return null;
  const sheets = mapping.sheets ?? [];
  const save = (changed: Partial<{ sheets: SheetMapping[]; reading: Reading; name: string }>) => {
    keep.mutate({ sheets, reading: detail.reading, name: batch.mapping_name, ...changed });
  };
  const error = keep.error ?? preview.error;
  return (
    <>
      <ReadingForm detail={detail} change={(reading) => { save({ reading, sheets: [] }); }} />
      {detail.sheets.map((sheet) => {
        const own = sheets.find((one) => one.sheet === sheet.name);
        return own && (
          <SheetForm
            key={sheet.name} sheet={sheet} mapping={own} schema={schema} questions={detail.questions}
            change={(changed) => { save({ sheets: sheets.map((one) => (one === own ? changed : one)) }); }}
          />
        );
      })}
      <section className="panel">
        {detail.problems.length > 0 && (
          <ul role="status">
            {detail.problems.map(({ field, message, remedy }) => <li key={field + message}>{field}: {message}; {remedy}</li>)}
          </ul>
        )}
        {error && <p role="alert" className="state" data-state="down">■ {described(error)}</p>}
        <TextInput
          label={t("Remember these columns as")} defaultValue={batch.mapping_name} maxLength={200} style={{ maxWidth: 320 }}
          onBlur={({ currentTarget }) => { if (currentTarget.value !== batch.mapping_name) save({ name: currentTarget.value }); }}
        />
        <Button mt={12} disabled={detail.problems.length > 0} loading={preview.isPending || keep.isPending} onClick={() => { preview.mutate(); }}>
          {t("Preview")}
        </Button>
      </section>
    </>
  );
}
