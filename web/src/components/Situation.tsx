import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { scenariosQuery } from "../api/scenarios";
import { t } from "../locales/i18n";
import { useUrlState } from "../shell/search";
import { AppLink } from "./AppLink";
import { AsOfPicker } from "./AsOf";
import { useSituation } from "./instants";

interface Props {
  /** The id of the chosen scenario, or empty. */
  scenario: string;
  choose: (scenario: string) => void;
}

/** The scenario that is asked of; its page compares it with how things are. */
export function ScenarioSelect({ scenario, choose }: Props) {
  const kept = useQuery(scenariosQuery);
  const listed = (kept.data ?? []).map(({ scenario_id, name }) => ({ value: scenario_id, label: name }));
  const isKnown = scenario === "" || listed.some(({ value }) => value === scenario);
  if (listed.length === 0 && isKnown) return <AppLink href="/scenarios">{t("What if…")}</AppLink>;
  return (
    <>
      <NativeSelect
        aria-label={t("Scenario")}
        value={scenario}
        onChange={(event) => { choose(event.currentTarget.value); }}
        data={[{ value: "", label: t("as things are") }, ...(isKnown ? [] : [{ value: scenario, label: scenario }]), ...listed]}
      />
      <AppLink href={scenario === "" ? "/scenarios" : `/scenarios?id=${scenario}`}>{t("Scenarios")}</AppLink>
    </>
  );
}

/** Of which time and of which scenario the page tells, in its address. */
export function SituationPicker({ isOfNow = false }: { isOfNow?: boolean }) {
  const { scenario = "" } = useSituation();
  const [, change] = useUrlState();
  return (
    <div className="row">
      <ScenarioSelect scenario={scenario} choose={(wanted) => { change({ scenario: wanted || null, offset: null }, { push: true }); }} />
      {!isOfNow && <AsOfPicker />}
    </div>
  );
}
