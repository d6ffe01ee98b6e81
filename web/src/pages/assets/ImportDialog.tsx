import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type AssetRows, importAssets } from "../../api/assets";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";

const SHOWN = 100;

/** Takes assets in from a file: first what would come of each row, then for good. */
export function ImportDialog({ close, done }: { close: () => void; done: (said: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const queries = useQueryClient();
  const trying = useMutation({ mutationFn: (chosen: File) => importAssets(chosen, true) });
  const taking = useMutation({
    mutationFn: (chosen: File) => importAssets(chosen, false),
    onSuccess: ({ good, refused }) => {
      void queries.invalidateQueries({ queryKey: ["records"] });
      done(t("{good} assets are taken in; {refused} rows were refused.", { good, refused }));
    },
  });
  const error = trying.error ?? taking.error;
  return (
    <Dialog title={t("Import assets")} close={close} isWide>
      <div className={edit.form}>
        <p>{t("A CSV file or workbook with a column for each field, by its name or label: Name, Asset tag, Category, Serial number, Holder, Site, Cost, Currency …, beside them State and CI.")}</p>
        <label htmlFor="asset-file">{t("File")}</label>
        <input
          id="asset-file" type="file" accept=".csv,.txt,.tsv,.xlsx" data-autofocus
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0] ?? null;
            setFile(chosen);
            if (chosen) trying.mutate(chosen);
          }}
        />
        {trying.data && <Found rows={trying.data} />}
        <ErrorLine text={error && described(error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button disabled={!file || !trying.data || trying.data.good === 0} loading={trying.isPending || taking.isPending} onClick={() => { if (file) taking.mutate(file); }}>{t("Take them in")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Found({ rows: { good, refused, items, notes } }: { rows: AssetRows }) {
  const wrong = items.filter(({ errors }) => errors.length > 0);
  return (
    <>
      <p role="status">{t("{good} rows can be taken in, {refused} are refused.", { good, refused })}</p>
      {notes.map((note) => <p key={note} className="dim">{note}</p>)}
      <ul>
        {wrong.slice(0, SHOWN).map(({ row, errors }) => (
          <li key={row}>{t("Row {row}", { row })}: {errors.map(({ field, value, message, remedy }) => `${field} ${value} ${message}; ${remedy}`).join(" · ")}</li>
        ))}
      </ul>
    </>
  );
}
