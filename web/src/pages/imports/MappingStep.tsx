import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type ImportDetail, importQuery, mapImport, previewImport, type Reading, type SheetMapping } from "../../api/imports";
import { schemaQuery } from "../../api/session";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ReadingForm } from "./ReadingForm";
import { SheetForm } from "./SheetForm";

interface Choices {
  sheets: SheetMapping[];
  reading: Reading;
  name: string;
}

function choicesOf({ mapping, reading, batch }: ImportDetail): Choices {
  return { sheets: mapping.sheets ?? [], reading, name: batch.mapping_name };
}

/**
 * Keeps choices one after the other, the next one on top of it, answered or not: they are state of the page, which is
 * shown before the next key is taken, however slow the server and the machine are.
 */
function useKeeping(detail: ImportDetail) {
  const { uid } = detail.batch;
  const queries = useQueryClient();
  const { queryKey } = importQuery(uid);
  const mutationKey = [...queryKey, "mapping"];
  const [choices, setChoices] = useState(() => choicesOf(detail));
  const show = (answer: ImportDetail) => {
    if (queries.isMutating({ mutationKey }) > 1) return;
    queries.setQueryData(queryKey, answer);
    setChoices(choicesOf(answer));
  };
  const keeping = useMutation({
    mutationKey,
    scope: { id: mutationKey.join("/") },
    mutationFn: ({ sheets, reading, name }: Choices) => mapImport(uid, { ...detail.mapping, sheets }, reading, name),
    onSuccess: show,
    onError: async () => { show(await queries.query({ ...importQuery(uid), staleTime: 0 })); },
  });
  const keep = (changed: Partial<Choices>) => {
    const made = { ...choices, ...changed };
    // Another reading has other columns: the server suggests what they mean.
    setChoices(made.sheets.length > 0 ? made : { ...made, sheets: choices.sheets });
    keeping.mutate(made);
  };
  return { choices, keep, isPending: keeping.isPending, error: keeping.error };
}

/** Which column means what; every choice is kept at once. */
export function MappingStep({ detail }: { detail: ImportDetail }) {
  const { batch } = detail;
  const queries = useQueryClient();
  const schema = useQuery(schemaQuery).data;
  const { choices, keep, ...keeping } = useKeeping(detail);
  const preview = useMutation({
    mutationFn: () => previewImport(batch.uid),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["imports", batch.uid] }),
  });
  if (!schema) return null;
  const error = keeping.error ?? preview.error;
  return (
    <>
      <ReadingForm detail={detail} reading={choices.reading} change={(reading) => { keep({ reading, sheets: [] }); }} />
      {detail.sheets.map((sheet) => {
        const own = choices.sheets.find((one) => one.sheet === sheet.name);
        return own && (
          <SheetForm
            key={sheet.name} sheet={sheet} mapping={own} schema={schema} questions={detail.questions}
            change={(changed) => { keep({ sheets: choices.sheets.map((one) => (one === own ? changed : one)) }); }}
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
          onBlur={({ currentTarget }) => { if (currentTarget.value !== choices.name) keep({ name: currentTarget.value }); }}
        />
        <Button mt={12} disabled={detail.problems.length > 0} loading={preview.isPending || keeping.isPending} onClick={() => { preview.mutate(); }}>
          {t("Preview")}
        </Button>
      </section>
    </>
  );
}
