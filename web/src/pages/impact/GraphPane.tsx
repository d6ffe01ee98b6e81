import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";

import { useOpen } from "../../components/AppLink";
import { announce } from "../../components/announce";
import { ciHref } from "../../components/links";
import { changeLook, ChangeLook } from "../../components/Differing";
import { StateLook } from "../../components/Look";
import { Empty, Waiting } from "../../components/PageState";
import { GraphCanvas } from "../../graph/GraphCanvas";
import { type Box, type GraphNode, stateIndex, STATES, worstOf } from "../../graph/model";
import type { Subject } from "../../graph/picturing";
import { nameOf, type Scene, uidAt } from "../../graph/scene";
import { groupWords, ruleWords, titleWord } from "../../graph/words";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";
import classes from "./Impact.module.css";
import type { ImpactActions, ImpactState } from "./urlState";

interface Props {
  subject: Subject | null;
  error: Error | null;
  state: ImpactState;
  actions: ImpactActions;
}

function firstNode(scene: Scene, box: Box): GraphNode | undefined {
  return scene.graph.nodes[box.members[0] ?? 0];
}

/** "3 down, 40 degraded" */
function countWords({ counts }: Box): string {
  return STATES.flatMap((state, index) => {
    const count = counts[index] ?? 0;
    return count > 0 ? [`${formatNumber(count)} ${stateWord(state).toLowerCase()}`] : [];
  }).join(", ");
}

/** A box as it is said aloud. */
function spoken(scene: Scene, box: Box): string {
  const node = firstNode(scene, box);
  const level = t("level {level}", { level: box.level });
  if (box.isGroup) {
    return [t("Group {name}", { name: groupWords(box, node).join(", ") }), level, t("{count} CIs", { count: formatNumber(box.members.length) }), countWords(box), t("Enter opens it")].join(", ");
  }
  return [nameOf(scene, box), node?.class_label, node?.root ? t("on {root}", { root: node.root }) : "", stateWord(worstOf(box.counts)), node?.mark ? changeLook(node.mark)[2] : "", level, node?.group ? ruleWords(node.group) : ""].filter(Boolean).join(", ");
}

/** What is said beside the pointer. */
function Description({ scene, box }: { scene: Scene; box: Box }) {
  const node = firstNode(scene, box);
  if (box.isGroup) {
    return (
      <>
        <strong>{titleWord(box.label)}</strong> · {t("{count} CIs", { count: formatNumber(box.members.length) })}
        <div className="dim">{countWords(box)}</div>
        <div className="dim">{t("Double-click or Enter shows them all")}</div>
      </>
    );
  }
  return (
    <>
      <strong className={classes.whole}>{nameOf(scene, box)}</strong> <StateLook state={worstOf(box.counts)} /> {node?.mark && <ChangeLook change={node.mark} />}
      <div className="dim">{[node?.class_label, node?.root ? t("on {root}", { root: node.root }) : "", node?.site, t("level {level}", { level: box.level })].filter(Boolean).join(" · ")}</div>
      {node?.group && <div className="dim">{ruleWords(node.group)}</div>}
    </>
  );
}

/** Says what is selected, whoever selected it, and how much is drawn when that changes. */
function useSpoken(subject: Subject | null): void {
  const key = subject?.scene.layout.boxes[subject.focus.selected]?.key ?? "";
  const said = useRef({ key, scene: "" });
  useEffect(() => {
    if (!subject) return;
    const { scene, focus } = subject;
    const before = said.current;
    said.current = { key, scene: scene.key };
    const box = scene.layout.boxes[focus.selected];
    if (before.scene !== scene.key) announce(drawnWords(scene));
    else if (before.key !== key) announce(box ? spoken(scene, box) : t("Nothing selected"));
  }, [subject, key]);
}

/** "604 CIs drawn as 57 boxes in 7 levels" */
function drawnWords({ graph, layout }: Scene): string {
  return t("{cis, plural, one {# CI} other {# CIs}} drawn as {boxes, plural, one {# box} other {# boxes}} in {levels, plural, one {# level} other {# levels}}", {
    cis: graph.nodes.length - layout.filtered, boxes: layout.boxes.length, levels: layout.levels.length,
  });
}

/** The worst CI of a group. */
function worstIn({ graph }: Scene, { members }: Box): string {
  const worst = members.reduce((best, member) => (stateIndex(graph.nodes[member]?.state ?? "") < stateIndex(graph.nodes[best]?.state ?? "") ? member : best));
  return graph.nodes[worst]?.uid ?? "";
}

function NoPicture({ error, showTable }: { error: Error; showTable: () => void }) {
  return (
    <div className={classes.blank} role="alert">
      <Empty action={<Button variant="default" onClick={showTable}>{t("Show as table")}</Button>}>
        {t("The picture could not be laid out: {reason}. The table has the same content.", { reason: error.message })}
      </Empty>
    </div>
  );
}

/** The picture, or why there is none. */
export function GraphPane({ subject, error, state, actions }: Props) {
  const open = useOpen();
  useSpoken(subject);
  if (error) return <NoPicture error={error} showTable={() => { actions.show("table"); }} />;
  if (!subject) return <div className={classes.blank}><Waiting lines={8} /></div>;
  const { scene, focus, tokens } = subject;
  const select = (box: Box | null) => {
    if (!box) actions.clear();
    else if (box.isGroup) actions.selectGroup(box.key);
    else actions.selectCI(uidAt(scene, box) ?? "");
  };
  const openBox = (box: Box) => {
    if (box.isGroup) actions.openGroup(box.key, worstIn(scene, box));
    else open(ciHref(uidAt(scene, box) ?? ""));
  };
  const levels = scene.layout.levels.length;
  return (
    <GraphCanvas
      scene={scene}
      focus={focus}
      tokens={tokens}
      label={t("Graph of {cis, plural, one {# CI} other {# CIs}} in {levels, plural, one {# level} other {# levels}}", { cis: scene.graph.nodes.length, levels })}
      look={state.look}
      onLook={actions.look}
      onSelect={select}
      onOpen={openBox}
      describe={(box) => <Description scene={scene} box={box} />}
    />
  );
}
