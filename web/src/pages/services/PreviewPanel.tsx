import type { ServiceEntry, ServiceMap } from "../../api/services";
import { CILink } from "../../components/CILink";
import { Look } from "../../components/Look";
import { Empty } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { MembersTable } from "./MembersTable";

interface Props {
  preview: { entries: readonly ServiceEntry[]; map: ServiceMap } | null;
  /** What is typed is not shown yet. */
  isOld: boolean;
}

/** Where an entry point leads. */
export function EntryLine({ entry }: { entry: ServiceEntry }) {
  return (
    <li>
      <code>{entry.text}</code>{" "}
      {entry.problem === "" ? <Look look={["up", "●", t("leads to")]} /> : <Look look={["degraded", "▲", t("leads nowhere yet")]} />}{" "}
      {entry.leads_to.map((ci, turn) => <span key={ci.uid}>{turn > 0 && ", "}<CILink ci={ci} isInText /></span>)}
      {entry.problem !== "" && <span className="dim">{entry.problem}</span>}
    </li>
  );
}

function Names({ word, cis }: { word: string; cis: ServiceMap["added"] }) {
  if (cis.length === 0) return null;
  return <p>{word}: {cis.map((ci, turn) => <span key={ci.uid}>{turn > 0 && ", "}<CILink ci={ci} isInText /></span>)}</p>;
}

/** What a definition would come to, and what saving it would change. */
export function PreviewPanel({ preview, isOld }: Props) {
  if (!preview) return <div className="panel"><Empty>{t("Name where the service is entered, or which CIs belong to it; its members are shown here before anything is kept.")}</Empty></div>;
  const { entries, map } = preview;
  return (
    <div className={classes.stack} aria-busy={isOld}>
      <section className="panel" aria-label={t("Preview")} role="status">
        <h2>{t("{count, plural, one {# member} other {# members}}", { count: map.nodes.filter(({ level }) => level > 0).length })}</h2>
        <ul>{entries.map((entry) => <EntryLine key={entry.text} entry={entry} />)}</ul>
        <Names word={t("Saving adds")} cis={map.added} />
        <Names word={t("Saving takes away")} cis={map.removed} />
        {map.added.length + map.removed.length === 0 && <p className="dim">{t("Nothing would change.")}</p>}
        {map.is_cut && <p><Look look={["degraded", "▲", t("It has more members than are followed")]} /></p>}
      </section>
      <MembersTable nodes={map.nodes} title={t("Members")} />
    </div>
  );
}
