import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { directoryQuery, findHeld, findHeldOfDirectory, findHeldOfFile, type Held } from "../../api/leavers";
import { Problem } from "../../api/problem";
import { recordTypesQuery } from "../../api/records";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { BulkBar } from "../records/BulkBar";
import { typeNamed } from "../records/words";
import { DirectoryLine } from "./DirectoryLine";
import { HeldTable } from "./HeldTable";

const DIRECTORY = "directory";
const EVEN_MANY = "even-many";
/** Names, a file, or all who have left by the directory, even where it lost more than can be believed. */
type Asked = string[] | File | typeof DIRECTORY | typeof EVEN_MANY;

function heldOf(asked: Asked): Promise<Held> {
  if (asked === DIRECTORY || asked === EVEN_MANY) return findHeldOfDirectory(asked === EVEN_MANY);
  return asked instanceof File ? findHeldOfFile(asked) : findHeld(asked);
}

/** Who leaves, by name, from a file or the directory: what they hold, taking it back, and what is still out. */
export function LeaversPage() {
  const [people, setPeople] = useState("");
  const [asked, setAsked] = useState<Asked>([]);
  const queries = useQueryClient();
  // Kept while it is looked up again: what was done stays on the page.
  const [held, setHeld] = useState<Held | null>(null);
  const finding = useMutation({ mutationFn: heldOf, onSuccess: setHeld, onSettled: () => queries.invalidateQueries(directoryQuery) });
  const find = (wanted: Asked) => {
    setAsked(wanted);
    finding.mutate(wanted);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const names = people.split("\n").map((name) => name.trim()).filter((name) => name !== "");
    if (names.length > 0) find(names);
  };
  return (
    <div className={administration.stack}>
      <title>{`${t("Leavers")} · Plumbline`}</title>
      <h1>{t("Leavers")}</h1>
      <form className={`panel ${administration.form ?? ""}`} onSubmit={submit} style={{ maxWidth: 620 }}>
        <Textarea label={t("Who leaves")} description={t("Names or addresses as assets have them, one a line.")} autosize minRows={3} maxRows={12} value={people} onChange={({ currentTarget }) => { setPeople(currentTarget.value); }} />
        <div><Button type="submit" loading={finding.isPending}>{t("What they hold")}</Button></div>
        <label htmlFor="leavers-file">{t("Or a CSV file or workbook with a column name or e-mail")}</label>
        <input
          id="leavers-file" type="file" accept=".csv,.txt,.tsv,.xlsx"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) find(file);
          }}
        />
        <DirectoryLine isPending={finding.isPending && asked === DIRECTORY} hasFailed={finding.isError} ask={() => { find(DIRECTORY); }} />
        <ErrorLine text={finding.error && described(finding.error)} />
        {finding.error instanceof Problem && finding.error.body.code === "directory_lost_many" && (
          <div><Button variant="default" onClick={() => { find(EVEN_MANY); }}>{t("They have all left")}</Button></div>
        )}
      </form>
      {held && <Found held={held} again={() => { finding.mutate(asked); }} />}
    </div>
  );
}

function Found({ held, again }: { held: Held; again: () => void }) {
  const kind = typeNamed(useQuery(recordTypesQuery).data ?? [], "asset");
  const numbers = held.items.flatMap(({ assets }) => assets.map(({ number }) => number));
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const chosen = numbers.filter((number) => !out.has(number));
  const choose = (number: string, isChosen: boolean) => { setOut(new Set([...out].filter((other) => other !== number).concat(isChosen ? [] : [number]))); };
  const empty = held.items.filter(({ assets }) => assets.length === 0).map(({ person }) => person);
  return (
    <div className={administration.stack} {...keeper}>
      <p role="status">{held.held === 0 ? t("Nothing is out.") : t("{count, plural, one {# asset is still out.} other {# assets are still out.}}", { count: held.held })}</p>
      {held.items.length === 0 && <p className="dim">{t("Nobody who has left holds anything.")}</p>}
      {empty.length > 0 && <p className="dim">{t("Without anything: {people}", { people: empty.join(", ") })}</p>}
      <ResultLine result={result} />
      {kind && chosen.length > 0 && (
        <BulkBar
          kind={kind} numbers={chosen} first="move:return"
          done={(said, refused) => {
            setOut(new Set([...out, ...refused]));
            tell({ state: refused.length > 0 ? "degraded" : "up", text: said });
            again();
          }}
        />
      )}
      {held.held > 0 && <HeldTable held={held} chosen={new Set(chosen)} choose={choose} />}
    </div>
  );
}
