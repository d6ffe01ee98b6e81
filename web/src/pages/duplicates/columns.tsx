import type { DuplicateCase } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SourceKinds } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { compareHref, evidenceLine, kindLook, pairName, points } from "../identity/words";
import classes from "./Duplicates.module.css";

/** The class of both, or both classes where they differ. */
export function classLabels({ left, right }: DuplicateCase): string {
  return left.class_label === right.class_label ? left.class_label : `${left.class_label} / ${right.class_label}`;
}

interface Choosing {
  chosen: ReadonlySet<string>;
  /** Null for who may not decide. */
  choose: ((uid: string, isRange: boolean) => void) | null;
}

function Pair({ row, chosen, choose }: Choosing & { row: DuplicateCase }) {
  const name = pairName(row);
  return (
    <span className={classes.pair}>
      {choose && (
        <label className={classes.choose}>
          <input
            type="checkbox" tabIndex={-1} aria-label={t("Choose {name}", { name })} checked={chosen.has(row.uid)} readOnly
            onClick={(event) => { choose(row.uid, event.shiftKey); }}
          />
        </label>
      )}
      <AppLink className="quiet cut" href={compareHref([row.left.uid, row.right.uid])} tabIndex={-1}>{name}</AppLink>
    </span>
  );
}

/** The columns of the inbox; the first one has the box that chooses a row. */
export function caseColumns(choosing: Choosing, withDeferred: boolean): Column<DuplicateCase>[] {
  const columns: Column<DuplicateCase>[] = [
    { key: "pair", label: t("Pair"), width: 215, cell: (row) => <Pair row={row} {...choosing} />, title: pairName },
    { key: "ci_class", label: t("Class"), width: 100, cell: classLabels, title: classLabels },
    {
      key: "score", label: t("Score"), doc: t("What speaks for one machine less what speaks against it"), width: 70, isNumber: true,
      cell: ({ score }) => points(score), title: ({ match_score: match }) => t("From {match} on it is one machine without asking.", { match }),
    },
    { key: "kind", label: t("Why asked"), doc: t("Why a person is asked"), width: 135, cell: ({ kind }) => <Look look={kindLook(kind)} />, title: ({ reason }) => reason },
    {
      key: "evidence", label: t("Evidence"), width: 196, cell: ({ evidence }) => evidenceLine(evidence),
      title: ({ evidence }) => evidence.map(({ rule, score, identifiers }) => [rule, score, ...identifiers].join(" ")).join("\n"),
    },
    { key: "sources", label: t("Sources"), width: 84, cell: ({ left, right }) => <SourceKinds sources={[...left.sources, ...right.sources]} /> },
    { key: "opened_at", label: t("Asked since"), width: 98, cell: ({ opened_at: at }) => <Time at={at} isRelative /> },
  ];
  const deferred: Column<DuplicateCase> = {
    key: "deferral", label: t("Deferred"), width: 110, cell: ({ deferral }) => <Deferred deferral={deferral} />,
  };
  return withDeferred ? [...columns, deferred] : columns;
}

function Deferred({ deferral }: Pick<DuplicateCase, "deferral">) {
  if (!deferral) return null;
  return <span title={t("by {name}", { name: deferral.by })}>{deferral.until ? <Time at={deferral.until} /> : t("until it changes")}</span>;
}
