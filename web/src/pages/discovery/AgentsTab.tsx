import { Button, Checkbox, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { agentsQuery } from "../../api/discovery";
import type { Agent } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first, hrefOf, useUrlState } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { AgentRows } from "./AgentRows";
import classes from "./Discovery.module.css";
import { InstallCommand } from "./InstallCommand";
import { hasProblem } from "./outcomes";

const AT_FIRST = 200;

function NoAgents() {
  return (
    <div className={`panel ${classes.empty ?? ""}`}>
      <h2>{t("No agents yet")}</h2>
      <div>
        {t("An agent reads the hardware, software, programs and connections of its machine and reports them here.")}{" "}
        <AppLink href={hrefOf("/discovery", { tab: "tokens" })}>{t("Create an enrolment token")}</AppLink>{" "}
        {t("and run:")}
      </div>
      <InstallCommand />
    </div>
  );
}

function matching(agents: readonly Agent[], text: string, onlyProblems: boolean): Agent[] {
  const wanted = text.trim().toLowerCase();
  const found = agents.filter(
    (agent) =>
      [agent.name, agent.version ?? "", agent.ci?.name ?? ""].some((word) => word.toLowerCase().includes(wanted)) &&
      (!onlyProblems || hasProblem(agent)),
  );
  return found.sort((a, b) => a.name.localeCompare(b.name) || a.agent_id.localeCompare(b.agent_id));
}

function Filter({ shown, all }: { shown: number; all: number }) {
  const [search, change] = useUrlState();
  return (
    <div className={classes.filter}>
      <TextInput
        aria-label={t("Filter by agent, CI or version")}
        placeholder={t("Agent, CI or version")}
        value={first(search, "q")}
        onChange={(event) => { change({ q: event.currentTarget.value }); }}
      />
      <Checkbox
        size="sm"
        label={t("With problems only")}
        checked={first(search, "show") === "problems"}
        onChange={(event) => { change({ show: event.currentTarget.checked ? "problems" : null }); }}
      />
      <span className="dim" role="status">{t("{shown} of {all, plural, one {# agent} other {# agents}}", { shown, all })}</span>
    </div>
  );
}

function AgentTable({ agents, tell }: { agents: readonly Agent[]; tell: (result: Result) => void }) {
  const [search, change] = useUrlState();
  const [isComplete, setComplete] = useState(false);
  const found = matching(agents, first(search, "q"), first(search, "show") === "problems");
  const shown = isComplete ? found : found.slice(0, AT_FIRST);
  const clear = (
    <Button variant="default" onClick={() => { change({ q: null, show: null }); }}>{t("Clear the filter")}</Button>
  );
  return (
    <>
      <Filter shown={found.length} all={agents.length} />
      <div className="panel scroll">
        {found.length === 0 ? (
          <Empty action={clear}>{t("No agent matches the filter.")}</Empty>
        ) : (
          <AgentRows agents={shown} tell={tell} />
        )}
        {shown.length < found.length && (
          <div className={classes.more}>
            <Button variant="default" onClick={() => { setComplete(true); }}>
              {t("Show all {count}", { count: found.length })}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

/** The enrolled agents with the outcome of each collector, and how to add one. */
export function AgentsTab() {
  const agents = useQuery(agentsQuery);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={shared.stack} {...keeper}>
      <ResultLine result={result} />
      <Loaded query={agents} what={t("The agents could not be loaded.")}>
        {({ items }) =>
          items.length === 0 ? (
            <NoAgents />
          ) : (
            <>
              <AgentTable agents={items} tell={tell} />
              <details className={`panel ${classes.install ?? ""}`}>
                <summary>{t("Put an agent on another machine")}</summary>
                <InstallCommand />
              </details>
            </>
          )
        }
      </Loaded>
    </div>
  );
}
