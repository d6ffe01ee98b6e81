import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { silentQuery } from "../../api/ageing";
import { agentsQuery, parkedCountQuery } from "../../api/discovery";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { oneOf, useUrlState } from "../../shell/search";
import { AgentsTab } from "./AgentsTab";
import { CollectorsTab } from "./CollectorsTab";
import { CoverageTab } from "./CoverageTab";
import { CredentialsTab } from "./credentials/CredentialsTab";
import { EnrolmentTokensTab } from "./EnrolmentTokensTab";
import { FailuresTab } from "./FailuresTab";
import { MapTab } from "./map/MapTab";
import { OF_MAP } from "./map/urlState";
import { ParkedTab } from "./ParkedTab";
import { ScansTab } from "./scans/ScansTab";
import { SilentTab } from "./SilentTab";
import { WhyNotTab } from "./WhyNotTab";

const TABS = ["agents", "collectors", "scans", "failures", "why", "coverage", "map", "credentials", "silent", "parked", "tokens"] as const;
/** What belongs to one tab and goes when it is left. */
const LEFT = Object.fromEntries(["q", "reason", "show", "agent", "item", "run", "subnet", "scope", "site", "stage", ...OF_MAP].map((name) => [name, null]));

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
    change({ ...LEFT, tab: wanted === "agents" ? null : wanted }, { push: true });
  };
  return (
    <>
      <title>{`${t("Discovery")} · Plumbline`}</title>
      <h1>{t("Discovery")}</h1>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="agents">{counted(t("Agents"), agents.data?.items.length)}</Tabs.Tab>
          <Tabs.Tab value="collectors">{t("Collectors")}</Tabs.Tab>
          <Tabs.Tab value="scans">{t("Scans")}</Tabs.Tab>
          <Tabs.Tab value="failures">{t("Failures")}</Tabs.Tab>
          <Tabs.Tab value="why">{t("Why not?")}</Tabs.Tab>
          <Tabs.Tab value="coverage">{t("Coverage")}</Tabs.Tab>
          <Tabs.Tab value="map">{t("Network map")}</Tabs.Tab>
          <Tabs.Tab value="credentials">{t("Credentials")}</Tabs.Tab>
          <Tabs.Tab value="silent">{counted(t("Silent"), silent.data?.total)}</Tabs.Tab>
          <Tabs.Tab value="parked">{counted(t("Parked"), parked.data)}</Tabs.Tab>
          <Tabs.Tab value="tokens">{t("Enrolment tokens")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="agents" pt="md"><AgentsTab /></Tabs.Panel>
        <Tabs.Panel value="collectors" pt="md"><CollectorsTab /></Tabs.Panel>
        <Tabs.Panel value="scans" pt="md"><ScansTab /></Tabs.Panel>
        <Tabs.Panel value="failures" pt="md"><FailuresTab /></Tabs.Panel>
        <Tabs.Panel value="why" pt="md"><WhyNotTab /></Tabs.Panel>
        <Tabs.Panel value="coverage" pt="md"><CoverageTab /></Tabs.Panel>
        <Tabs.Panel value="map" pt="md"><MapTab /></Tabs.Panel>
        <Tabs.Panel value="credentials" pt="md"><CredentialsTab /></Tabs.Panel>
        <Tabs.Panel value="silent" pt="md"><SilentTab /></Tabs.Panel>
        <Tabs.Panel value="tokens" pt="md"><EnrolmentTokensTab /></Tabs.Panel>
        <Tabs.Panel value="parked" pt="md"><ParkedTab /></Tabs.Panel>
      </Tabs>
    </>
  );
}
