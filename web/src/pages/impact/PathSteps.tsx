import type { ExplainingPath, PathStep } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { StateLook } from "../../components/Look";
import { SourceKinds } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import { weakestStep } from "./explanation";
import classes from "./Impact.module.css";

/** Never at the start of a line. */
const SEPARATOR = "\u00a0· ";

type Relationship = NonNullable<PathStep["relationship"]>;

/** A source's key with the parts of it that have a meaning. */
function sourceOf(key: string) {
  const [kind = key, ...name] = key.split(":");
  return { key, kind, name: name.join(":") };
}

/** The steps of a failure in words, each with the relationship it takes and what that rests on. */
export function PathSteps({ path: { steps } }: { path: ExplainingPath }) {
  const weakest = weakestStep(steps);
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li key={`${index}-${step.uid}`}>
          <AppLink href={ciHref(step.uid)} className={`quiet ${classes.whole ?? ""}`}>{step.name}</AppLink> <StateLook state={step.state} />
          <div>{step.note}</div>
          {step.relationship && <Evidence relationship={step.relationship} to={steps[index - 1]?.name ?? ""} isWeakest={index === weakest} />}
        </li>
      ))}
    </ol>
  );
}

function strengthWord(strength: string | null): string {
  if (strength === "soft") return t("optional (soft)");
  return strength === "hard" ? t("required (hard)") : t("taken as required");
}

function Evidence({ relationship, to, isWeakest }: { relationship: Relationship; to: string; isWeakest: boolean }) {
  const { type, strength, confidence, sources, last_seen_at: seenAt, derivation, evidence } = relationship;
  return (
    <div className={classes.evidence}>
      {typeWords(type)} <strong>{to}</strong>, {strengthWord(strength)}
      {SEPARATOR}{confidence === null ? t("confidence not stated") : t("{share} sure", { share: formatShare(confidence) })}
      {isWeakest && <> <span className="state" data-state="degraded"><span aria-hidden="true">▲</span> {t("weakest step")}</span></>}
      {SEPARATOR}{t("last seen")} <Time at={seenAt} isRelative />
      {derivation !== null && <>{SEPARATOR}{t("derived from {what}", { what: derivation.replaceAll("_", " ") })}</>}
      {" "}<SourceKinds sources={sources.map(sourceOf)} />
      {evidence.length > 0 && (
        <details>
          <summary>{t("Evidence ({count})", { count: evidence.length })}</summary>
          <ul>
            {evidence.map(({ text, last_seen_at: at }, index) => (
              <li key={index}>{text}{at && <>, <Time at={at} isRelative /></>}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
