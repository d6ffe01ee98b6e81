import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { isNotFound } from "../../api/problem";
import { type ServiceDetail, serviceQuery } from "../../api/services";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { ciHref, impactHref } from "../../components/links";
import { useAsOf } from "../../components/instants";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { HealthFact } from "../ci/HealthFact";
import { OnlyForAll } from "../identity/OnlyForAll";
import { IncidentsOfCI } from "../records/IncidentsOfCI";
import { AvailabilityTab } from "./AvailabilityTab";
import { CertificatesTab } from "./CertificatesTab";
import { DefinitionForm } from "./DefinitionForm";
import { factsOf } from "./facts";
import { MapTab } from "./MapTab";
import { UnknownsTab } from "./UnknownsTab";
import { OF_MAP } from "./urlState";

function Header({ service }: Pick<ServiceDetail, "service">) {
  const asOf = useAsOf();
  return (
    <>
      <h1>{service.name}</h1>
      <div className="row">
        <span className="dim grow">
          {[service.class_label, ...factsOf(service)].join(" · ")}
          {service.owners.map((owner) => <span key={owner.uid}> · {t("owned by")} <CILink ci={owner} isInText /></span>)}
        </span>
        {service.unresolved > 0 && <Look look={["degraded", "▲", t("{count, plural, one {# entry point leads} other {# entry points lead}} nowhere yet", { count: service.unresolved })]} />}
        {asOf === "" && !service.is_defined && <span className="dim">{t("Not defined: it is entered where it is said to depend on something.")}</span>}
        <AppLink href={ciHref(service.uid, { tab: "history" })}>{t("History")}</AppLink>
        <AppLink href={ciHref(service.uid)}>{t("Attributes")}</AppLink>
        <AppLink href={impactHref(service.uid)}>{t("Impact")}</AppLink>
      </div>
      <div className="row">
        <span>{t("Health")}: <HealthFact uid={service.uid} /></span>
      </div>
    </>
  );
}

function Shown({ detail }: { detail: ServiceDetail }) {
  const mayEdit = useMay("write");
  const isPast = useAsOf() !== "";
  const { uid, name } = detail.service;
  return (
    <>
      <title>{`${name} · Plumbline`}</title>
      <Header service={detail.service} />
      <UrlTabs
        label={t("Service")} forgets={OF_MAP}
        tabs={[
          { value: "map", label: t("Map"), render: () => <MapTab detail={detail} /> },
          { value: "unknown", label: t("What is not known"), render: () => <UnknownsTab uid={uid} /> },
          ...(isPast ? [] : [{ value: "incidents", label: t("Incidents"), render: () => <IncidentsOfCI uid={uid} name={name} /> }]),
          { value: "availability", label: t("Availability"), render: () => <AvailabilityTab uid={uid} /> },
          { value: "certificates", label: t("Certificates"), render: () => <CertificatesTab service={uid} /> },
          { value: "definition", label: t("Definition"), render: () => <OnlyForAll>{isPast ? <Empty>{t("Of the past only the map is shown.")}</Empty> : <DefinitionForm key={`${uid} ${String(detail.definition?.revision ?? 0)}`} detail={detail} mayEdit={mayEdit} />}</OnlyForAll> },
        ]}
      />
    </>
  );
}

/** One service: its map, and from what its members follow. */
export function ServicePage() {
  const { uid }: { uid: string } = useParams({ strict: false });
  const service = useQuery(serviceQuery(uid, useAsOf()));
  if (isNotFound(service.error)) {
    return (
      <>
        <title>{`${t("No such service")} · Plumbline`}</title>
        <h1>{t("No such service")}</h1>
        <div className="panel"><Empty action={<AppLink href="/services">{t("To the list of services")}</AppLink>}>{t("It is retired, or it is no service.")}</Empty></div>
      </>
    );
  }
  return <Loaded query={service} what={t("The service could not be loaded.")} lines={12}>{(detail) => <Shown detail={detail} />}</Loaded>;
}
