import { useQuery } from "@tanstack/react-query";

import { meQuery } from "../../api/session";
import { signalsQuery } from "../../api/signals";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { useAsOf } from "../../components/instants";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { BindingsTab } from "./BindingsTab";
import { MappingsTab } from "./MappingsTab";
import { SignalsTab } from "./SignalsTab";

/** What monitoring says: open, without a CI, ended; and how senders are read. */
export function SignalsPage() {
  const asOf = useAsOf();
  const counts = useQuery(signalsQuery("open", "", asOf)).data?.counts;
  // What senders name may be any CI, so it is for those who may see all.
  const seesAll = useQuery(meQuery).data?.sees_all ?? false;
  const open = counts && counts.critical + counts.warning + counts.info;
  const tabs: readonly [UrlTab, ...UrlTab[]] = [
    { value: "open", label: t("Open"), ...(open === undefined ? {} : { count: open }), render: () => <SignalsTab state="open" /> },
    { value: "unmatched", label: t("Without a CI"), ...(counts ? { count: counts.unmatched } : {}), render: () => <SignalsTab state="unmatched" /> },
    { value: "resolved", label: t("Ended"), render: () => <SignalsTab state="resolved" /> },
    ...(seesAll ? [{ value: "bindings", label: t("What senders mean"), render: () => <BindingsTab /> }] : []),
    { value: "mappings", label: t("Mappings"), render: () => <MappingsTab /> },
  ];
  return (
    <>
      <title>{`${t("Signals")} · Plumbline`}</title>
      <div className="row">
        <h1 className="grow">{t("Signals")}</h1>
        <AsOfPicker />
      </div>
      <AsOfBanner />
      <UrlTabs label={t("Signals")} tabs={tabs} forgets={["severity"]} />
    </>
  );
}
