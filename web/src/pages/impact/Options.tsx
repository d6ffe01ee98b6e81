import type { CSSProperties } from "react";

import type { AffectedService } from "../../api/types";
import { ChangeLook } from "../../components/Differing";
import { StateLook } from "../../components/Look";
import { formatRelative, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { classWord, typeWords } from "../../locales/labels";
import type { CIEntry, NodesByUid, ServiceEntry } from "./entries";
import classes from "./Impact.module.css";

interface OptionProps {
  id: string;
  style: CSSProperties;
  isSelected: boolean;
  onClick: () => void;
  nodes: NodesByUid;
}

function nameIn(nodes: NodesByUid, uid: string): string {
  return nodes.get(uid)?.name ?? uid;
}

/** A CI in one line. */
export function CIOption({ id, style, isSelected, onClick, nodes, entry }: OptionProps & { entry: CIEntry }) {
  const node = nodes.get(entry.uid);
  const label = node?.class_label ?? classWord(entry.ciClass);
  const where = node?.root ? t("on {root}", { root: node.root }) : "";
  return (
    <div id={id} role="option" aria-selected={isSelected} className={classes.option} style={style} onClick={onClick} title={[entry.name, label, where].filter(Boolean).join(" · ")}>
      <span className={classes.optionState}>{entry.mark ? <ChangeLook change={entry.mark} /> : <StateLook state={entry.state} />}</span>
      <span className="grow cut">{entry.name} {where && <span className="dim">{where}</span>}</span>
      <span className={`dim cut ${classes.optionClass ?? ""}`}>{label}</span>
      <span className="dim" aria-label={t("level {level}", { level: entry.level })}>{t("L{level}", { level: entry.level })}</span>
    </div>
  );
}

/** A service with how many use it, the way the failure takes to it and the least sure step of that. */
export function ServiceOption({ id, style, isSelected, onClick, nodes, entry }: OptionProps & { entry: ServiceEntry }) {
  const { service } = entry;
  const names = service.path.map((uid) => nameIn(nodes, uid));
  const path = names.join(" → ");
  const between = names.slice(1, -1);
  return (
    <div id={id} role="option" aria-selected={isSelected} className={classes.serviceOption} style={style} onClick={onClick} title={`${path}\n${weakestWords(service, nodes)}`}>
      <div className={classes.optionLine}>
        <span className={classes.optionState}><StateLook state={entry.state} /></span>
        <strong className="grow cut">{entry.name}</strong>
        <span className="dim">{stakes(service)}</span>
      </div>
      <div className="dim cut">{between.length > 0 ? t("via {names}", { names: between.join(" → ") }) : t("directly")}</div>
      <div className="dim cut">{weakestWords(service, nodes)}</div>
    </div>
  );
}

function stakes({ users, criticality, owner_name, support_hours }: AffectedService): string {
  return [stake(users, criticality), owner_name, support_hours].filter(Boolean).join(" · ");
}

function stake(users: number | null, criticality: number | null): string {
  if (users !== null) return t("{users, plural, one {# user} other {# users}}", { users });
  return criticality === null ? "" : t("criticality {criticality}", { criticality });
}

function weakestWords({ weakest, margin }: AffectedService, nodes: NodesByUid): string {
  const spare = margin !== null && margin >= 0 ? t("can lose {margin} more", { margin }) : "";
  if (!weakest) return spare;
  if (weakest.confidence === 1) return [t("every step {share} sure", { share: formatShare(1) }), spare].filter(Boolean).join(" · ");
  const sure = weakest.confidence === null ? t("weakest step, not rated") : t("weakest step {share}", { share: formatShare(weakest.confidence) });
  const step = [nameIn(nodes, weakest.source), typeWords(weakest.type), nameIn(nodes, weakest.target)].join(" ");
  const seen = weakest.last_seen_at ? t("seen {when}", { when: formatRelative(weakest.last_seen_at) }) : "";
  return [`${sure}: ${step}`, seen, spare].filter(Boolean).join(" · ");
}
