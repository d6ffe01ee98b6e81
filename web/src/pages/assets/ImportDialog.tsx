import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type AssetImport, importAssets, type ImportSaid } from "../../api/assets";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { ImportColumns, ImportQuestions } from "./ImportSayings";
import { ImportRows } from "./ImportRows";

const UNSAID: ImportSaid = { format: "", columns: {}, answers: {} };

/** Takes assets in from a file: first what would come of each row, then for good. */
export function ImportDialog({ close, done }: { close: () => void; done: (said: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState(UNSAID);
  const [takesUpdates, setTakesUpdates] = useState(false);
  const queries = useQueryClient();
  const trying = useMutation({ mutationFn: ({ chosen, so }: { chosen: File; so: ImportSaid }) => importAssets(chosen, so, { is_trial: true, takes_updates: false }) });
  const taking = useMutation({
    mutationFn: (chosen: File) => importAssets(chosen, said, { is_trial: false, takes_updates: takesUpdates }),
    onSuccess: ({ counts, refused }) => {
      void queries.invalidateQueries({ queryKey: ["records"] });
      done(t("{created} assets are taken in, {updated} changed; {refused} rows were refused.", { created: counts.create ?? 0, updated: counts.update ?? 0, refused }));
    },
  });
  const tryAgain = (so: ImportSaid) => {
    setSaid(so);
    if (file) trying.mutate({ chosen: file, so });
  };
  const found = trying.data;
  const error = trying.error ?? taking.error;
  return (
    <Dialog title={t("Import assets")} close={close} isWide>
      <div className={edit.form}>
        <p>{t("A CSV file or workbook with a column for each field, by its name or label; or what Snipe-IT, GLPI or OCS Inventory export (CSV, of OCS XML too).")}</p>
        <label htmlFor="asset-file">{t("File")}</label>
        <input
          id="asset-file" type="file" accept=".csv,.txt,.tsv,.xlsx,.xml" data-autofocus
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0] ?? null;
            setFile(chosen);
            setSaid(UNSAID);
            if (chosen) trying.mutate({ chosen, so: UNSAID });
          }}
        />
        {found && <Found found={found} said={said} say={tryAgain} taking={[takesUpdates, setTakesUpdates]} />}
        <ErrorLine text={error && described(error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button disabled={!file || !found || storable(found, takesUpdates) === 0} loading={trying.isPending || taking.isPending} onClick={() => { if (file) taking.mutate(file); }}>{t("Take them in")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

interface FoundProps {
  found: AssetImport;
  said: ImportSaid;
  say: (said: ImportSaid) => void;
  taking: readonly [boolean, (takes: boolean) => void];
}

/** How the file was read, what is asked, and what would come of each row. */
function Found({ found, said, say, taking: [takesUpdates, take] }: FoundProps) {
  const updates = found.counts.update ?? 0;
  return (
    <>
      <Format found={found} choose={(format) => { say({ ...UNSAID, format }); }} />
      <ImportQuestions found={found} said={said.answers} say={(answers) => { say({ ...said, answers }); }} />
      {found.columns.length > 0 && <ImportColumns found={found} say={(name, field) => { say({ ...said, columns: { ...said.columns, [name]: field } }); }} />}
      <ImportRows found={found} />
      {updates > 0 && <Checkbox label={t("Change {count} assets that are there already", { count: updates })} checked={takesUpdates} onChange={({ currentTarget }) => { take(currentTarget.checked); }} />}
    </>
  );
}

function storable({ counts }: AssetImport, takesUpdates: boolean): number {
  return (counts.create ?? 0) + (takesUpdates ? counts.update ?? 0 : 0);
}

function Format({ found, choose }: { found: AssetImport; choose: (format: string) => void }) {
  return (
    <NativeSelect
      label={t("Read as")} value={found.format} data={found.formats.map(({ name, label }) => ({ value: name, label }))}
      onChange={({ currentTarget }) => { choose(currentTarget.value); }}
    />
  );
}
