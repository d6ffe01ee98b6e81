import type { IdentityCard } from "../../api/types";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { SourceKinds } from "../../components/SourceBadge";
import { t } from "../../locales/i18n";
import { isHidden, ruleWord, signed, standingLook, valueOf } from "./words";

interface Row {
  rule: string;
  weight: number;
  contradicts: number;
  key: string;
}

/** Every identifier of a CI: what it is worth, who claims it, and whether it counts. */
export function Rules({ card, standings }: { card: IdentityCard; standings: ReadonlyMap<string, string> | null }) {
  const rows = card.rules.flatMap(({ rule, weight, contradicts, identifiers }) => identifiers.map((key) => ({ rule, weight, contradicts, key })));
  const columns: Column<Row>[] = [
    { key: "rule", label: t("Identifier"), width: 120, cell: ({ rule }) => ruleWord(rule) },
    { key: "value", label: t("Value"), width: 280, cell: ({ key, rule }) => <span className="mono" title={key}>{valueOf(key, rule)}</span> },
    {
      key: "weight", label: t("Same value"), doc: t("What the same value says for one machine"), width: 80, isNumber: true,
      cell: ({ weight }) => signed(weight),
    },
    {
      key: "contradicts", label: t("Other value"), doc: t("What another value says against one machine"), width: 80, isNumber: true,
      cell: ({ contradicts }) => (contradicts === 0 ? "–" : signed(-contradicts)),
    },
    {
      key: "sources", label: t("Claimed by"), width: 130,
      cell: ({ key }) => isHidden(key) ? "–" : <SourceKinds sources={card.records.filter(({ identifiers }) => identifiers.includes(key)).map(({ source }) => source)} />,
    },
    {
      key: "standing", label: t("Counts"), width: 120,
      cell: ({ key }) => isHidden(key) || standings === null ? "–" : <Look look={standings.has(key) ? standingLook(standings.get(key) ?? "") : ["up", "●", t("Counts")]} />,
    },
  ];
  return (
    <SectionTable
      title={t("Identifiers")} count={rows.length} columns={columns} rows={rows} rowKey={(row) => String(rows.indexOf(row))}
      note={<span className="dim">{t("{match} points are one machine", { match: card.match_score })}</span>}
    />
  );
}
