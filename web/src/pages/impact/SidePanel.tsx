import type { ExplainingPath } from "../../api/types";
import type { Scene } from "../../graph/scene";
import { t } from "../../locales/i18n";
import { AffectedList } from "./AffectedList";
import type { Compared } from "./comparing";
import type { Entry, NodesByUid } from "./entries";
import { GroupDetails } from "./GroupDetails";
import classes from "./Impact.module.css";
import { Selected } from "./Selected";
import { TurningPoints } from "./TurningPoints";
import type { ImpactActions, ImpactState } from "./urlState";

export interface Paths {
  paths: readonly ExplainingPath[];
  /** Whether they are the answer for what is selected. */
  isAnswered: boolean;
  error: Error | null;
  retry: () => void;
}

interface Props {
  compared: Compared;
  nodes: NodesByUid;
  entries: readonly Entry[];
  scene: Scene | null;
  state: ImpactState;
  actions: ImpactActions;
  paths: Paths;
}

/** What is selected and why it is affected; below it everything that is affected, worst first. */
export function SidePanel({ compared, nodes, entries, scene, state, actions, paths }: Props) {
  const { picture } = compared;
  const group = state.group ? scene?.layout.boxes.find(({ key }) => key === state.group) : undefined;
  return (
    <aside className={classes.side} aria-label={t("Explanation and list")}>
      {state.ci !== "" && <Selected compared={compared} nodes={nodes} state={state} actions={actions} paths={paths} />}
      {group && scene && <GroupDetails scene={scene} box={group} actions={actions} />}
      <TurningPoints picture={picture} state={state} />
      <AffectedList picture={picture} nodes={nodes} entries={entries} state={state} actions={actions} />
    </aside>
  );
}
