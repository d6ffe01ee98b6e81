import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { silentQuery } from "../../api/ageing";
import { agentsQuery, parkedCountQuery } from "../../api/discovery";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { oneOf, useUrlState } from "../../shell/search";
import { AgentsTab } from "./AgentsTab";
import { EnrolmentTokensTab } from "./EnrolmentTokensTab";
import { ParkedTab } from "./ParkedTab";
import { SilentTab } from "./SilentTab";

const TABS = ["agents", "silent", "parked", "tokens"] as const;

function counted(word: string, count: number | undefined): string {
  return count === undefined ? word : `${word} (${formatNumber(count)})`;
}

/** What reports to this server, what lets it in, and what of the reports waits. */
export function DiscoveryPage() {
  const [search, change] = useUrlState();
  const agents = useQuery(agentsQuery);
  const parked = useQuery(parkedCountQuery);
  const silent = useQuery(silentQuery);
  const tab = oneOf(search, "tab", TABS, "agents");
  const open = (wanted: string | null) => {
    change({ tab: wanted === "agents" ? null : wanted, q: null, reason: null, show: null, agent: null, item: null }, { push: true });
  };
  return (
    <>
      <title>{`${t("Discovery")} · Plumbline`}</title>
      <h1>{t("Discovery")}</h1>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="agents">{counted(t("Agents"), agents.data?.items.length)}</Tabs.Tab>
          <Tabs.Tab value="silent">{counted(t("Silent"), silent.data?.total)}</Tabs.Tab>
          <Tabs.Tab value="parked">{counted(t("Parked"), parked.data)}</Tabs.Tab>
          <Tabs.Tab value="tokens">{t("Enrolment tokens")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="agents" pt="md"><AgentsTab /></Tabs.Panel>
        <Tabs.Panel value="silent" pt="md"><SilentTab /></Tabs.Panel>
        <Tabs.Panel value="tokens" pt="md"><EnrolmentTokensTab /></Tabs.Panel>
        <Tabs.Panel value="parked" pt="md"><ParkedTab /></Tabs.Panel>
      </Tabs>
    </>
  );
}
