import type { IdentityCard } from "../../api/types";
import type { Column } from "../../components/grid/column";
import { useClassLabel } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";

type Change = IdentityCard["classes"][number];

/** Of which class the CI was when, and who said so. */
export function ClassHistory({ changes }: { changes: readonly Change[] }) {
  const labelOf = useClassLabel();
  const word = (ciClass: string | null) => (ciClass === null ? "–" : labelOf(ciClass));
  const columns: Column<Change>[] = [
    { key: "at", label: t("When"), width: 150, cell: ({ at }) => <Time at={at} /> },
    { key: "new", label: t("Class"), width: 180, cell: (change) => word(change.new) },
    { key: "old", label: t("Before"), width: 180, cell: (change) => word(change.old) },
    { key: "source", label: t("Source"), width: 180, cell: ({ source }) => <SourceBadge source={source} /> },
  ];
  return (
    <SectionTable
      title={t("Class over time")} count={changes.length} columns={columns} rows={changes} rowKey={({ at, new: now }) => `${at} ${now ?? ""}`}
      empty={<p className="dim">{t("No change of class is on record.")}</p>}
    />
  );
}
