import type { ServiceNode } from "../../api/services";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { StatusLook } from "../../components/Look";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { roleWord } from "./words";

function columns(nodes: readonly ServiceNode[]): Column<ServiceNode>[] {
  const byUid = new Map(nodes.map((node) => [node.uid, node]));
  const viaOf = ({ via }: ServiceNode) => (via === null ? undefined : byUid.get(via));
  return [
    { key: "name", label: t("Member"), width: 180, cell: (node) => <CILink ci={node} />, title: ({ name }) => name },
    { key: "class", label: t("Class"), width: 130, cell: ({ class_label: label }) => label },
    { key: "root", label: t("On"), width: 130, cell: ({ root }) => root ?? "" },
    { key: "role", label: t("Why it belongs to it"), width: 150, cell: ({ role }) => roleWord(role) },
    { key: "via", label: t("Needed by"), width: 150, cell: (node) => { const via = viaOf(node); return via ? <CILink ci={via} /> : ""; } },
    { key: "level", label: t("Steps"), width: 60, isNumber: true, cell: ({ level }) => level },
    { key: "status", label: t("Status"), width: 90, cell: ({ status }) => <StatusLook status={status} /> },
  ];
}

/** The members of a service as a table, nearest to where it is entered first. */
export function MembersTable({ nodes, title }: { nodes: readonly ServiceNode[]; title: string }) {
  const members = nodes.filter(({ level }) => level > 0);
  return (
    <SectionTable
      title={title} count={members.length} columns={columns(nodes)} rows={members} rowKey={({ uid }) => uid}
      empty={<Empty>{t("It has no members.")}</Empty>}
    />
  );
}
