import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { type ImportDetail, importQuery, mapImport, previewImport, type Reading, type SheetMapping } from "../../api/imports";
import { schemaQuery } from "../../api/session";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ReadingForm } from "./ReadingForm";
import { SheetForm } from "./SheetForm";

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
