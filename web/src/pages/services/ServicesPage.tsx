import { useQuery } from "@tanstack/react-query";

import { servicesQuery } from "../../api/services";
import { unknownPeersQuery } from "../../api/unknowns";
import { Loaded } from "../../components/PageState";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { PeersTable } from "./PeersTable";
import { ServicesTab } from "./ServicesTab";

function PeersTab() {
  const peers = useQuery(unknownPeersQuery);
  return <Loaded query={peers} what={t("The unknown addresses could not be loaded.")}>{(found) => <PeersTable peers={found} />}</Loaded>;
}

/** Services, what each consists of, and what is not known of all of them. */
export function ServicesPage() {
  const services = useQuery(servicesQuery);
  const peers = useQuery(unknownPeersQuery);
  const tabs: readonly [UrlTab, ...UrlTab[]] = [
    { value: "services", label: t("Services"), count: services.data?.items.length, render: () => <ServicesTab /> },
    { value: "unknown", label: t("Unknown addresses"), count: peers.data?.total, render: () => <PeersTab /> },
  ];
  return (
    <>
      <title>{`${t("Services")} · Plumbline`}</title>
      <h1>{t("Services")}</h1>
      <UrlTabs label={t("Services")} tabs={tabs} />
    </>
  );
}
