import { CloseButton } from "@mantine/core";

import type { Direction } from "../../api/impact";
import type { PictureNode } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref, impactHref } from "../../components/links";
import { StateLook } from "../../components/Look";
import { Failed, Waiting } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { WhatDiffers } from "./ComparedWith";
import type { Compared } from "./comparing";
import type { NodesByUid } from "./entries";
import { between } from "./explanation";
import classes from "./Impact.module.css";
import { PathSteps } from "./PathSteps";
import type { Paths } from "./SidePanel";
import type { ImpactActions, ImpactState } from "./urlState";

interface Props {
  compared: Compared;
  nodes: NodesByUid;
  state: ImpactState;
  actions: ImpactActions;
  paths: Paths;
}

/** The selected CI with the way the failure takes to it, and what each step rests on. */
export function Selected({ compared: { picture, differences }, nodes, state, actions, paths }: Props) {
  const { ci, question } = state;
  const difference = differences.get(ci);
  const node = nodes.get(ci);
  const listed = picture.affected.find(({ uid }) => uid === ci) ?? picture.services.find(({ uid }) => uid === ci);
  const known = node ?? listed ?? { name: ci, state: "unknown" };
  const isSource = ci === question.uid;
  return (
    <section className={classes.selected} aria-label={t("Selected CI")} tabIndex={0}>
      <div className={classes.selectedTitle}>
        <div className="grow">
          <h2 className={classes.whole}><AppLink href={ciHref(ci)} className="quiet">{known.name}</AppLink></h2>
          <div className={classes.facts}>
            <StateLook state={known.state} /> {node && <span className="dim">{factsOf(node)} · </span>}
            {!isSource && <AppLink href={impactHref(ci)}>{t("Its own impact")}</AppLink>}
          </div>
        </div>
        <CloseButton size={24} aria-label={t("Clear the selection")} title={t("Clear the selection (Esc)")} onClick={actions.clear} />
      </div>
      {!node && <p>{t("It is not in the picture, which ends at {count} CIs.", { count: formatNumber(picture.nodes.length) })}</p>}
      <WhatDiffers difference={difference} nodes={nodes} />
      {!isSource && difference?.mark !== "removed" && <Explained title={explanationTitle(question.direction, known.state)} state={state} actions={actions} paths={paths} />}
    </section>
  );
}

/** "Virtual machine · Oslo · level 3 · 120 users" */
function factsOf({ class_label, root, site, level, users }: PictureNode): string {
  const usersWord = users === null ? null : t("{users, plural, one {# user} other {# users}}", { users });
  return [class_label, root ? t("on {root}", { root }) : "", site, t("level {level}", { level }), usersWord].filter(Boolean).join(" · ");
}

function explanationTitle(direction: Direction, state: string): string {
  if (direction === "causes") return state === "up" ? t("How it leads to the symptom, without being enough") : t("How it would reach the symptom");
  return state === "up" ? t("How the failure could reach it; it is still up") : t("Why it is affected");
}

type ExplainedProps = Pick<Props, "state" | "actions" | "paths"> & { title: string };

function Explained({ title, state, actions, paths: { paths, isAnswered, error, retry } }: ExplainedProps) {
  const shown = Math.min(state.path, paths.length - 1);
  const path = paths[shown];
  if (!path) {
    if (error) return <Failed error={error} what={t("The path could not be loaded.")} retry={retry} />;
    return isAnswered ? <p>{t("No path leads there.")}</p> : <Waiting lines={3} />;
  }
  return (
    <>
      <h3>{title}</h3>
      <PathSteps path={path} />
      {paths.length > 1 && (
        <>
          <h3>{t("Other paths ({count})", { count: paths.length - 1 })}</h3>
          <ul className={classes.members}>
            {paths.map((one, index) => (
              <li key={index}>
                <button type="button" className={classes.textButton} aria-pressed={index === shown} onClick={() => { actions.choosePath(index); }}>
                  {between(one).length > 0 ? t("via {names}", { names: between(one).join(", ") }) : t("directly")}
                </button>
                {index === shown && <span className="dim"> {t("(shown)")}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
