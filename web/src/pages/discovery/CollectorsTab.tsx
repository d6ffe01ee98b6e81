import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeAgent } from "../../api/discovery";
import { type Collector, collectorsQuery, type NetworkScope, saveNetworkScope } from "../../api/scans";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { hrefOf } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { described } from "../administration/problems";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { TrapReceivers } from "./TrapReceivers";

function NoCollector() {
  return (
    <Empty action={<AppLink href={hrefOf("/discovery", { tab: "tokens" })}>{t("Create an enrolment token for a collector")}</AppLink>}>
      {t("Nobody scans networks yet. A collector runs inside a network, fetches its jobs from here and scans what it can reach.")}
    </Empty>
  );
}

function Collectors({ items, remove }: { items: readonly Collector[]; remove: ((collector: Collector) => void) | null }) {
  if (items.length === 0) return <NoCollector />;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Collector")}</th>
          <th scope="col">{t("Network scope")}</th>
          <th scope="col">{t("State")}</th>
          <th scope="col">{t("Last contact")}</th>
          <th scope="col">{t("Version")}</th>
          {remove && <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>}
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.collector_id}>
            <td><strong title={one.collector_id}>{one.name}</strong></td>
            <td>{one.network_scope}</td>
            <td><Look look={one.is_present ? ["up", "●", t("Asks for work")] : ["down", "■", t("Away")]} /></td>
            <td>{one.last_contact_at ? <Time at={one.last_contact_at} isRelative /> : <span className="dim">{t("never")}</span>}</td>
            <td>{one.version ?? <span className="dim">–</span>}</td>
            {remove && (
              <td className="num">
                <Button variant="default" size="compact-xs" aria-label={t("Remove {name}", { name: one.name })} onClick={() => { remove(one); }}>{t("Remove")}</Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ScopeRow({ scope, sites, tell }: { scope: NetworkScope; sites: readonly string[]; tell: (result: Result) => void }) {
  const queries = useQueryClient();
  const mayScan = useMay("scan");
  const saving = useMutation({
    mutationFn: (site: string) => saveNetworkScope(scope.name, site, scope.description),
    onSuccess: () => { tell({ state: "up", text: t("{name} is saved.", { name: scope.name }) }); },
    onError: (error) => { tell({ state: "down", text: described(error) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: collectorsQuery.queryKey }),
  });
  const known = scope.site === "" || sites.includes(scope.site) ? sites : [...sites, scope.site];
  return (
    <tr>
      <td><strong>{scope.name}</strong></td>
      <td>
        {mayScan ? (
          <NativeSelect
            size="xs" aria-label={t("Site of {name}", { name: scope.name })} value={scope.site} disabled={saving.isPending}
            data={[{ value: "", label: t("No one site") }, ...known.map((site) => ({ value: site, label: site }))]}
            onChange={(event) => { saving.mutate(event.currentTarget.value); }}
          />
        ) : (
          scope.site || <span className="dim">{t("No one site")}</span>
        )}
      </td>
      <td>{scope.description}</td>
    </tr>
  );
}

/** Who scans which network, and where that is. */
export function CollectorsTab() {
  const collectors = useQuery(collectorsQuery);
  const queries = useQueryClient();
  const mayRemove = useMay("admin");
  const [removing, setRemoving] = useState<Collector | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={shared.stack} {...keeper}>
      <ResultLine result={result} />
      <Loaded query={collectors} what={t("The collectors could not be loaded.")}>
        {({ items, network_scopes: scopes, sites }) => (
          <>
            <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Collectors")}>
              <Collectors items={items} remove={mayRemove ? setRemoving : null} />
            </div>
            <TrapReceivers collectors={items} />
            <section className="panel scroll">
              <h2>{t("Network scopes")}</h2>
              <p className="dim">{t("Within a scope an address means one machine. Credentials of its site fit there, and its subnets count for that site.")}</p>
              <table className="plain">
                <thead><tr><th scope="col">{t("Network scope")}</th><th scope="col">{t("Site")}</th><th scope="col">{t("Description")}</th></tr></thead>
                <tbody>{scopes.map((scope) => <ScopeRow key={scope.name} scope={scope} sites={sites} tell={tell} />)}</tbody>
              </table>
            </section>
          </>
        )}
      </Loaded>
      {removing && (
        <ConfirmDialog
          title={t("Remove the collector {name}?", { name: removing.name })} action={t("Remove the collector")}
          run={() => removeAgent(removing.collector_id)} close={() => { setRemoving(null); }}
          done={() => {
            tell({ state: "up", text: t("{name} is removed.", { name: removing.name }) });
            void queries.invalidateQueries({ queryKey: collectorsQuery.queryKey });
          }}
        >
          {t("It gets no jobs and no credentials any more. What it reported stays.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
