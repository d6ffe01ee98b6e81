import type { CIRow, Schema } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { CILink } from "../../components/CILink";
import { ciHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { SourceKinds } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { classWord } from "../../locales/labels";
import { canSort } from "./columnChoice";

type Attribute = Schema["classes"][number]["attributes"][number];

// Attributes whose values are longer or shorter than most.
const WIDTHS: Record<string, number> = {
  address: 140, cidr: 140, email: 180, environment: 98, ip_addresses: 150, k: 60, mac_address: 140, model: 160, mount_point: 150,
  os_name: 140, os_version: 90, port: 70, product: 180, serial_number: 120, version: 130,
};
const MONO = new Set(["address", "cidr", "ip_addresses", "mac_address", "mount_point", "serial_number"]);

function fixedColumns(schema: Schema): Record<string, Column<CIRow>> {
  const labels = new Map(schema.classes.map(({ name, label }) => [name, label]));
  const labelOf = (ciClass: string) => labels.get(ciClass) ?? classWord(ciClass);
  return {
    name: {
      key: "name", label: t("Name"), width: 185, title: ({ name }) => name,
      cell: ({ uid, name }) => <AppLink className="quiet" href={ciHref(uid)} tabIndex={-1}>{name === "" ? uid : name}</AppLink>,
    },
    ci_class: { key: "ci_class", label: t("Class"), width: 130, cell: ({ ci_class }) => labelOf(ci_class) },
    root: { key: "root", label: t("Part of"), width: 145, cell: ({ root }) => root && <CILink ci={root} isPassive /> },
    site: { key: "site", label: t("Site"), width: 125, cell: ({ site }) => site, title: ({ site }) => site ?? "" },
    status: { key: "status", label: t("Status"), width: 84, cell: ({ status }) => <StatusLook status={status} /> },
    sources: { key: "sources", label: t("Sources"), width: 84, cell: ({ sources }) => <SourceKinds sources={sources} /> },
    last_seen_at: {
      key: "last_seen_at", label: t("Last seen"), width: 98, cell: ({ last_seen_at: at }) => <Time at={at} isRelative />,
    },
  };
}

function attributeColumn({ name, label, doc, kind, unit }: Attribute): Column<CIRow> {
  const text = ({ attributes }: CIRow) => (attributes[name] === undefined ? "" : formatValue(attributes[name], kind, unit));
  return {
    key: name, label, doc, width: WIDTHS[name] ?? 120, isNumber: kind === "integer" || kind === "number",
    cell: (row) => (MONO.has(name) ? <span className="mono">{text(row)}</span> : text(row)),
    title: text,
  };
}

/** Every column of the list of CIs, by its key. */
export function columnsOf(schema: Schema): Map<string, Column<CIRow>> {
  const attributes = schema.classes.flatMap((ciClass) => ciClass.attributes.filter(({ is_column }) => is_column));
  const columns = [...attributes.map(attributeColumn), ...Object.values(fixedColumns(schema))];
  return new Map(columns.map((column) => [column.key, canSort(schema, column.key) ? { ...column, sort: column.key } : column]));
}
