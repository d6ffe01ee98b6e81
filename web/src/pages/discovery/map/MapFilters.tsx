import { Button, Menu, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

import { mapExport, type MapQuestion, type MapSite, type NetworkMap } from "../../../api/networkMap";
import { AsOfPicker } from "../../../components/AsOf";
import { PictureItems } from "../../../graph/PictureItems";
import type { Subject } from "../../../graph/picturing";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import shared from "../../administration/administration.module.css";
import { Segments } from "../../impact/Segments";
import type { MapActions, MapState } from "./urlState";

interface SiteProps {
  sites: readonly MapSite[];
  asked: string | null;
  actions: MapActions;
}

const OF_SITE = "site ";

/** Which site; the devices on no site and all of them are choices of their own. */
export function SiteChoice({ sites, asked, actions }: SiteProps) {
  const counted = (name: string, count: number) => `${name} (${formatNumber(count)})`;
  const all = sites.reduce((sum, { devices }) => sum + devices, 0);
  const choices = sites.map(({ site, devices }) => (
    site === null ? { value: "unplaced", label: counted(t("On no known site"), devices) } : { value: OF_SITE + site, label: counted(site, devices) }
  ));
  const value = asked === null ? "all" : asked === "" ? "unplaced" : OF_SITE + asked;
  const data = [...choices, ...(sites.length > 1 ? [{ value: "all", label: counted(t("All sites"), all) }] : [])];
  const choose = (wanted: string | null) => {
    if (wanted?.startsWith(OF_SITE)) actions.ask({ of: "", site: wanted.slice(OF_SITE.length), vlan: "", subnet: "", scope: "" });
    else if (wanted) actions.ask({ of: wanted, site: "", vlan: "", subnet: "", scope: "" });
  };
  return <Select label={t("Site")} data={data} value={value} onChange={choose} searchable allowDeselect={false} style={{ width: 220 }} />;
}

interface FilterProps {
  map: NetworkMap;
  state: MapState;
  actions: MapActions;
}

/** VLANs by number; of several with one number the network scope tells which is meant. */
function vlanChoices({ vlans }: NetworkMap) {
  const byNumber = new Map<number, string[]>();
  for (const { vlan_id, name } of vlans) byNumber.set(vlan_id, [...(byNumber.get(vlan_id) ?? []), name]);
  return [...byNumber].map(([number, names]) => ({ value: String(number), label: [String(number), [...new Set(names)].filter(Boolean).join(", ")].filter(Boolean).join(" ") }));
}

function subnetChoices({ subnets }: NetworkMap) {
  const devices = new Map<string, number>();
  for (const { cidr, devices: count } of subnets) devices.set(cidr, (devices.get(cidr) ?? 0) + count);
  return [...devices].map(([cidr, count]) => ({ value: cidr, label: `${cidr} (${formatNumber(count)})` }));
}

interface Choice {
  value: string;
  label: string;
}

/** Choices with what the address asks for, known or not. */
function withAsked(choices: readonly Choice[], asked: string): Choice[] {
  return asked === "" || choices.some(({ value }) => value === asked) ? [...choices] : [{ value: asked, label: asked }, ...choices];
}

/** VLAN, subnet and, where there are several, network scope. */
export function Filters({ map, state: { question }, actions }: FilterProps) {
  const scopes = [...new Set([...map.vlans, ...map.subnets].map(({ network_scope }) => network_scope))].sort();
  return (
    <>
      <Filter label={t("VLAN")} choices={vlanChoices(map)} asked={question.vlan} ask={(vlan) => { actions.ask({ vlan }); }} />
      <Filter label={t("Subnet")} choices={subnetChoices(map)} asked={question.subnet} ask={(subnet) => { actions.ask({ subnet }); }} />
      {(scopes.length > 1 || question.scope !== "") && (
        <Filter label={t("Network scope")} choices={scopes.map((scope) => ({ value: scope, label: scope }))} asked={question.scope} ask={(scope) => { actions.ask({ scope }); }} />
      )}
    </>
  );
}

function Filter({ label, choices, asked, ask }: { label: string; choices: readonly Choice[]; asked: string; ask: (wanted: string) => void }) {
  return (
    <Select
      label={label} placeholder={t("All")} data={withAsked(choices, asked)} value={asked === "" ? null : asked} style={{ width: 180 }}
      searchable clearable clearButtonProps={{ "aria-label": t("Clear {filter}", { filter: label }) }} nothingFoundMessage={t("None here")}
      onChange={(wanted) => { ask(wanted ?? ""); }}
    />
  );
}

interface ViewProps {
  subject: Subject | null;
  question: MapQuestion;
  state: MapState;
  actions: MapActions;
}

/** Picture or table, and both as files. */
export function View({ subject, question, state, actions }: ViewProps) {
  const title = t("Network map of {site}", { site: question.site === null ? t("all sites") : question.site || t("no known site") });
  return (
    <div className={shared.actions}>
      <Segments label={t("Shown as")} value={state.view} choose={actions.show} choices={[["graph", t("Map")], ["table", t("Table")]]} />
      <AsOfPicker />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>{t("Export")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <PictureItems subject={subject} title={title} name={title} />
          <Menu.Item component="a" href={mapExport(question)} download>{t("CSV, port by port")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
