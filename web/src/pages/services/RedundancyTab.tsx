import { useQuery } from "@tanstack/react-query";

import { type AuditedGroup, redundancyQuery } from "../../api/redundancy";
import { CILink } from "../../components/CILink";
import { useSituation } from "../../components/instants";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

const SHARED_SHOWN = 4;

function severityLook(severity: AuditedGroup["severity"]) {
  const looks = {
    lost: ["down", "■", t("Lost")],
    none: ["degraded", "▲", t("None")],
    weak: ["at_risk", "◆", t("Weak")],
    ok: ["up", "●", t("As stated")],
  } as const;
  return <Look look={looks[severity]} />;
}

function reasonWords({ k, k_reason: reason }: AuditedGroup): string {
  if (reason !== "") return reason;
  return k === null ? t("nobody stated it") : "–";
}

type Shared = NonNullable<AuditedGroup["shared"]>[number];

function kindWord(kind: Shared["kind"]): string {
  const words = {
    host: t("host"), switch: t("network device"), power: t("power"), site: t("site"), place: t("place"),
    certificate: t("certificate"), storage: t("storage"), other: t("program or part"),
  };
  return words[kind];
}

function sharedLook({ severity }: Shared) {
  const looks = { lost: ["down", "■"], none: ["degraded", "▲"], weak: ["at_risk", "◆"], ok: ["up", "●"] } as const;
  return looks[severity];
}

/** A certificate cannot be moved: it is renewed, or each member gets its own. */
function mendingWords({ kind, to_move: count }: Shared): string {
  if (kind === "certificate") return t("renewing it in time, or one of its own for each member, would mend it");
  return t("{count, plural, one {# member} other {# members}} elsewhere would mend it", { count });
}

/** What takes several members at once, and how many would have to be elsewhere for the group to outlive it. */
function SharedBy({ group: { shared, members } }: { group: AuditedGroup }) {
  if (shared === null) return <span className="dim">{t("being computed")}</span>;
  return (
    <>
      {shared.slice(0, SHARED_SHOWN).map((one) => (
        <div key={one.uid}>
          <Look look={[...sharedLook(one), kindWord(one.kind)]} /> <CILink ci={one} isInText />{": "}
          {t("{lost} of {count} fall", { lost: one.affected, count: members })}
          {one.to_move > 0 && <span className="dim"> · {mendingWords(one)}</span>}
        </div>
      ))}
      {shared.length > SHARED_SHOWN && <div className="dim">{t("and {count} more", { count: shared.length - SHARED_SHOWN })}</div>}
    </>
  );
}

/** Nobody need have said why so many are needed; a column without a word would only take room. */
function columns(groups: readonly AuditedGroup[]): Column<AuditedGroup>[] {
  return [
    { key: "name", label: t("Group"), width: 140, cell: (group) => <CILink ci={group} />, title: ({ name }) => name },
    { key: "kind", label: t("Kind"), width: 80, cell: ({ group_type: kind }) => kind.replaceAll("_", " ") },
    { key: "severity", label: t("Redundancy"), width: 100, cell: ({ severity }) => severityLook(severity) },
    { key: "k", label: t("Needed"), width: 70, isNumber: true, cell: ({ k, members }) => t("{k} of {count}", { k: k === null ? "1?" : formatNumber(k), count: formatNumber(members) }) },
    { key: "margin", label: t("Can lose"), doc: t("Members that can be lost one by one"), width: 60, isNumber: true, cell: ({ margin }) => formatNumber(margin) },
    { key: "dependents", label: t("Used by"), width: 65, isNumber: true, cell: ({ dependents }) => formatNumber(dependents) },
    { key: "findings", label: t("What is wrong"), width: 200, cell: ({ findings }) => findings.join("; "), title: ({ findings }) => findings.join("; ") },
    { key: "shared", label: t("Members share"), width: 285, cell: (group) => <SharedBy group={group} /> },
    ...(groups.some(({ k_reason: reason }) => reason !== "")
      ? [{ key: "reason", label: t("Why so many"), width: 120, cell: reasonWords, title: reasonWords }]
      : []),
  ];
}

/** Every redundancy group, those first that have lost their redundancy or never had any. */
export function RedundancyTab() {
  const audit = useQuery(redundancyQuery(useSituation()));
  return (
    <Loaded query={audit} what={t("The audit could not be loaded.")} lines={12}>
      {({ items }) => (
        <SectionTable
          title={t("Redundancy groups")} count={items.length} columns={columns(items)} rows={items} rowKey={({ uid }) => uid}
          empty={<Empty>{t("No redundancy group is known: nothing says that one of several is enough.")}</Empty>}
        />
      )}
    </Loaded>
  );
}
