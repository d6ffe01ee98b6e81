import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { certificatesQuery, type ListedCertificate } from "../../api/certificates";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { repeatedNames } from "../../components/sameNames";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

function expiryWords({ state, days_left: days }: ListedCertificate) {
  if (state === "expired") return t("Expired");
  return t("in {count, plural, one {# day} other {# days}}", { count: days });
}

function expiryLook(certificate: ListedCertificate) {
  const looks = { expired: ["down", "■"], soon: ["at_risk", "◆"], later: ["up", "●"] } as const;
  return <Look look={[...looks[certificate.state], expiryWords(certificate)]} />;
}

function Places({ certificate: { shown_at: places, shown_count: count } }: { certificate: ListedCertificate }) {
  const [first] = places;
  if (first === undefined) return <span className="dim">{t("nowhere that is known")}</span>;
  return <>{<CILink ci={first} isInText />}{first.root !== null && ` (${first.root})`}{count > 1 && ` +${formatNumber(count - 1)}`}</>;
}

const SERVICES_SHOWN = 4;

function Failing({ certificate: { services, reaches_services: isKnown } }: { certificate: ListedCertificate }) {
  if (!isKnown) return <span className="dim">{t("expires late")}</span>;
  if (services.length === 0) return <span className="dim">{t("none that is known")}</span>;
  const more = services.length - SERVICES_SHOWN;
  const repeated = repeatedNames(services);
  return <>{services.slice(0, SERVICES_SHOWN).map((service, turn) => <span key={service.uid}>{turn > 0 && ", "}<CILink ci={service} isInText withClass={repeated.has(service.name)} /> ({service.state})</span>)}{more > 0 && ` ${t("and {count} more", { count: formatNumber(more) })}`}</>;
}

function failingWords({ services }: ListedCertificate) {
  return services.map(({ name, state }) => `${name} (${state})`).join(", ");
}

function columns(): Column<ListedCertificate>[] {
  return [
    { key: "name", label: t("Certificate"), width: 190, cell: (certificate) => <CILink ci={certificate} />, title: ({ name }) => name },
    { key: "expires", label: t("Expires"), width: 110, cell: expiryLook },
    { key: "on", label: t("On"), width: 95, cell: ({ expires_at: at }) => at.slice(0, "2027-01-31".length) },
    { key: "services", label: t("Services that fail then"), width: 240, cell: (certificate) => <Failing certificate={certificate} />, title: failingWords },
    { key: "places", label: t("Shown at"), width: 220, cell: (certificate) => <Places certificate={certificate} /> },
    { key: "issuer", label: t("Issuer"), width: 200, cell: ({ issuer }) => issuer, title: ({ issuer }) => issuer },
  ];
}

/** How many are shown at first and more each time, and at most: as many as the server tells at once. */
const PAGE = 100;
const MOST = 500;

/** The certificates that servers show, all or those that a service needs, the first to expire first. */
export function CertificatesTab({ service = "" }: { service?: string }) {
  const [limit, setLimit] = useState(PAGE);
  const found = useQuery({ ...certificatesQuery(service, limit), placeholderData: keepPreviousData });
  return (
    <Loaded query={found} what={t("The certificates could not be loaded.")} lines={12}>
      {({ items, total }) => (
        <>
          <SectionTable
            title={t("Certificates")} count={total} columns={columns()} rows={items} rowKey={({ uid }) => uid}
            empty={<Empty>{t("No certificate is known: agents and scans read those that the configuration of servers names.")}</Empty>}
          />
          {items.length < total && limit < MOST && (
            <p><button type="button" className="textbutton" onClick={() => { setLimit(limit + PAGE); }}>{t("Show more that expire later")}</button></p>
          )}
          {items.length < total && limit >= MOST && <p className="dim">{t("`cmdb certificates list` has them all.")}</p>}
        </>
      )}
    </Loaded>
  );
}
