import { Button } from "@mantine/core";
import { IconArrowsMaximize } from "@tabler/icons-react";

import { StateLook } from "../../components/Look";
import { type Box, STATES, stateIndex } from "../../graph/model";
import type { Scene } from "../../graph/scene";
import { groupWords } from "../../graph/words";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./Impact.module.css";
import type { ImpactActions } from "./urlState";

const NAMED = 8;

/** A selected group: how its CIs are, the worst of them by name, and the way to see them all. */
export function GroupDetails({ scene: { graph }, box, actions }: { scene: Scene; box: Box; actions: ImpactActions }) {
  const members = box.members.flatMap((place) => graph.nodes[place] ?? []).sort((a, b) => stateIndex(a.state) - stateIndex(b.state));
  const first = members[0];
  return (
    <section className={classes.selected} aria-label={t("Selected group")} tabIndex={0}>
      <div className="dim">{t("Selected group")}</div>
      <h2>{groupWords(box, first).join(" · ")}</h2>
      <div className={classes.states}>
        <span>{t("Level {level} · {count} CIs", { level: box.level, count: formatNumber(members.length) })}</span>
        {STATES.map((state, index) => (box.counts[index] ?? 0) > 0 && <span key={state}><StateLook state={state} /> {formatNumber(box.counts[index] ?? 0)}</span>)}
      </div>
      <ul className={classes.members}>
        {members.slice(0, NAMED).map(({ uid, name, state }) => (
          <li key={uid}>
            <button type="button" className={classes.textButton} onClick={() => { actions.selectCI(uid); }}>{name}</button> <StateLook state={state} />
          </li>
        ))}
      </ul>
      {members.length > NAMED && <div className="dim">{t("and {count} more", { count: formatNumber(members.length - NAMED) })}</div>}
      <Button variant="default" leftSection={<IconArrowsMaximize size={15} aria-hidden />} onClick={() => { actions.openGroup(box.key, first?.uid ?? ""); }}>
        {t("Draw each of them")}
      </Button>
    </section>
  );
}
