import { Button } from "@mantine/core";
import type { ReactNode } from "react";

import type { CI } from "../../api/types";
import { CILink } from "../../components/CILink";
import { StatusLook } from "../../components/Look";
import { SourceBadges } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { nameOf } from "../identity/words";
import classes from "./Side.module.css";
import { keeperOf } from "./rows";

type Told = (ci: CI) => ReactNode;

const FACTS = (): readonly (readonly [string, Told])[] => [
  [t("Class"), (ci) => ci.class_label],
  [t("Status"), (ci) => <StatusLook status={ci.status} />],
  [t("First seen"), (ci) => <Time at={ci.created_at} />],
  [t("Last seen"), (ci) => <Time at={ci.last_seen_at} />],
  [t("Sources"), (ci) => (ci.sources.length > 0 ? <SourceBadges sources={ci.sources} /> : "–")],
  [t("Relationships"), (ci) => formatNumber(ci.counts.relationships)],
  [t("Installed software"), (ci) => formatNumber(ci.counts.software)],
];

/** Leads a column: which CI it is, whether it would keep its id, and leaving it out. */
export function ColumnHead({ ci, keeps, leaveOut }: { ci: CI; keeps: boolean; leaveOut: (() => void) | null }) {
  return (
    <th scope="col">
      <div className={classes.name}><CILink ci={ci} /></div>
      <div className={`mono dim ${classes.uid ?? ""}`}>{ci.uid}</div>
      {keeps && <div className="state" data-state="source"><span aria-hidden>◎</span> {t("Keeps its id: known first")}</div>}
      {leaveOut && (
        <Button variant="default" size="compact-xs" onClick={leaveOut} aria-label={t("Leave {name} out", { name: nameOf(ci) })}>
          {t("Leave out")}
        </Button>
      )}
    </th>
  );
}

/** What is known of each beside its attributes. */
export function Facts({ cis, leaveOut }: { cis: readonly CI[]; leaveOut: ((uid: string) => void) | null }) {
  const keeper = keeperOf(cis);
  return (
    <table className={`plain ${classes.table ?? ""}`} aria-label={t("The CIs")}>
      <thead>
        <tr className={classes.head}>
          <th scope="col" className={classes.label}><span className="visuallyhidden">{t("What")}</span></th>
          {cis.map((ci) => (
            <ColumnHead key={ci.uid} ci={ci} keeps={ci.uid === keeper} leaveOut={leaveOut && (() => { leaveOut(ci.uid); })} />
          ))}
        </tr>
      </thead>
      <tbody>
        {FACTS().map(([label, told]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {cis.map((ci) => <td key={ci.uid}>{told(ci)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
