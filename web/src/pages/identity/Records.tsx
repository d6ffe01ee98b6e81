import { Button, Checkbox, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { partCI } from "../../api/identity";
import type { CI, IdentityCard, IdentityRecord } from "../../api/types";
import type { Column } from "../../components/grid/column";
import { useClassLabel } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import type { Result } from "../administration/Result";
import { nameOf } from "./words";

interface Props {
  ci: CI;
  card: IdentityCard;
  mayPart: boolean;
  tell: (result: Result) => void;
}

/** What each source says of the identity of the CI; some of it can be given to another machine. */
export function Records({ ci, card, mayPart, tell }: Props) {
  const labelOf = useClassLabel();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const there = chosen.filter((key) => card.records.some((record) => record.key === key));
  const canPart = mayPart && card.records.length > 1;
  const toggle = (key: string) => { setChosen(there.includes(key) ? there.filter((one) => one !== key) : [...there, key]); };
  const choose: Column<IdentityRecord> = {
    key: "choose", label: t("Of another"), doc: t("Choose the records that are of another machine"), width: 70,
    cell: ({ key }) => <Checkbox aria-label={t("{record} is of another machine", { record: key })} checked={there.includes(key)} onChange={() => { toggle(key); }} />,
  };
  const columns: Column<IdentityRecord>[] = [
    { key: "source", label: t("Source"), width: 225, cell: ({ source }) => <SourceBadge source={source} /> },
    { key: "ref", label: t("Called there"), width: 150, cell: ({ ref }) => <span className="mono">{ref}</span> },
    {
      key: "class", label: t("Class claimed"), width: 140,
      cell: ({ claimed_class: ciClass, class_counts: counts }) => <>{labelOf(ciClass)} {counts ? <span className="state" data-state="up"><span aria-hidden>●</span> {t("counts")}</span> : null}</>,
    },
    { key: "identifiers", label: t("Identifiers"), width: 300, cell: ({ identifiers }) => identifiers.map((key) => <div key={key} className="mono">{key}</div>) },
    { key: "last_seen_at", label: t("Last seen"), width: 100, cell: ({ last_seen_at: at }) => <Time at={at} isRelative /> },
  ];
  return (
    <SectionTable
      title={t("Records of sources")} count={card.records.length} columns={canPart ? [choose, ...columns] : columns} rows={card.records}
      rowKey={(record) => String(card.records.indexOf(record))} empty={<p className="dim">{t("No source has a record of it.")}</p>}
      note={canPart && <Part ci={ci} records={there} all={card.records.length} tell={(result) => { setChosen([]); tell(result); }} />}
    />
  );
}

interface PartProps {
  ci: CI;
  records: readonly string[];
  all: number;
  tell: (result: Result) => void;
}

/** Gives the chosen records to another CI. */
function Part({ ci, records, all, tell }: PartProps) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button
        variant="default" size="compact-sm" disabled={records.length === 0 || records.length === all} onClick={() => { setOpen(true); }}
      >
        {t("Unmerge the chosen…")}
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={t("{count, plural, one {Give # record} other {Give # records}} of {name} to another CI?", { count: records.length, name: nameOf(ci) })}
          action={t("{count, plural, one {Unmerge the record} other {Unmerge # records}}", { count: records.length })} run={() => partCI(ci.uid, [...records], reason)}
          done={() => {
            tell({ state: "up", text: t("{name} is two CIs now; what the records said, and said since, went with them.", { name: nameOf(ci) }) });
            void queries.invalidateQueries();
          }}
          close={() => { setOpen(false); }}
        >
          <p style={{ marginBlockStart: 0 }}>{t("All that they reported goes with them, and what they report from now on. The merge that joined them is taken back; else they are kept apart for good.")}</p>
          <ul className="mono" style={{ margin: 0, paddingInlineStart: 18 }}>{records.map((key) => <li key={key}>{key}</li>)}</ul>
          <TextInput label={t("Reason")} maxLength={1000} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        </ConfirmDialog>
      )}
    </>
  );
}
