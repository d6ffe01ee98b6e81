import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { CUSTOM_TYPES, type CustomField, type CustomFields, recordFieldsQuery, saveRecordFields } from "../../api/recordFields";
import { type RecordType, recordTypesQuery } from "../../api/records";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { typeNamed } from "../records/words";
import { FieldDialog } from "./FieldDialog";
import { kindWord, moved } from "./words";

/** What an installation wants to know of its incidents, problems and changes beyond what they have. */
export function RecordFieldsPage() {
  const fields = useQuery(recordFieldsQuery);
  const types = useQuery(recordTypesQuery);
  const may = useMay("admin");
  return (
    <div className={administration.stack}>
      <title>{`${t("Fields of records")} · Plumbline`}</title>
      <h1>{t("Fields of records")}</h1>
      <p style={{ margin: 0 }}>{t("What your records say beyond what they have. A field is never removed: a retired one is set no more, what records say in it stays.")}</p>
      {may
        ? (
          <Loaded query={fields} what={t("The fields could not be loaded.")}>
            {(found) => <Loaded query={types} what={t("The record types could not be loaded.")}>{(known) => <Shown found={found} types={known} />}</Loaded>}
          </Loaded>
        )
        : <div className="panel"><Forbidden permission="admin" /></div>}
    </div>
  );
}

function Shown({ found, types }: { found: CustomFields; types: readonly RecordType[] }) {
  const [edited, setEdited] = useState<CustomField | "new" | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (fields: CustomField[]) => saveRecordFields(fields, found.version),
    onSuccess: async (saved) => {
      queries.setQueryData(recordFieldsQuery.queryKey, saved);
      setEdited(null);
      tell({ state: "up", text: t("The fields hold from now on.") });
      await queries.invalidateQueries({ queryKey: recordTypesQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
  });
  const wrong = saving.error && described(saving.error);
  const replace = (before: CustomField, after: CustomField) => { saving.mutate(found.fields.map((one) => (one === before ? after : one))); };
  const acts: Acts = {
    edit: (field) => { saving.reset(); setEdited(field); },
    move: (field, by) => { saving.mutate(moved(found.fields, field, by, ({ type }) => type === field.type)); },
    retire: (field) => { replace(field, { ...field, is_active: !field.is_active }); },
  };
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      {edited === null && <ErrorLine text={wrong} />}
      <div><Button variant="default" onClick={() => { saving.reset(); setEdited("new"); }}>{t("Add a field…")}</Button></div>
      {found.fields.length === 0 && <div className="panel"><Empty>{t("There is none yet. Add one: the floor, the cost centre, the ticket of a supplier.")}</Empty></div>}
      {CUSTOM_TYPES.map((name) => <OfType key={name} kind={typeNamed(types, name)} fields={found.fields.filter(({ type }) => type === name)} acts={acts} />)}
      {edited !== null && (
        <FieldDialog
          field={edited === "new" ? null : edited} types={types} wrong={wrong} isSaving={saving.isPending} close={() => { setEdited(null); }}
          save={(field) => { if (edited === "new") saving.mutate([...found.fields, field]); else replace(edited, field); }}
        />
      )}
    </div>
  );
}

interface Acts {
  edit: (field: CustomField) => void;
  move: (field: CustomField, by: -1 | 1) => void;
  retire: (field: CustomField) => void;
}

function OfType({ kind, fields, acts }: { kind: RecordType | undefined; fields: readonly CustomField[]; acts: Acts }) {
  if (!kind || fields.length === 0) return null;
  return (
    <section className="panel scroll" aria-label={kind.plural}>
      <h2>{kind.plural}</h2>
      <table className="plain">
        <thead><tr><th>{t("Field")}</th><th>{t("Takes")}</th><th>{t("Needed before it is")}</th><th>{t("State")}</th><th>{t("Actions")}</th></tr></thead>
        <tbody>{fields.map((field) => <Line key={field.name} kind={kind} field={field} acts={acts} />)}</tbody>
      </table>
    </section>
  );
}

function Line({ kind, field, acts }: { kind: RecordType; field: CustomField; acts: Acts }) {
  const { label, name, choices, needed_in: needed, is_active: isActive } = field;
  const states = kind.states.filter((state) => needed.includes(state.name)).map((state) => state.label.toLowerCase());
  return (
    <tr>
      <td><strong>{label}</strong> <span className="dim mono">{name}</span>{field.help !== "" && <div className="dim">{field.help}</div>}</td>
      <td style={{ minWidth: 130 }}>{kindWord(field.kind)}{choices.length > 0 && <div className="dim">{choices.join(", ")}</div>}</td>
      <td>{states.join(", ") || "–"}</td>
      <td><span className="state" data-state={isActive ? "up" : "unknown"}>{isActive ? `● ${t("in use")}` : `○ ${t("retired")}`}</span></td>
      <td>
        <div className="row">
          <Button size="compact-xs" variant="default" aria-label={t("Edit {name}…", { name: label })} onClick={() => { acts.edit(field); }}>{t("Edit…")}</Button>
          <Button size="compact-xs" variant="default" aria-label={t("Move {name} up", { name: label })} onClick={() => { acts.move(field, -1); }}>{t("Up")}</Button>
          <Button size="compact-xs" variant="default" aria-label={t("Move {name} down", { name: label })} onClick={() => { acts.move(field, 1); }}>{t("Down")}</Button>
          <Button size="compact-xs" variant="default" aria-label={isActive ? t("Retire {name}", { name: label }) : t("Use {name} again", { name: label })} onClick={() => { acts.retire(field); }}>{isActive ? t("Retire") : t("Use again")}</Button>
        </div>
      </td>
    </tr>
  );
}
