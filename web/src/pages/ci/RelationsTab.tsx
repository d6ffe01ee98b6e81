import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";

import { relationshipsQuery } from "../../api/cis";
import type { CI, Relationship } from "../../api/types";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { useAsOf } from "../../components/instants";
import { StatusLook } from "../../components/Look";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { useClassLabel } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { SourceKinds } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber, formatShare, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { EndedByHand } from "../edit/EndedByHand";
import { RelationshipMenu } from "../edit/RelationshipMenu";
import classes from "./CIPage.module.css";
import { byType, type RelationGroup } from "./relations";
import { relationTitle } from "./words";

// Attributes that have a column of their own.
const TOLD = new Set(["strength", "confidence", "first_seen_on"]);

/** What is said of a relationship, the reason in words first, and since when nobody sees it any more. */
function Details({ attributes }: Relationship) {
  const { explanation, missing_since: missing, ...others } = attributes;
  const words = Object.entries(others)
    .filter(([name]) => !TOLD.has(name))
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${formatValue(value)}`)
    .join(", ");
  return (
    <>
      {typeof missing === "string" && <strong>{t("Not seen since")} <Time at={missing} isRelative />. </strong>}
      {typeof explanation === "string" && `${explanation}. `}
      <span className="dim">{words}</span>
    </>
  );
}

function columns(labelOf: (ciClass: string) => string): Column<Relationship>[] {
  return [
    { key: "other", label: t("CI"), width: 220, cell: ({ other }) => <CILink ci={other} /> },
    { key: "ci_class", label: t("Class"), width: 130, cell: ({ other }) => labelOf(other.ci_class) },
    { key: "status", label: t("Status"), width: 90, cell: ({ other }) => <StatusLook status={other.status} /> },
    { key: "strength", label: t("Strength"), doc: t("Hard: required. Soft: optional."), width: 70, cell: ({ strength }) => strength ?? "–" },
    {
      key: "confidence", label: t("Confidence"), width: 80, isNumber: true,
      cell: ({ confidence }) => (confidence === null ? "–" : formatShare(confidence)),
    },
    { key: "details", label: t("Details"), width: 260, cell: (row) => <Details {...row} /> },
    { key: "sources", label: t("Sources"), width: 100, cell: ({ sources }) => <SourceKinds sources={sources} /> },
    { key: "since", label: t("Since"), width: 100, cell: (row) => <Time at={row.valid_from ?? row.first_seen_at} isRelative /> },
    { key: "last_seen_at", label: t("Last seen"), width: 100, cell: ({ last_seen_at: at }) => <Time at={at} isRelative /> },
  ];
}

/** The actions of each row, for those who may write. */
function actions(ci: CI): Column<Relationship> {
  return { key: "actions", label: t("Actions"), width: 60, cell: (row) => <RelationshipMenu ci={ci} relationship={row} /> };
}

function Jumps({ groups }: { groups: readonly RelationGroup[] }) {
  return (
    <ul className={classes.jumps} aria-label={t("Kinds of relations")}>
      {groups.map(({ key, type, direction, rows }) => (
        <li key={key}>
          <a href={`#${key}`} onClick={(event) => { event.preventDefault(); document.getElementById(key)?.scrollIntoView({ block: "start" }); }}>
            {relationTitle(type, direction)}
          </a>{" "}
          <span className="dim">{formatNumber(rows.length)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the CI needs and what needs it, by type. */
export function RelationsTab({ ci }: { ci: CI }) {
  const labelOf = useClassLabel();
  const asOf = useAsOf();
  const mayEdit = useMay("write") && asOf === "";
  const query = useInfiniteQuery(relationshipsQuery(ci.uid, asOf));
  if (!query.data) {
    if (!query.error) return <Waiting />;
    return <Failed error={query.error} what={t("The relations could not be loaded.")} retry={() => void query.refetch()} />;
  }
  const found = query.data.pages.flatMap(({ items }) => items);
  const total = query.data.pages[0]?.total ?? 0;
  const groups = byType(found);
  return (
    <div className={classes.groups}>
      {groups.length === 0 && <div className="panel"><Empty>{t("It has no relations to other CIs.")}</Empty></div>}
      {groups.length > 1 && <Jumps groups={groups} />}
      {groups.map(({ key, type, direction, rows }) => (
        <div key={key} id={key}>
          <SectionTable
            title={relationTitle(type, direction)}
            note={<span className="dim">{direction === "out" ? t("→ it needs these") : t("← these need it")}</span>}
            count={rows.length}
            columns={mayEdit ? [...columns(labelOf), actions(ci)] : columns(labelOf)}
            rows={rows}
            rowKey={({ uid }) => uid}
          />
        </div>
      ))}
      {query.hasNextPage && (
        <div className={classes.center}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("Load more; {shown} of {total} are here", { shown: formatNumber(found.length), total: formatNumber(total) })}
          </Button>
        </div>
      )}
      {asOf === "" && <EndedByHand ci={ci} />}
    </div>
  );
}
