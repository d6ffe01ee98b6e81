import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";

import { ciQuery } from "../../api/cis";
import { isNotFound } from "../../api/problem";
import type { CI } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { AsOfBanner } from "../../components/AsOf";
import { useAsOf } from "../../components/instants";
import { impactHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import { useShortcut } from "../../shell/shortcuts";
import { IdentityTab } from "../identity/IdentityTab";
import { RackTab, racksOf } from "../racks/RackTab";
import { IncidentsOfCI } from "../records/IncidentsOfCI";
import { AttributesTab } from "./AttributesTab";
import { CIHeader } from "./CIHeader";
import { ConnectionsTab } from "./ConnectionsTab";
import { HistoryTab } from "./HistoryTab";
import { RelationsTab } from "./RelationsTab";
import { SoftwareTab } from "./SoftwareTab";
import { VulnerabilitiesTab } from "./VulnerabilitiesTab";

// Parameters that belong to one tab.
const OF_A_TAB = ["attribute", "q", "since", "until"];

/** One CI: what it is, what it is related to, what runs and what happened on it. */
export function CIPage() {
  const { uid }: { uid: string } = useParams({ strict: false });
  const ci = useQuery(ciQuery(uid, useAsOf()));
  if (isNotFound(ci.error)) return <NoSuchCI uid={uid} />;
  return (
    <Loaded query={ci} what={t("The CI could not be loaded.")} lines={12}>
      {(found) => <Found ci={found} asked={uid} />}
    </Loaded>
  );
}

function NoSuchCI({ uid }: { uid: string }) {
  const asOf = useAsOf();
  return (
    <>
      <title>{`${t("No such CI")} · Plumbline`}</title>
      <AsOfBanner />
      <h1>{t("No such CI")}</h1>
      <div className="panel">
        <Empty action={<AppLink href="/cis">{t("To the list of CIs")}</AppLink>}>
          {asOf === ""
            ? t("There is no configuration item with the id {uid}. Nothing is deleted by discovery, so the address is probably incomplete.", { uid })
            : t("This configuration item was not there yet.")}
        </Empty>
      </div>
    </>
  );
}

/** What of a CI is shown to somebody whose roles do not show it. */
function Redacted({ ci }: { ci: CI }) {
  return (
    <>
      <title>{`${ci.class_label} · Plumbline`}</title>
      <h1>{t("{name} that your roles do not show", { name: ci.class_label })}</h1>
      <div className="panel">
        <Empty action={<AppLink href={impactHref(ci.uid)}>{t("What breaks if this breaks")}</AppLink>}>
          {t("It is {status}. An administrator can give you a role that shows more.", { status: ci.status })}
        </Empty>
      </div>
    </>
  );
}

/** The page of a CI that was merged leads to the one that took its place. */
function Found({ ci, asked }: { ci: CI; asked: string }) {
  const [search] = useUrlState();
  if (ci.redacted) return <Redacted ci={ci} />;
  const successor = ci.merged_into ?? (ci.uid === asked ? null : ci.uid);
  if (successor !== null && successor !== asked) {
    return <Navigate to="/cis/$uid" params={{ uid: successor }} search={{ ...search, merged: [ci.name || asked] }} replace />;
  }
  return <Shown ci={ci} />;
}

function tabsOf(ci: CI, isPast: boolean): readonly [UrlTab, ...UrlTab[]] {
  const { relationships, software, connections, history } = ci.counts;
  return [
    { value: "attributes", label: t("Attributes"), render: () => <AttributesTab ci={ci} /> },
    { value: "relations", label: t("Relations"), count: relationships, render: () => <RelationsTab ci={ci} /> },
    { value: "software", label: t("Software"), count: software, isFilling: true, render: () => <SoftwareTab ci={ci} /> },
    { value: "connections", label: t("Connections"), count: connections, isFilling: true, render: () => <ConnectionsTab ci={ci} /> },
    ...(isPast || racksOf(ci) === null ? [] : [
      { value: "rack", label: racksOf(ci) === "racks" ? t("Racks") : t("Rack"), render: () => <RackTab ci={ci} /> },
    ]),
    ...(isPast ? [] : [
      { value: "vulnerabilities", label: t("Vulnerabilities"), render: () => <VulnerabilitiesTab uid={ci.uid} /> },
      { value: "identity", label: t("Identity"), render: () => <IdentityTab ci={ci} /> },
      { value: "incidents", label: t("Incidents"), render: () => <IncidentsOfCI uid={ci.uid} name={ci.name} /> },
    ]),
    { value: "history", label: t("History"), count: history, render: () => <HistoryTab ci={ci} /> },
  ];
}

function Shown({ ci }: { ci: CI }) {
  const open = useOpen();
  const [search, change] = useUrlState();
  const merged = first(search, "merged");
  const asOf = useAsOf();
  useShortcut("i", t("Impact of this CI"), () => { open(impactHref(ci.uid)); });
  useShortcut("h", t("History of this CI"), () => {
    if (first(search, "tab") !== "history") change({ tab: "history", attribute: null, q: null }, { push: true });
  });
  return (
    <>
      <title>{`${ci.name} · ${ci.class_label} · Plumbline`}</title>
      {merged && (
        <div className="panel" role="status">
          <span className="state" data-state="unknown"><span aria-hidden>⇒</span> {t("Merged")}</span>{" "}
          {t("“{name}” turned out to be the same as this CI and was merged into it.", { name: merged })}
        </div>
      )}
      <AsOfBanner />
      <CIHeader ci={ci} />
      <UrlTabs label={t("About this CI")} tabs={tabsOf(ci, asOf !== "")} forgets={OF_A_TAB} />
    </>
  );
}
