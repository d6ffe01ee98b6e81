import { useMemo } from "react";

import type { Blocks } from "../../api/blocks";
import type { Picture, PictureNode } from "../../api/types";
import { useOpen } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Grid } from "../../components/grid/Grid";
import { ciHref } from "../../components/links";
import { StateLook } from "../../components/Look";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { type NodesByUid, sortedRows, tableRows } from "./entries";
import type { ImpactActions, ImpactState } from "./urlState";

function numberOrDash(value: number | null): string {
  return value === null ? "–" : formatNumber(value);
}

function columns(): Column<PictureNode>[] {
  return [
    { key: "name", label: t("CI"), width: 200, sort: "name", cell: (node) => <CILink ci={node} isPassive />, title: ({ name }) => name },
    { key: "state", label: t("State"), width: 100, sort: "state", cell: ({ state }) => <StateLook state={state} /> },
    { key: "class", label: t("Class"), width: 140, sort: "class", cell: ({ class_label }) => class_label },
    { key: "root", label: t("On"), width: 130, sort: "root", cell: ({ root }) => root ?? "–", title: ({ root }) => root ?? "" },
    { key: "site", label: t("Site"), width: 110, sort: "site", cell: ({ site }) => site ?? "–", title: ({ site }) => site ?? "" },
    { key: "level", label: t("Level"), width: 70, sort: "level", isNumber: true, cell: ({ level }) => formatNumber(level) },
    { key: "users", label: t("Users"), width: 80, sort: "users", isNumber: true, cell: ({ users }) => numberOrDash(users) },
    { key: "criticality", label: t("Criticality"), doc: t("1 (low) to 4 (vital)"), width: 90, sort: "criticality", isNumber: true, cell: ({ criticality }) => numberOrDash(criticality) },
  ];
}

/** Rows at hand as a list in blocks, which the grid draws. */
function atHand(rows: readonly PictureNode[], question: string): Blocks<PictureNode> {
  return { question, total: rows.length, at: (index) => rows[index], see: () => undefined, isOld: false, error: null, retry: () => undefined };
}

interface Props {
  picture: Picture;
  nodes: NodesByUid;
  state: ImpactState;
  actions: ImpactActions;
}

/** The picture's CIs as a table; its row and the graph's selection are one. */
export function TablePane({ picture, nodes, state, actions }: Props) {
  const open = useOpen();
  const { states, sort, ci } = state;
  const rows = useMemo(() => sortedRows(tableRows(picture, nodes, states), sort), [picture, nodes, states, sort]);
  const blocks = useMemo(() => atHand(rows, [...states, sort].join(" ")), [rows, states, sort]);
  const active = Math.max(0, rows.findIndex(({ uid }) => uid === ci));
  return (
    <Grid
      label={t("CIs of the picture, worst first")}
      columns={columns()}
      blocks={blocks}
      active={active}
      activate={(index) => { actions.selectCI(rows[index]?.uid ?? ""); }}
      open={({ uid }) => { open(ciHref(uid)); }}
      sort={sort}
      changeSort={actions.sortBy}
    />
  );
}
