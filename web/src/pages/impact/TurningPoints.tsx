import { useQuery } from "@tanstack/react-query";

import { turningPointsQuery } from "../../api/impact";
import type { Picture, TurningPoint } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { formatRelative, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import classes from "./Impact.module.css";
import type { ImpactState } from "./urlState";

const SHOWN = 12;

/** "Why is this red, and what would help": on which single relationships and groups the result hangs. */
export function TurningPoints({ picture, state }: { picture: Picture; state: ImpactState }) {
  if (state.question.direction === "causes" || picture.counts.services === 0) return null;
  return (
    <details className={classes.turning}>
      <summary>{t("What would help, and on what the result hangs")}</summary>
      <Points state={state} />
    </details>
  );
}

function Points({ state }: { state: ImpactState }) {
  const query = useQuery(turningPointsQuery(state.question));
  return (
    <Loaded query={query} what={t("It could not be computed on what the result hangs.")} lines={3}>
      {({ items: points, tried, places }) => (
        <>
          {points.length === 0 ? (
            <p>{t("No single relationship changes what services suffer.")}</p>
          ) : (
            <ul>
              {points.slice(0, SHOWN).map((point) => <Point key={`${point.source} ${point.target}`} point={point} />)}
              {points.length > SHOWN && <li className="dim">{t("and {count} more", { count: points.length - SHOWN })}</li>}
            </ul>
          )}
          {tried < places && <p className="dim">{t("The result rests on {places} relationships, of which the {tried} least sure were tried.", { places, tried })}</p>}
        </>
      )}
    </Loaded>
  );
}

function Point({ point }: { point: TurningPoint }) {
  const sure = point.confidence === null ? t("not rated") : t("{share} sure", { share: formatShare(point.confidence) });
  const seen = point.last_seen_at ? t("seen {when}", { when: formatRelative(point.last_seen_at) }) : "";
  const assumed = point.is_assumed ? t("its effect is assumed") : "";
  return (
    <li>
      {point.text}
      <div className="dim">{[typeWords(point.type), sure, seen, assumed].filter(Boolean).join(" · ")}</div>
    </li>
  );
}
