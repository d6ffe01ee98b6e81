import type { Comparison } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";
import { compareHref, evidenceLine, nameOf, outcomeLook, points } from "./words";

/** The other CIs that have an identifier in common with this one, with their scores and what came of it. */
export function Candidates({ uid, candidates }: { uid: string; candidates: readonly Comparison[] }) {
  const columns: Column<Comparison>[] = [
    { key: "ci", label: t("CI"), width: 190, cell: ({ right }) => <CILink ci={right} withClass /> },
    { key: "score", label: t("Score"), width: 60, isNumber: true, cell: ({ score }) => points(score) },
    { key: "outcome", label: t("Outcome"), width: 120, cell: ({ outcome }) => <Look look={outcomeLook(outcome)} /> },
    { key: "evidence", label: t("Evidence"), width: 250, cell: ({ evidence }) => evidenceLine(evidence) },
    { key: "reason", label: t("Why"), width: 250, cell: ({ reason }) => `${sentence(reason)}.` },
    {
      key: "compare", label: t("Compare"), width: 100,
      cell: ({ right }) => (
        <AppLink href={compareHref([uid, right.uid])} aria-label={t("Side by side with {name}", { name: nameOf(right) })}>{t("Side by side")}</AppLink>
      ),
    },
  ];
  return (
    <SectionTable
      title={t("Other candidates")} count={candidates.length} columns={columns} rows={candidates} rowKey={({ right }) => right.uid}
      empty={<p className="dim">{t("No other CI has an identifier in common with it.")}</p>}
    />
  );
}
