import type { AssetImport } from "../../api/assets";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";

type Row = AssetImport["items"][number];
const SHOWN = 200;

/** What comes of each row, those first that a person has to look at. */
export function ImportRows({ found }: { found: AssetImport }) {
  const { counts } = found;
  const rows = [...found.items].sort((one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome) || one.row - other.row);
  return (
    <>
      <p role="status">
        {t("{create} new, {update} change what is there, {unchanged} unchanged, {conflict} in conflict, {reject} refused.", {
          create: counts.create ?? 0, update: counts.update ?? 0, unchanged: counts.unchanged ?? 0, conflict: counts.conflict ?? 0, reject: counts.reject ?? 0,
        })}
      </p>
      {found.notes.map((note) => <p key={note} className="dim">{note}</p>)}
      <SectionTable title={t("Rows")} count={found.items.length} rows={rows.slice(0, SHOWN)} rowKey={({ row }) => String(row)} columns={columns()} empty={<Empty>{t("The file has no rows.")}</Empty>} />
    </>
  );
}

const ORDER: readonly Row["outcome"][] = ["conflict", "reject", "update", "create", "unchanged"];

function columns(): Column<Row>[] {
  return [
    { key: "row", label: t("Row"), width: 60, cell: ({ row }) => row },
    { key: "title", label: t("Name"), width: 140, cell: ({ title }) => title, title: ({ title }) => title },
    { key: "outcome", label: t("Outcome"), width: 90, cell: ({ outcome }) => word(outcome) },
    { key: "asset", label: t("Asset"), width: 110, cell: ({ number }) => number && <AppLink href={recordHref({ number, type: "asset" })}>{number}</AppLink> },
    { key: "why", label: t("Why, or what changes"), width: 320, cell: (row) => told(row).map((line) => <div key={line}>{line}</div>), title: (row) => told(row).join(" · ") },
  ];
}

function told({ errors, changes }: Row): string[] {
  return [
    ...errors.map(({ field, value, message, remedy }) => `${field} ${value} ${message}; ${remedy}`),
    ...changes.map(({ field, before, after }) => `${field}: ${before || "–"} → ${after || "–"}`),
  ];
}

function word(outcome: Row["outcome"]): string {
  const words: Record<Row["outcome"], string> = { create: t("new"), update: t("change"), unchanged: t("unchanged"), conflict: t("conflict"), reject: t("refused") };
  return words[outcome];
}
