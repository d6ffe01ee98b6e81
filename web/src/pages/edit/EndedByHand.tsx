import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ciQuery } from "../../api/cis";
import { type Bond, editsQuery } from "../../api/edits";
import type { CI } from "../../api/types";
import { announce } from "../../components/announce";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { useSchema } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import { useMay } from "../../shell/permissions";
import { RelationshipStatusDialog } from "./RelationshipStatusDialog";
import { apartBy, endedByHand, type Word } from "./said";

function useTarget(uid: string): { uid: string; name: string; ci_class: string } {
  return useQuery(ciQuery(uid)).data ?? { uid, name: "", ci_class: "" };
}

function Target({ word: { said } }: { word: Word }) {
  return <CILink ci={useTarget(said.target_uid)} withClass />;
}

function Restore({ ci, word: { said } }: { ci: CI; word: Word }) {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const target = useTarget(said.target_uid);
  const words = `${ci.name} ${typeWords(said.type)} ${target.name}`;
  const done = (text: string) => {
    announce(text);
    void queries.invalidateQueries();
  };
  return (
    <>
      <Button
        variant="default" size="compact-xs" onClick={() => { setOpen(true); }}
        aria-label={t("Restore the relationship: {words}", { words })}
      >
        {t("Restore…")}
      </Button>
      {isOpen && (
        <RelationshipStatusDialog
          edited={{ source: ci, bond: { type: said.type, target_uid: said.target_uid, attributes: said.attributes as Bond["attributes"] }, words }}
          status="restored" done={done} close={() => { setOpen(false); }}
        />
      )}
    </>
  );
}

function columns(ci: CI, mayWrite: boolean): Column<Word>[] {
  return [
    { key: "type", label: t("Relationship"), width: 130, cell: ({ said }) => typeWords(said.type) },
    { key: "other", label: t("CI"), width: 230, cell: (word) => <Target word={word} /> },
    { key: "who", label: t("Who and why"), width: 230, cell: ({ edit }) => [edit.actor, edit.reason].filter(Boolean).join(": ") },
    { key: "at", label: t("When"), width: 100, cell: ({ edit }) => <Time at={edit.at} isRelative /> },
    { key: "until", label: t("Expires"), width: 120, cell: ({ edit }) => (edit.expires_at ? <Time at={edit.expires_at} /> : t("Never")) },
    ...(mayWrite ? [{ key: "restore", label: t("Actions"), width: 90, cell: (word: Word) => <Restore ci={ci} word={word} /> }] : []),
  ];
}

/** The relationships of a CI that people ended, whoever reports them; nothing when there are none. */
export function EndedByHand({ ci }: { ci: CI }) {
  const { data } = useQuery(editsQuery(ci.uid));
  const mayWrite = useMay("write");
  const ended = endedByHand(data?.items ?? [], apartBy(useSchema()));
  if (ended.length === 0) return null;
  return <SectionTable title={t("Ended by hand")} count={ended.length} columns={columns(ci, mayWrite)} rows={ended} rowKey={({ edit }) => edit.uid} />;
}
