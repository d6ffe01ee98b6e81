import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { baselinesQuery, removeBaseline } from "../../api/baselines";
import type { Baseline } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, hrefOf, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { BaselineForm } from "./BaselineForm";
import { DriftInbox } from "./DriftInbox";

interface TableProps {
  baselines: readonly Baseline[];
  selected: string;
  remove: ((baseline: Baseline) => void) | null;
}

function BaselineTable({ baselines, selected, remove }: TableProps) {
  if (baselines.length === 0) return <Empty>{t("There is no baseline yet. Make one of the CIs that should not change unnoticed.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("Name")}</th>
          <th>{t("Which CIs")}</th>
          <th>{t("As they were at")}</th>
          <th>{t("Made by")}</th>
          {remove && <th><span className="visuallyhidden">{t("Actions")}</span></th>}
        </tr>
      </thead>
      <tbody>
        {baselines.map((one) => (
          <tr key={one.uid}>
            <td>
              <AppLink href={hrefOf("/baselines", { baseline: one.uid })} aria-current={one.uid === selected ? "true" : undefined}>
                <strong>{one.name}</strong>
              </AppLink>
            </td>
            <td><code>{one.query}</code></td>
            <td><Time at={one.at} /></td>
            <td>{one.created_by}</td>
            {remove && (
              <td className="num">
                <Button variant="default" size="compact-xs" onClick={() => { remove(one); }} aria-label={t("Remove {name}", { name: one.name })}>
                  {t("Remove")}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Named baselines, and what has drifted from the chosen one. */
export function BaselinesPage() {
  const [search, change] = useUrlState();
  const mayEdit = useMay("write");
  const baselines = useQuery(baselinesQuery);
  const queries = useQueryClient();
  const [removing, setRemoving] = useState<Baseline | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => { void queries.invalidateQueries({ queryKey: baselinesQuery.queryKey }); };
  const selected = first(search, "baseline");
  const chosen = baselines.data?.items.find(({ uid }) => uid === selected);
  return (
    <>
      <title>{`${t("Baselines")} · Plumbline`}</title>
      <h1>{t("Baselines")}</h1>
      <div className={classes.columns}>
        <div className={classes.stack} {...keeper}>
          <ResultLine result={result} />
          <div className="panel scroll">
            <Loaded query={baselines} what={t("The baselines could not be loaded.")}>
              {({ items }) => <BaselineTable baselines={items} selected={selected} remove={mayEdit ? setRemoving : null} />}
            </Loaded>
          </div>
          {chosen && <DriftInbox key={chosen.uid} baseline={chosen} mayEdit={mayEdit} tell={tell} />}
        </div>
        {mayEdit && <BaselineForm made={({ uid }) => { refresh(); change({ baseline: uid }, { push: true }); }} />}
      </div>
      {removing && (
        <ConfirmDialog
          title={t("Remove the baseline {name}?", { name: removing.name })}
          action={t("Remove the baseline")}
          run={() => removeBaseline(removing.uid)}
          done={() => {
            tell({ state: "up", text: t("{name} is removed.", { name: removing.name }) });
            refresh();
          }}
          close={() => { setRemoving(null); }}
        >
          {t("What was decided about drift from it is forgotten with it.")}
        </ConfirmDialog>
      )}
    </>
  );
}
