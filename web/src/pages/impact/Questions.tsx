import type { ReactNode } from "react";

import { AppLink } from "../../components/AppLink";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { ciHref } from "../../components/links";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { STATE_GLYPH, stateWord } from "../../locales/labels";
import { ComparedBanner, ComparePicker } from "./ComparedWith";
import type { Compared } from "./comparing";
import { AlsoFailing } from "./AlsoFailing";
import { countOf } from "./entries";
import { ActionPicker, EnteringLines, ScenarioPicker } from "./Entering";
import classes from "./Impact.module.css";
import { Segments } from "./Segments";
import { TimeSlider } from "./TimeSlider";
import { type ImpactActions, type ImpactState, SHOWN_STATES } from "./urlState";
import { subjectOf } from "./words";

interface Props {
  compared: Compared;
  state: ImpactState;
  actions: ImpactActions;
  /** More controls at the end. */
  children?: ReactNode;
}

/** Which question the page answers, and its answer in numbers, which filter by state. */
export function Questions({ compared, state, actions, children }: Props) {
  const { picture } = compared;
  const { direction, state: failure, uid } = state.question;
  const source = subjectOf(picture, uid);
  const name = source?.name ?? uid;
  const isImpact = direction === "impact";
  return (
    <>
      <title>{`${isImpact ? t("Impact of {name}", { name }) : t("Causes of {name}", { name })} · Plumbline`}</title>
      <AsOfBanner />
      <ComparedBanner compared={compared} state={state} actions={actions} />
      <header className={classes.header}>
        <h1 className={classes.title}>
          {isImpact ? t("Impact of") : t("Causes of")} <AppLink href={ciHref(uid)}>{name}</AppLink>
        </h1>
        {source && <span className="dim">{[source.class_label, source.site].filter(Boolean).join(" · ")}</span>}
        <Counts compared={compared} state={state} actions={actions} />
      </header>
      <div className={classes.header}>
        <Segments
          label={t("Direction")}
          value={direction}
          choose={(wanted) => { actions.ask({ direction: wanted, state: failure }); }}
          choices={[["impact", t("Impact")], ["causes", t("Causes")]]}
        />
        <span className="dim" aria-hidden>{isImpact ? t("if it is") : t("if each were")}</span>
        <Segments
          label={isImpact ? t("What has happened to it") : t("What would happen to each cause")}
          value={failure}
          choose={(wanted) => { actions.ask({ direction, state: wanted, action: "" }); }}
          choices={[["down", t("Down")], ["degraded", t("Degraded")]]}
        />
        {isImpact && <ActionPicker state={state} actions={actions} />}
        {isImpact && <AlsoFailing picture={picture} state={state} actions={actions} />}
        <ScenarioPicker state={state} actions={actions} />
        <div className={classes.tools}>{children}<AsOfPicker /><ComparePicker state={state} actions={actions} /></div>
      </div>
      <EnteringLines picture={picture} />
      <TimeSlider uid={state.question.uid} direction={state.question.direction} asOf={state.question.asOf} showAt={actions.showAt} />
    </>
  );
}

/** How many CIs are in which state; a press shows only those. */
function Counts({ compared: { picture: { counts } }, state: { states, question }, actions }: Props) {
  const isImpact = question.direction === "impact";
  const explain = (word: string) =>
    isImpact ? t("CIs that are then: {state}. Press to show only these.", { state: word }) : t("CIs that alone would make it: {state}. Press to show only these.", { state: word });
  return (
    <div className={classes.counts} role="group" aria-label={isImpact ? t("Affected CIs by state") : t("Causes by what each does alone")}>
      {SHOWN_STATES.map((one) => (
        <button
          key={one}
          type="button"
          className={`state ${classes.count ?? ""}`}
          data-state={one}
          aria-pressed={states.includes(one)}
          title={explain(stateWord(one))}
          onClick={() => { actions.toggleState(one); }}
        >
          <span aria-hidden="true">{STATE_GLYPH[one]}</span> {one === "up" ? t("Still up") : stateWord(one)} {formatNumber(countOf(counts, one))}
        </button>
      ))}
      <span className="dim" title={isImpact ? t("Everything that depends on it, redundancy ignored") : t("Everything it depends on, redundancy ignored")}>
        {t("{reach, plural, one {# CI} other {# CIs}} in reach", { reach: counts.reach })}
        {isImpact && <> · {t("{services, plural, one {# service} other {# services}} hit", { services: counts.services })}</>}
      </span>
    </div>
  );
}
