import { AsOfBanner } from "../../components/AsOf";
import { SituationPicker } from "../../components/Situation";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { RedundancyTab } from "../services/RedundancyTab";
import { PointsTab } from "./PointsTab";
import { RisksTab } from "./RisksTab";
import { StartTab } from "./StartTab";

const OF_POINTS = ["level", "service", "query", "since", "accepted", "offset", "ci"];

/** Where the estate is weak: what takes others down alone, redundancy that is none, risks that are accepted. */
export function ResiliencePage() {
  const tabs: readonly [UrlTab, ...UrlTab[]] = [
    { value: "points", label: t("Single points of failure"), render: () => <PointsTab /> },
    { value: "redundancy", label: t("Redundancy"), render: () => <RedundancyTab /> },
    { value: "start", label: t("Cannot start"), render: () => <StartTab /> },
    { value: "risks", label: t("Accepted risks"), render: () => <RisksTab /> },
  ];
  return (
    <>
      <title>{`${t("Resilience")} · Plumbline`}</title>
      <AsOfBanner />
      <h1>{t("Resilience")}</h1>
      <SituationPicker />
      <UrlTabs label={t("Resilience")} tabs={tabs} forgets={OF_POINTS} />
    </>
  );
}
