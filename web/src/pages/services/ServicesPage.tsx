import { useQuery } from "@tanstack/react-query";

import { servicesQuery } from "../../api/services";
import { meQuery } from "../../api/session";
import { suggestionsQuery } from "../../api/suggestions";
import { unknownPeersQuery } from "../../api/unknowns";
import { Loaded } from "../../components/PageState";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { CertificatesTab } from "./CertificatesTab";
import { PeersTable } from "./PeersTable";
import { RedundancyTab } from "./RedundancyTab";
import { ServicesTab } from "./ServicesTab";
import { SuggestionsTab } from "./SuggestionsTab";

function PeersTab() {
  const peers = useQuery(unknownPeersQuery);
  return <Loaded query={peers} what={t("The unknown addresses could not be loaded.")}>{(found) => <PeersTable peers={found} />}</Loaded>;
}

/** Services, what each consists of, and what is not known of all of them. */
export function ServicesPage() {
  const services = useQuery(servicesQuery);
  const peers = useQuery(unknownPeersQuery);
  // What speaks for a suggestion names CIs in words, so it is for those who may see all.
  const seesAll = useQuery(meQuery).data?.sees_all ?? false;
  const suggestions = useQuery({ ...suggestionsQuery, enabled: seesAll });
  const tabs: readonly [UrlTab, ...UrlTab[]] = [
    { value: "services", label: t("Services"), count: services.data?.items.length, render: () => <ServicesTab /> },
    ...(seesAll ? [{ value: "suggestions", label: t("Suggestions"), count: suggestions.data?.items.length, render: () => <SuggestionsTab /> }] : []),
    { value: "redundancy", label: t("Redundancy"), render: () => <RedundancyTab /> },
    { value: "certificates", label: t("Certificates"), render: () => <CertificatesTab /> },
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
