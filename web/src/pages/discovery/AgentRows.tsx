import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeAgent } from "../../api/discovery";
import type { Agent } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { classWord } from "../../locales/labels";
import { useMay } from "../../shell/permissions";
import { useUrlState } from "../../shell/search";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import type { Result } from "../administration/Result";
import { Collectors, Outcomes } from "./Collectors";
import classes from "./Discovery.module.css";
import { isProblem, worstFirst } from "./outcomes";

interface Props {
  agents: readonly Agent[];
  tell: (result: Result) => void;
}

export function AgentRows({ agents, tell }: Props) {
  const mayRemove = useMay("admin");
  const queries = useQueryClient();
  const [removing, setRemoving] = useState<Agent | null>(null);
  const removed = (agent: Agent) => {
    tell({ state: "up", text: t("{name} is removed; its credential works no longer.", { name: agent.name }) });
    void queries.invalidateQueries({ queryKey: ["agents"] });
  };
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("Agent")}</th>
            <th>{t("CI")}</th>
            <th>{t("Version")}</th>
            <th>{t("Last contact")}</th>
            <th>{t("Collectors")}</th>
            {mayRemove && <th><span className="visuallyhidden">{t("Actions")}</span></th>}
          </tr>
        </thead>
        {agents.map((agent) => (
          <AgentRow key={agent.agent_id} agent={agent} remove={mayRemove ? () => { setRemoving(agent); } : null} />
        ))}
      </table>
      {removing && (
        <ConfirmDialog
          title={t("Remove the agent {name}?", { name: removing.name })}
          action={t("Remove the agent")}
          run={() => removeAgent(removing.agent_id)}
          done={() => { removed(removing); }}
          close={() => { setRemoving(null); }}
        >
          <p style={{ marginBlockStart: 0 }}>
            {t("Agent")} <code>{removing.agent_id}</code>
          </p>
          {t("Its credential stops working at once. What it reported stays in the graph. To report again it has to be enrolled anew.")}
        </ConfirmDialog>
      )}
    </>
  );
}

/** One agent; below it the collectors that failed or saw a part only, or all of them. */
function AgentRow({ agent, remove }: { agent: Agent; remove: (() => void) | null }) {
  const [search, change] = useUrlState();
  const opened = search.agent ?? [];
  const isOpen = opened.includes(agent.agent_id);
  const toggle = () => {
    change({ agent: isOpen ? opened.filter((id) => id !== agent.agent_id) : [...opened, agent.agent_id] });
  };
  const sections = worstFirst(agent.sections);
  const shown = isOpen ? sections : sections.filter(isProblem);
  const detail = `collectors-${agent.agent_id}`;
  const columns = remove ? 6 : 5;
  return (
    <tbody>
      <tr className={classes.main} data-open={shown.length > 0 || undefined}>
        <td>
          <span className="row" style={{ flexWrap: "nowrap" }}>
            <ActionIcon
              variant="subtle" color="gray" size={24} onClick={toggle} aria-expanded={isOpen} aria-controls={detail}
              aria-label={t("All collectors of {name}", { name: agent.name })}
            >
              {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
            </ActionIcon>
            <strong title={t("Agent {id}", { id: agent.agent_id })}>{agent.name}</strong>
          </span>
        </td>
        <td><AgentCi agent={agent} /></td>
        <td>{agent.version ?? <span className="dim">–</span>}</td>
        <td className={classes.line}><LastContact at={agent.last_contact_at} /></td>
        <td><Outcomes sections={agent.sections} /></td>
        {remove && (
          <td className="num">
            <ActionIcon
              variant="default" size={26} onClick={remove} title={t("Remove")}
              aria-label={t("Remove the agent {name}", { name: agent.name })}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </td>
        )}
      </tr>
      <tr id={detail} className={classes.detail} hidden={shown.length === 0}>
        <td colSpan={columns}>{shown.length > 0 && <Collectors agent={agent} sections={shown} />}</td>
      </tr>
    </tbody>
  );
}

function AgentCi({ agent }: { agent: Agent }) {
  if (!agent.ci) return <span className="dim">{t("none yet")}</span>;
  return (
    <>
      <AppLink className="quiet" href={ciHref(agent.ci.uid)}>{agent.ci.name}</AppLink>{" "}
      <span className="dim">{classWord(agent.ci.ci_class)}</span>
    </>
  );
}

function LastContact({ at }: { at: string | null }) {
  if (!at) return <span className="dim">{t("never")}</span>;
  return (
    <>
      <Time at={at} isRelative /> <span className="dim">· <Time at={at} /></span>
    </>
  );
}
