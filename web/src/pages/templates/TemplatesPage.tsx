import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type RecordType, recordTypesQuery } from "../../api/records";
import { removeTemplate, type Template, templatesQuery, withdrawApproval } from "../../api/templates";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { recordHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { typeNamed } from "../records/words";
import { ApproveDialog } from "./ApproveDialog";
import { RuleForm } from "./RuleForm";
import { TemplateDialog } from "./TemplateDialog";

type Doing = "approve" | "withdraw" | "remove" | "edit";

function Standing({ template }: { template: Template }) {
  const { is_standard: isStandard, why, over, succeeded, ran, approval } = template;
  if (template.type !== "change") return <span className="dim">–</span>;
  return (
    <>
      <span className="state" data-state={isStandard ? "up" : "unknown"}>{isStandard ? `● ${t("standard change")}` : `○ ${t("voted on")}`}</span>
      {why !== "" && <div>{t("Why: {why}.", { why })}</div>}
      {approval && <div className="dim">{t("Approved by {by}: {reason}", { by: approval.by, reason: approval.reason })} <Time at={approval.at} isRelative /></div>}
      <div>{over === 0 ? <span className="dim">{t("None from it is over yet.")}</span> : t("{succeeded} of {over} went well:", { succeeded, over })}{" "}
        {ran.slice(0, 5).map(({ number, outcome }) => <span key={number}><AppLink href={recordHref({ number, type: "change" })}>{number}</AppLink> <span className="dim">{outcome.replaceAll("_", " ")}</span> </span>)}
      </div>
    </>
  );
}

function Row({ template, label, act, mayApprove, mayRemove }: { template: Template; label: string; act: (what: Doing) => void; mayApprove: boolean; mayRemove: boolean }) {
  const { name } = template;
  const isChange = template.type === "change";
  return (
    <tr>
      <td><strong>{name}</strong> <span className="badge">{label}</span><div className="dim">{template.help}</div></td>
      <td>
        {template.affects.map((ci) => <div key={ci.uid}><CILink ci={ci} /></div>)}
        <span className="dim">{Object.keys(template.values).join(", ").replaceAll("_", " ")}</span>
        {template.needs.length > 0 && <div className="dim">{t("Needs: {names}", { names: template.needs.join(", ").replaceAll("_", " ") })}</div>}
        {template.tasks.length > 0 && <div className="dim">{t("Tasks: {names}", { names: template.tasks.map(({ title }) => title).join(", ") })}</div>}
      </td>
      <td><Standing template={template} /></td>
      <td>
        <div className="row">
          {isChange && mayApprove && !template.is_standard && <Button size="compact-xs" variant="default" aria-label={t("Approve {name}", { name })} onClick={() => { act("approve"); }}>{template.approval ? t("Promote again…") : t("Approve…")}</Button>}
          {isChange && mayApprove && template.approval && <Button size="compact-xs" variant="default" aria-label={t("Withdraw the approval of {name}", { name })} onClick={() => { act("withdraw"); }}>{t("Withdraw…")}</Button>}
          {mayRemove && <Button size="compact-xs" variant="default" aria-label={t("Edit {name}…", { name })} onClick={() => { act("edit"); }}>{t("Edit…")}</Button>}
          {mayRemove && <Button size="compact-xs" variant="default" aria-label={t("Remove {name}", { name })} onClick={() => { act("remove"); }}>{t("Remove…")}</Button>}
        </div>
      </td>
    </tr>
  );
}

/** What is done to a template; to none: a new one is made. */
interface Open {
  what: Doing;
  template: Template | null;
}

/** What records begin with, how changes from each template went, and which need no approval of their own. */
export function TemplatesPage() {
  const templates = useQuery(templatesQuery(""));
  const types = useQuery(recordTypesQuery).data ?? [];
  const [open, setOpen] = useState<Open | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const mayApprove = useMay("approve");
  const may = { change: useMay("changes"), incident: useMay("manage") };
  const close = () => { setOpen(null); };
  const done = (text: string) => {
    tell({ state: "up", text });
    void queries.invalidateQueries({ queryKey: ["templates"] });
  };
  const kept = { incident: may.incident, problem: may.incident, change: may.change };
  const kinds = Object.entries(kept).flatMap(([type, isKept]) => types.filter(({ name }) => isKept && name === type));
  return (
    <div className={classes.stack} {...keeper}>
      <title>{`${t("Templates")} · Plumbline`}</title>
      <h1>{t("Templates")}</h1>
      <p className="dim">{t("A template is made here or of a record, on its page, and chosen where a new one is opened. A change from an approved one needs no approval of its own while its risk is low and it is carried out as the template says.")}</p>
      <ResultLine result={result} />
      {kinds.length > 0 && <div><Button onClick={() => { setOpen({ what: "edit", template: null }); }}>{t("New template…")}</Button></div>}
      <section className="panel scroll" aria-label={t("Templates")}>
        <Loaded query={templates} what={t("The templates could not be loaded.")}>
          {(found) => found.length === 0 ? <Empty>{t("None yet. Make one here, or of a record on its page.")}</Empty> : (
            <table className="plain">
              <thead><tr><th>{t("Name")}</th><th>{t("Holds")}</th><th>{t("Standing")}</th><th>{t("Actions")}</th></tr></thead>
              <tbody>
                {found.map((one) => <Row key={one.template_id} template={one} label={typeNamed(types, one.type)?.label ?? one.type} mayApprove={mayApprove} mayRemove={one.type === "change" ? may.change : may.incident} act={(what) => { setOpen({ what, template: one }); }} />)}
              </tbody>
            </table>
          )}
        </Loaded>
      </section>
      <RuleForm mayChange={may.change} />
      {open && <Doings open={open} kinds={kinds} close={close} done={done} />}
    </div>
  );
}

interface DoingsProps {
  open: Open;
  kinds: readonly RecordType[];
  close: () => void;
  done: (text: string) => void;
}

/** What is asked before something is done to a template. */
function Doings({ open: { what, template }, kinds, close, done }: DoingsProps) {
  if (what === "edit" || template === null) return <TemplateDialog template={template} kinds={kinds} close={close} done={(kept) => { close(); done(t("{name} is kept.", { name: kept.name })); }} />;
  const { name } = template;
  return (
    <>
      {what === "approve" && <ApproveDialog template={template} done={() => { close(); done(t("Changes from {name} are standard ones.", { name })); }} close={close} />}
      {what === "withdraw" && (
        <ConfirmDialog title={t("Withdraw the approval of {name}?", { name })} action={t("Withdraw it")} run={async () => { await withdrawApproval(template); }} done={() => { done(t("Changes from {name} are voted on.", { name })); }} close={close}>
          {t("Changes from it are voted on as any other; those that wait are voted on anew.")}
        </ConfirmDialog>
      )}
      {what === "remove" && (
        <ConfirmDialog title={t("Remove {name}?", { name })} action={t("Remove")} run={() => removeTemplate(template)} done={() => { done(t("It is removed.")); }} close={close}>
          {t("Records that were opened from it stay.")}
        </ConfirmDialog>
      )}
    </>
  );
}
