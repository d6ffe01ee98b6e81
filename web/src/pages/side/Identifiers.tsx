import type { CI, Comparison, IdentityCard } from "../../api/types";
import { Look } from "../../components/Look";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";
import { nameOf, outcomeLook, points, ruleWord, signed, standingLook } from "../identity/words";
import classes from "./Side.module.css";
import { type IdentifierCell, identifierRows } from "./rows";

interface Props {
  cis: readonly CI[];
  cards: readonly IdentityCard[];
  /** The first CI with each of the others. */
  comparisons: readonly (Comparison | undefined)[];
  standings: ReadonlyMap<string, string>;
}

function Values({ cells }: { cells: readonly IdentifierCell[] }) {
  if (cells.length === 0) return <span className="dim">–</span>;
  return cells.map(({ key, value, isShared, standing }, at) => (
    <div key={`${String(at)} ${key}`} title={key}>
      <span className={`mono ${isShared ? (classes.shared ?? "") : ""}`}>{value}</span>
      {isShared && <span className="dim"> {t("same")}</span>}
      {standing !== "" && <> <Look look={standingLook(standing)} /></>}
    </div>
  ));
}

/** What the comparison of the first CI with another one came to. */
export function Verdict({ comparison }: { comparison: Comparison }) {
  const { score, match_score: match, outcome, reason } = comparison;
  return (
    <p style={{ margin: 0 }}>
      <Look look={outcomeLook(outcome)} />{" "}
      <strong>{t("Score {score}; from {match} on it is one machine.", { score: points(score), match: points(match) })}</strong>{" "}
      {sentence(reason)}.
    </p>
  );
}

/** The identifiers of each CI, what each says for one machine or against it, and which of them identify nobody. */
export function Identifiers({ cis, cards, comparisons, standings }: Props) {
  const others = cis.slice(1);
  return (
    <table className={`plain ${classes.table ?? ""}`} aria-label={t("Identifiers")}>
      <thead>
        <tr>
          <th scope="col" className={classes.label}>{t("Identifier")}</th>
          {cis.map((ci) => <th scope="col" key={ci.uid}>{nameOf(ci)}</th>)}
          {others.map((ci) => (
            <th scope="col" key={ci.uid} className={`num ${classes.score ?? ""}`}>
              {others.length === 1 ? t("Score") : t("Score of {name}", { name: nameOf(ci) })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {identifierRows(cards, comparisons, standings).map(({ rule, weight, cells, scores }) => (
          <tr key={rule}>
            <th scope="row">
              {ruleWord(rule)} <span className="dim">({t("weight {weight}", { weight })})</span>
            </th>
            {cells.map((some, at) => <td key={cis[at]?.uid}><Values cells={some} /></td>)}
            {scores.map((score, at) => (
              <td key={others[at]?.uid} className="num">{score === null ? <span className="dim">–</span> : <Score score={score} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Score({ score }: { score: number }) {
  const state = score > 0 ? "up" : score < 0 ? "down" : "unknown";
  return <span className="state" data-state={state}>{signed(score)}</span>;
}
