import { Button, Progress, Radio } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import {
  advanceImport,
  cancelImport,
  commitImport,
  discardImport,
  type ImportBatch,
  type ImportDetail,
  importQuery,
  isWorking,
  type OnConflict,
  undoEffectQuery,
  undoImport,
} from "../../api/imports";
import { AppLink, useOpen } from "../../components/AppLink";
import { Loaded } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { described } from "../administration/problems";
import { useFocusKeeper } from "../administration/Result";
import { MappingStep } from "./MappingStep";
import { RowsStep } from "./RowsStep";
import { stateWord } from "./words";

/** Drives an import that is at work, one chunk after another; the server goes on when the page is closed. */
function useDriving(batch: ImportBatch): Error | null {
  const queries = useQueryClient();
  const { mutate, isPending, isError, error } = useMutation({
    mutationFn: () => advanceImport(batch.uid),
    onSuccess: (now) => {
      queries.setQueryData(importQuery(batch.uid).queryKey, (known: ImportDetail | undefined) => known && { ...known, batch: now });
      if (!isWorking(now)) void queries.invalidateQueries({ queryKey: ["imports"] });
    },
  });
  const isWaiting = isWorking(batch) && !isPending && !isError;
  useEffect(() => {
    if (isWaiting) mutate();
  }, [isWaiting, mutate, batch.done]);
  return error;
}

function Working({ batch }: { batch: ImportBatch }) {
  const error = useDriving(batch);
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () => cancelImport(batch.uid),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["imports"] }),
  });
  if (!isWorking(batch)) return null;
  const share = batch.chunks ? (100 * batch.done) / batch.chunks : 0;
  return (
    <section className="panel">
      <p role="status" tabIndex={-1} data-result>{stateWord(batch.state)}: {t("{done} of {all} parts", { done: batch.done, all: batch.chunks })}</p>
      <Progress value={share} aria-label={stateWord(batch.state)} />
      {error && <p role="alert" className="state" data-state="down">■ {described(error)}</p>}
      {batch.state !== "undoing" && <Button mt={12} variant="default" onClick={() => { stop.mutate(); }}>{t("Stop")}</Button>}
    </section>
  );
}

function UndoDialog({ batch, close }: { batch: ImportBatch; close: () => void }) {
  const queries = useQueryClient();
  const effect = useQuery(undoEffectQuery(batch.uid));
  const [onConflict, choose] = useState<OnConflict>("skip");
  const isResting = (effect.data?.resting.length ?? 0) > 0;
  return (
    <ConfirmDialog
      title={t("Undo the import of {file}?", { file: batch.file_name })} action={t("Undo the import")} close={close}
      run={async () => { await undoImport(batch.uid, isResting ? onConflict : "refuse"); }}
      done={() => void queries.invalidateQueries({ queryKey: ["imports"] })}
    >
      <Loaded query={effect} what={t("What undoing does could not be found out.")}>
        {({ retires, changes, resting, more }) => (
          <>
            <p>{t("{retires, plural, one {# CI that nobody else reports retires} other {# CIs that nobody else reports retire}}; {changes, plural, one {# loses what the file says of it} other {# lose what the file says of them}}.", { retires, changes })}</p>
            {resting.length > 0 && <p>{t("Others rest on them by now:")}</p>}
            <ul>
              {resting.slice(0, 10).map(({ uid, name, source, what, at }) => <li key={uid + what + (at ?? "")}>{name}: {what} ({source})</li>)}
            </ul>
            {resting.length + more > 10 && <p>{t("and {count} more", { count: formatNumber(resting.length + more - 10) })}</p>}
            {resting.length > 0 && (
              <Radio.Group label={t("These CIs")} value={onConflict} onChange={(value) => { choose(value === "undo" ? "undo" : "skip"); }}>
                <div className={administration.stack}>
                  <Radio value="skip" label={t("stay as the import made them")} />
                  <Radio value="undo" label={t("are undone all the same")} />
                </div>
              </Radio.Group>
            )}
          </>
        )}
      </Loaded>
    </ConfirmDialog>
  );
}

function countOf(batch: ImportBatch, outcome: string): number {
  return batch.counts[outcome] ?? 0;
}

function ConflictChoice({ value, change }: { value: boolean; change: (value: boolean) => void }) {
  return (
    <p>
      <label>
        <input
          type="checkbox" checked={value} style={{ width: 24, height: 24, verticalAlign: "middle" }}
          onChange={({ target }) => { change(target.checked); }}
        />{" "}
        {t("Store rows too of which other sources outvote some values")}
      </label>
    </p>
  );
}

function Actions({ batch }: { batch: ImportBatch }) {
  const queries = useQueryClient();
  const [takesConflicts, setTakesConflicts] = useState(batch.takes_conflicts);
  const [isUndoing, setUndoing] = useState(false);
  const commit = useMutation({
    mutationFn: () => commitImport(batch.uid, takesConflicts),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["imports"] }),
  });
  const canStore = batch.state === "previewed" || (batch.state === "cancelled" && batch.is_undoable);
  const hasConflicts = countOf(batch, "conflict") > 0;
  const leftOut = countOf(batch, "reject") + countOf(batch, "conflict");
  return (
    <section className="panel">
      <p role="status" tabIndex={-1} data-result>{stateWord(batch.state)}: {t("{stored} of {rows} rows are stored.", { stored: formatNumber(batch.stored), rows: formatNumber(batch.rows) })}</p>
      {canStore && hasConflicts && <ConflictChoice value={takesConflicts} change={setTakesConflicts} />}
      {commit.error && <p role="alert" className="state" data-state="down">■ {described(commit.error)}</p>}
      <div className="row">
        {canStore && <Button loading={commit.isPending} onClick={() => { commit.mutate(); }}>{t("Store the rows")}</Button>}
        {leftOut > 0 && (["csv", "xlsx"] as const).map((format) => (
          <a key={format} href={`/api/v1/imports/${batch.uid}/rejects?format=${format}`} download>
            {t("Rows that are not stored, with reasons ({format})", { format: format.toUpperCase() })}
          </a>
        ))}
        {batch.is_undoable && <Button variant="default" onClick={() => { setUndoing(true); }}>{t("Undo the import")}</Button>}
      </div>
      {isUndoing && <UndoDialog batch={batch} close={() => { setUndoing(false); }} />}
    </section>
  );
}

/** Forgets a file of which nothing was ever stored. */
function Discard({ batch }: { batch: ImportBatch }) {
  const queries = useQueryClient();
  const open = useOpen();
  const [isAsking, setAsking] = useState(false);
  if (!batch.is_discardable) return null;
  return (
    <div>
      <Button variant="default" onClick={() => { setAsking(true); }}>{t("Discard the file")}</Button>
      {isAsking && (
        <ConfirmDialog
          title={t("Discard {file}?", { file: batch.file_name })} action={t("Discard the file")} close={() => { setAsking(false); }}
          run={() => discardImport(batch.uid)}
          done={() => {
            open("/imports");
            void queries.invalidateQueries({ queryKey: ["imports"], exact: true });
          }}
        >
          <p>{t("Nothing of it was stored. The file is forgotten; what its columns mean stays remembered.")}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function Wizard({ detail }: { detail: ImportDetail }) {
  const { batch } = detail;
  const [isMapping, setMapping] = useState(false);
  const keeper = useFocusKeeper();
  const showsMapping = batch.state === "uploaded" || (isMapping && batch.state === "previewed");
  return (
    <div className={administration.stack} {...keeper}>
      <h1>{batch.file_name}</h1>
      <p><AppLink href="/imports">{t("All imports")}</AppLink></p>
      <Working batch={batch} />
      {showsMapping && <MappingStep detail={detail} />}
      {!showsMapping && !isWorking(batch) && (
        <>
          <Actions batch={batch} />
          {batch.state === "previewed" && <div><Button variant="default" onClick={() => { setMapping(true); }}>{t("Change the columns")}</Button></div>}
          <RowsStep batch={batch} />
        </>
      )}
      <Discard batch={batch} />
    </div>
  );
}

function Import() {
  const { uid }: { uid: string } = useParams({ strict: false });
  const detail = useQuery(importQuery(uid));
  return (
    <Loaded query={detail} what={t("The import could not be loaded.")}>
      {(value) => <Wizard detail={value} />}
    </Loaded>
  );
}

/** One import: its columns, its preview, what was stored, and taking it back. */
export function ImportPage() {
  const may = useMay("write");
  return (
    <>
      <title>{`${t("Import")} · Plumbline`}</title>
      {may ? <Import /> : <div className="panel"><Forbidden permission="write" /></div>}
    </>
  );
}
