import { useComputedColorScheme } from "@mantine/core";
import { useMemo, useState } from "react";

import type { Causes } from "../../api/causes";
import { useOpen } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Empty, Waiting } from "../../components/PageState";
import { useClassLabel } from "../../components/schema";
import { GraphCanvas } from "../../graph/GraphCanvas";
import { focusOn, NO_FOCUS, sceneOf, uidAt } from "../../graph/scene";
import { useLayout } from "../../graph/useLayout";
import { t } from "../../locales/i18n";
import { DARK, LIGHT } from "../../theme/tokens";
import impact from "../impact/Impact.module.css";
import { useSame } from "../impact/useSame";
import { healthLook } from "../signals/words";
import { graphOfCauses, WORDS } from "./causeGraph";
import classes from "./Causes.module.css";

const NO_TOTALS: ReadonlyMap<number, number> = new Map();

interface Props {
  causes: Causes;
  /** The cause whose way is shown; empty for none. */
  chosen: string;
  choose: (uid: string) => void;
}

/** The symptom, its best causes and the ways between; what is selected shows its way. */
export function CausePicture({ causes, chosen, choose }: Props) {
  const labelOf = useClassLabel();
  const open = useOpen();
  const [look, setLook] = useState("");
  const graph = useMemo(() => graphOfCauses(causes, labelOf, `${causes.target.uid} ${causes.as_of}`), [causes, labelOf]);
  const way = useSame(causes.causes.find(({ ci }) => ci.uid === chosen)?.way.map(({ uid }) => uid) ?? []);
  const wish = useSame({ grouping: "auto" as const, open: [], pinned: [chosen].filter(Boolean), single: [], states: [] });
  const { drawn, error } = useLayout(graph, wish);
  const scene = useMemo(() => drawn && sceneOf(drawn, NO_TOTALS, "causes", WORDS), [drawn]);
  const focus = useMemo(() => (scene && chosen ? focusOn(scene, chosen, way) : NO_FOCUS), [scene, chosen, way]);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  if (error) return <div className={impact.blank} role="alert"><Empty>{t("The picture could not be laid out: {reason}.", { reason: error.message })}</Empty></div>;
  if (!scene) return <div className={impact.blank}><Waiting lines={6} /></div>;
  return (
    <div className={classes.picture}>
      <GraphCanvas
        scene={scene} focus={focus} tokens={tokens} look={look} onLook={setLook}
        label={t("Causes of {name}: {count, plural, one {# CI} other {# CIs}}", { name: causes.target.name, count: graph.nodes.length })}
        onSelect={(box) => { choose(box ? uidAt(scene, box) ?? "" : ""); }}
        onOpen={(box) => { if (!box.isGroup) open(ciHref(uidAt(scene, box) ?? "")); }}
        describe={(box) => {
          const node = causes.graph.nodes.find(({ uid }) => uid === uidAt(scene, box));
          return node && !box.isGroup ? <><strong className={impact.whole}>{node.name}</strong><div className="dim">{labelOf(node.ci_class)} · {healthLook(node.health)[2]}</div></> : <strong>{box.label}</strong>;
        }}
      />
    </div>
  );
}
