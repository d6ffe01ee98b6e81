import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { type AssetGaps, assetGapsQuery, type AssetRows, assetsFromCIs, type Device, linkAssets, type UnseenAsset } from "../../api/assets";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref, recordHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";

/** What discovery sees and nobody owns, and what is owned and discovery does not see; each with its remedy. */
export function GapsTab() {
  const gaps = useQuery(assetGapsQuery);
  return (
    <Loaded query={gaps} what={t("It could not be compared.")}>
      {(found) => <Found gaps={found} />}
    </Loaded>
  );
}

function Found({ gaps }: { gaps: AssetGaps }) {
  const mayKeep = useQuery(meQuery).data?.permissions.includes("assets") ?? false;
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const running = useMutation({
    mutationFn: (work: () => Promise<AssetRows>) => work(),
    onSuccess: ({ good, refused, items }) => {
      void queries.invalidateQueries({ queryKey: ["records"] });
      const why = items.flatMap(({ errors }) => errors.map(({ message, remedy }) => `${message}; ${remedy}`));
      tell({ state: refused > 0 ? "degraded" : "up", text: [t("{good} done, {refused} refused.", { good, refused }), ...new Set(why)].join(" ") });
    },
  });
  const run = mayKeep ? (work: () => Promise<AssetRows>) => { running.mutate(work); } : undefined;
  const uids = gaps.devices.map(({ uid }) => uid);
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={running.error && described(running.error)} />
      <SectionTable
        title={t("CIs without an asset")} count={gaps.devices_total} rows={gaps.devices} rowKey={({ uid }) => uid} columns={deviceColumns(run)}
        note={run && uids.length > 0 && <Button size="compact-sm" variant="default" loading={running.isPending} onClick={() => { run(() => assetsFromCIs(uids)); }}>{t("Make assets of these {count}", { count: uids.length })}</Button>}
        empty={<Empty>{t("Every device that is seen is owned.")}</Empty>}
      />
      <SectionTable
        title={t("Assets without a CI")} count={gaps.assets_total} rows={gaps.assets} rowKey={({ asset }) => asset.number} columns={assetColumns(run)}
        note={run && gaps.matched > 0 && <Button size="compact-sm" variant="default" loading={running.isPending} onClick={() => { run(() => linkAssets([])); }}>{t("Join {count} by serial number", { count: gaps.matched })}</Button>}
        empty={<Empty>{t("Every asset is seen by discovery.")}</Empty>}
      />
      {gaps.shared.length > 0 && (
        <SectionTable
          title={t("CIs of several assets")} count={gaps.shared.length} rows={gaps.shared} rowKey={({ uid }) => uid}
          columns={[
            { key: "ci", label: t("CI"), width: 240, cell: ({ uid }) => <AppLink href={ciHref(uid)}>{uid}</AppLink> },
            { key: "assets", label: t("Assets"), width: 300, cell: ({ assets }) => assets.map((number) => <div key={number}><AppLink href={recordHref({ number, type: "asset" })}>{number}</AppLink></div>) },
          ]}
        />
      )}
    </div>
  );
}

type Run = ((work: () => Promise<AssetRows>) => void) | undefined;

function deviceColumns(run: Run): Column<Device>[] {
  const shown: Column<Device>[] = [
    { key: "name", label: t("Name"), width: 180, cell: ({ uid, name }) => <AppLink href={ciHref(uid)}>{name || uid}</AppLink> },
    { key: "class", label: t("Class"), width: 120, cell: ({ ci_class: kind }) => kind },
    { key: "maker", label: t("Manufacturer"), width: 140, cell: ({ manufacturer }) => manufacturer },
    { key: "model", label: t("Model"), width: 150, cell: ({ model }) => model },
    { key: "serial", label: t("Serial number"), width: 140, cell: ({ serial_number: serial }) => serial },
  ];
  if (!run) return shown;
  return [...shown, { key: "do", label: t("Remedy"), width: 130, cell: ({ uid, name }) => <Button size="compact-xs" variant="default" aria-label={t("Make {name} an asset", { name })} onClick={() => { run(() => assetsFromCIs([uid])); }}>{t("Make an asset")}</Button> }];
}

function assetColumns(run: Run): Column<UnseenAsset>[] {
  return [
    { key: "number", label: t("Number"), width: 110, cell: ({ asset }) => <AppLink href={recordHref(asset)}>{asset.number}</AppLink> },
    { key: "name", label: t("Name"), width: 180, cell: ({ asset }) => asset.title },
    { key: "tag", label: t("Tag"), width: 100, cell: ({ asset }) => asset.listed["asset_tag"] },
    { key: "serial", label: t("Serial number"), width: 140, cell: ({ asset }) => asset.listed["serial_number"] },
    {
      key: "devices", label: t("May be"), width: 280,
      cell: ({ asset, devices }) => devices.length === 0 ? <span className="dim">{t("nothing with its serial number is seen")}</span> : devices.map(({ uid, name }) => (
        <div key={uid}>
          <AppLink href={ciHref(uid)}>{name || uid}</AppLink>{" "}
          {run && <Button size="compact-xs" variant="default" aria-label={t("Join {number} with {name}", { number: asset.number, name })} onClick={() => { run(() => linkAssets([{ number: asset.number, ci: uid }])); }}>{t("Join")}</Button>}
        </div>
      )),
    },
  ];
}
