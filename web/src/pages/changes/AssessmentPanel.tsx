import { Button } from "@mantine/core";

import type { Assessment } from "../../api/changes";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { Look, StateLook } from "../../components/Look";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import records from "../records/records.module.css";
import classes from "./changes.module.css";
import { collidingNames, collisionWord, riskLook, unsureWords } from "./words";

interface Props {
  assessment: Assessment;
  /** Plans another time; without it times are only told. */
  plan?: (start: string, end: string) => void;
}

/** What a change does and what speaks against it: risk with every factor, services, collisions, what is not sure, free times. */
export function AssessmentPanel({ assessment, plan }: Props) {
  return (
    <section className={`panel ${classes.assessment ?? ""}`} aria-label={t("What it does")}>
      <h2>{t("What it does")}</h2>
      <p className={records.head}>
        <Look look={riskLook(assessment)} />
        <span className="dim">
          {t("{down} CIs down, {degraded} degraded, {risk} at risk; {reach} in reach without any redundancy", {
            down: formatNumber(assessment.down), degraded: formatNumber(assessment.degraded), risk: formatNumber(assessment.at_risk), reach: formatNumber(assessment.reach),
          })}
        </span>
      </p>
      <Factors assessment={assessment} />
      <Services assessment={assessment} />
      <Collisions assessment={assessment} />
      <Limits assessment={assessment} />
      <Slots assessment={assessment} plan={plan} />
    </section>
  );
}

function Factors({ assessment: { factors } }: Pick<Props, "assessment">) {
  if (factors.length === 0) return null;
  return (
    <ul className={classes.factors}>
      {factors.map(({ name, points, text }) => <li key={name}><strong>{t("+{points}", { points })}</strong> {text}</li>)}
    </ul>
  );
}

function Services({ assessment: { services } }: Pick<Props, "assessment">) {
  if (services.length === 0) return <p>{t("No service is known to be hit.")}</p>;
  return (
    <>
      <h3>{t("Services that are hit")}</h3>
      <ul className={classes.list}>
        {services.map(({ uid, name, state, users, owner_name, path }) => (
          <li key={uid}>
            <StateLook state={state} /> <CILink ci={{ uid, name, ci_class: "" }} isInText />
            <span className="dim">
              {users > 0 && <>, {t("{count, plural, one {# user} other {# users}}", { count: users })}</>}
              {owner_name !== "" && <>, {t("owner {name}", { name: owner_name })}</>}
            </span>
            <div className="dim">{path.map((step) => step.name).join(" › ")}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Collisions({ assessment: { collisions, joint } }: Pick<Props, "assessment">) {
  if (collisions.length === 0 && joint.length === 0) return null;
  return (
    <>
      <h3>{t("Collides with")}</h3>
      <ul className={classes.list}>
        {collisions.map((pair) => (
          <li key={pair.number}>
            <Look look={["down", "■", pair.words.map(collisionWord).join(", ")]} />{" "}
            <AppLink href={`/changes/${pair.number}`}>{pair.number}</AppLink> {pair.title} <span className="dim"><Time at={pair.starts_at} /> – <Time at={pair.ends_at} /></span>
            <div className="dim">{collidingNames(pair)}</div>
          </li>
        ))}
        {joint.map(({ numbers, services }) => (
          <li key={numbers.join()}>
            <Look look={["down", "■", t("only all together")]} /> {numbers.join(", ")}
            <div className="dim">{services.map(({ name }) => name).join(", ")}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Limits({ assessment: { freezes, outside, unsure } }: Pick<Props, "assessment">) {
  const doubts = unsureWords(unsure);
  return (
    <>
      {freezes.map(({ name, ends_at, reason }) => (
        <p key={name}><Look look={["down", "■", t("Frozen: {name}", { name })]} /> {t("until")} <Time at={ends_at} /> <span className="dim">{reason}</span></p>
      ))}
      {outside.length > 0 && <p><Look look={["degraded", "▲", t("Outside of maintenance")]} /> {outside.map(({ name }) => name).join(", ")}</p>}
      {doubts.length > 0 && (
        <p>
          <Look look={["unknown", "○", t("Not sure")]} />{" "}
          {doubts.join(", ")}
        </p>
      )}
    </>
  );
}

function Slots({ assessment: { slots }, plan }: Props) {
  if (slots.length === 0) return null;
  return (
    <>
      <h3>{t("Next times at which nothing speaks against it")}</h3>
      <ul className={classes.list}>
        {slots.map(({ starts_at, ends_at }) => (
          <li key={starts_at}>
            <Time at={starts_at} /> – <Time at={ends_at} />{" "}
            {plan && <Button size="compact-sm" variant="default" onClick={() => { plan(starts_at, ends_at); }}>{t("Take this time")}</Button>}
          </li>
        ))}
      </ul>
    </>
  );
}
