import { Button, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { comparisonQuery, deleteScenario, scenariosQuery } from "../../api/scenarios";
import type { Scenario } from "../../api/types";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { impactHref } from "../../components/links";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { Comparison } from "./Comparison";
import { EditScenario } from "./EditScenario";
import { namesOf } from "./words";

type Open = { kind: "none" } | { kind: "new" } | { kind: "edit" | "delete"; scenario: Scenario };

/** What-if scenarios: kept, edited, and compared with how things are. */
export function ScenariosPage() {
  const kept = useQuery(scenariosQuery);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>({ kind: "none" });
  const [result, tell] = useResult();
  const [search, change] = useUrlState();
  const id = first(search, "id");
  const keeper = useFocusKeeper();
  const close = () => { setOpen({ kind: "none" }); };
  const changed = (text: string, chosen: string) => {
    void client.invalidateQueries({ queryKey: ["scenarios"] });
    void client.invalidateQueries({ queryKey: ["impact"] });
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.some((part) => typeof part === "object" && part !== null && "scenario" in part) });
    change({ id: chosen || null });
    tell({ state: "up", text });
  };
  return (
    <div className={administration.stack} {...keeper}>
      <title>{`${t("Scenarios")} · Plumbline`}</title>
      <AsOfBanner />
      <h1>{t("What if…")}</h1>
      <p className="dim">{t("A scenario is a question with what is to be different: relationships, groups and CIs that come, go or change. Nothing is written; every impact question can be asked of it.")}</p>
      <div className={administration.filters}>
        <Button onClick={() => { setOpen({ kind: "new" }); }}>{t("New scenario…")}</Button>
        <AsOfPicker />
      </div>
      <ResultLine result={result} />
      <Loaded query={kept} what={t("The scenarios could not be loaded.")}>
        {(scenarios) => (
          <>
            <List scenarios={scenarios} chosen={id} choose={(wanted) => { change({ id: wanted }, { push: true }); }} setOpen={setOpen} />
            <Chosen scenario={scenarios.find(({ scenario_id }) => scenario_id === id)} others={scenarios.filter(({ scenario_id }) => scenario_id !== id)} asOf={first(search, "as_of")} />
          </>
        )}
      </Loaded>
      {(open.kind === "new" || open.kind === "edit") && (
        <EditScenario
          scenario={open.kind === "edit" ? open.scenario : null}
          close={close}
          saved={({ scenario_id, name }) => { close(); changed(t("{name} is kept.", { name }), scenario_id); }}
        />
      )}
      {open.kind === "delete" && (
        <ConfirmDialog
          title={t("Delete {name}?", { name: open.scenario.name })} action={t("Delete")} close={close}
          run={() => deleteScenario(open.scenario)}
          done={() => { close(); changed(t("{name} is deleted.", { name: open.scenario.name }), ""); }}
        >
          {t("Links to it will find nothing any more.")}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Narrower than this its words break; it scrolls then. */
const LEGIBLE = 780;

interface ListProps {
  scenarios: readonly Scenario[];
  chosen: string;
  choose: (id: string) => void;
  setOpen: (open: Open) => void;
}

function List({ scenarios, chosen, choose, setOpen }: ListProps) {
  if (scenarios.length === 0) return <div className="panel"><Empty>{t("There is no scenario yet. Make one, or ask `cmdb scenario add`.")}</Empty></div>;
  return (
    <div className="panel" tabIndex={0} role="group" aria-label={t("Scenarios")} style={{ overflowX: "auto" }}>
      <table className="plain" style={{ minWidth: LEGIBLE }}>
        <thead>
          <tr>
            <th scope="col">{t("Scenario")}</th>
            <th scope="col">{t("Fails")}</th>
            <th scope="col">{t("Is different")}</th>
            <th scope="col">{t("Owner")}</th>
            <th scope="col">{t("Changed")}</th>
            <th scope="col"><span className="visuallyhidden">{t("What can be done")}</span></th>
          </tr>
        </thead>
        <tbody>
          {scenarios.map((scenario) => (
            <tr key={scenario.scenario_id} aria-current={scenario.scenario_id === chosen || undefined}>
              <td><strong>{scenario.name}</strong><div className="dim">{scenario.description}</div></td>
              <td>{namesOf(scenario).length}</td>
              <td>{scenario.question.changes.cis.length + scenario.question.changes.relationships.length}</td>
              <td>{scenario.owner}{scenario.is_shared && <span className="dim"> · {t("shared")}</span>}</td>
              <td><Time at={scenario.updated_at} isRelative /></td>
              <td>
                <Button size="compact-sm" variant="default" aria-label={t("Compare with now: {name}", { name: scenario.name })} onClick={() => { choose(scenario.scenario_id); }}>{t("Compare with now")}</Button>{" "}
                {scenario.may_change && (
                  <>
                    <Button size="compact-sm" variant="default" aria-label={t("Edit {name}", { name: scenario.name })} onClick={() => { setOpen({ kind: "edit", scenario }); }}>{t("Edit…")}</Button>{" "}
                    <Button size="compact-sm" variant="default" aria-label={t("Delete {name}", { name: scenario.name })} onClick={() => { setOpen({ kind: "delete", scenario }); }}>{t("Delete…")}</Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChosenProps {
  scenario: Scenario | undefined;
  others: readonly Scenario[];
  asOf: string;
}

/** A scenario beside how things are, or beside another one. */
function Chosen({ scenario, others, asOf }: ChosenProps) {
  const [search, change] = useUrlState();
  const other = others.find(({ scenario_id }) => scenario_id === first(search, "other"));
  const names = scenario ? namesOf(scenario) : [];
  const query = useQuery(comparisonQuery(names.length > 0 ? (scenario?.scenario_id ?? "") : "", asOf, other?.scenario_id));
  if (!scenario) return null;
  const [firstFailing] = names;
  const title = other ? t("{name} compared with {other}", { name: scenario.name, other: other.name }) : t("{name} compared with now", { name: scenario.name });
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {others.length > 0 && (
        <NativeSelect
          label={t("Compared with")} value={other?.scenario_id ?? ""}
          data={[{ value: "", label: t("as things are") }, ...others.map(({ scenario_id, name }) => ({ value: scenario_id, label: name }))]}
          onChange={(event) => { change({ other: event.currentTarget.value || null }, { push: true }); }}
        />
      )}
      <p><AppLink href={`/resilience?scenario=${scenario.scenario_id}`}>{t("How the estate holds in it")}</AppLink></p>
      {firstFailing === undefined ? (
        <p>{t("It names no CI that fails; ask it on the impact page of any CI.")}</p>
      ) : (
        <>
          <p><AppLink href={`${impactHref(firstFailing)}?scenario=${scenario.scenario_id}`}>{t("Show its picture")}</AppLink></p>
          <Loaded query={query} what={t("The scenario could not be compared.")}>{(comparison) => <Comparison comparison={comparison} other={other?.name} />}</Loaded>
        </>
      )}
    </section>
  );
}
