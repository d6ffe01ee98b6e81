import type { Picture } from "../../api/types";
import { Time } from "../../components/Time";
import type { Scene } from "../../graph/scene";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./Impact.module.css";
import { UnknownsLine } from "./UnknownsLine";
import type { ImpactActions, ImpactState } from "./urlState";

interface Props {
  picture: Picture;
  scene: Scene | null;
  state: ImpactState;
  actions: ImpactActions;
}

/** What is drawn of how much, and what is left out: nothing is hidden without saying so. */
export function Summary({ picture, scene, state, actions }: Props) {
  const boxes = scene?.layout.boxes.length ?? 0;
  const drawn = scene?.layout.links.count.reduce((sum, count) => sum + count, 0) ?? 0;
  const all = picture.edges.length;
  const filtered = scene?.layout.filtered ?? 0;
  return (
    <div className={classes.summary}>
      {picture.truncated && (
        <span className="state" data-state="degraded">
          <span aria-hidden="true">▲</span>{" "}
          {t("{hidden, plural, one {# CI} other {# CIs}} of {all} counted but not drawn; the CSV has all", {
            hidden: picture.hidden, all: formatNumber(picture.nodes.length + picture.hidden),
          })}
        </span>
      )}
      {filtered > 0 && (
        <span>
          {t("{filtered, plural, one {# CI} other {# CIs}} hidden by the state filter", { filtered })}{" "}
          <button type="button" className={classes.textButton} onClick={actions.showAllStates}>{t("Show all")}</button>
        </span>
      )}
      {state.open.length > 0 && (
        <span>
          {t("{count, plural, one {# group} other {# groups}} opened", { count: state.open.length })}{" "}
          <button type="button" className={classes.textButton} onClick={actions.closeGroups}>{t("Close")}</button>
        </span>
      )}
      <span className="dim">
        {t("{nodes, plural, one {# CI} other {# CIs}} drawn as {boxes, plural, one {# box} other {# boxes}}", { nodes: picture.nodes.length - filtered, boxes })}
      </span>
      <span className="dim" title={t("Relationships within a group, and those of hidden CIs, are not drawn")}>
        {drawn === all ? t("{all, plural, one {# relationship} other {# relationships}}", { all }) : t("{drawn} of {all} relationships drawn", { drawn: formatNumber(drawn), all: formatNumber(all) })}
      </span>
      <span className="dim">{t("Data from")} <Time at={picture.snapshot_at} isRelative /></span>
      <UnknownsLine source={picture.source} asOf={state.question.asOf} />
    </div>
  );
}
