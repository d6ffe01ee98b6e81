import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { draftAssessmentQuery } from "../../api/changes";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { AssessmentPanel } from "./AssessmentPanel";

const PAUSE_MS = 400;
const ASKED = ["change_type", "actions", "rollback", "test_evidence", "planned_start", "planned_end"] as const;

interface Props {
  values: Readonly<Record<string, string>>;
  affects: readonly string[];
  plan: (start: string, end: string) => void;
}

/** What a change would do, while somebody writes it down. */
export function DraftAssessment({ values, affects, plan }: Props) {
  const [settled] = useDebouncedValue(JSON.stringify([asked(values), affects]), PAUSE_MS);
  const [said, cis] = JSON.parse(settled) as [Record<string, string>, string[]];
  const found = useQuery(draftAssessmentQuery({ values: said, affects: cis, number: "" }));
  if (affects.length === 0) return <p className="dim">{t("Say which CIs it changes; what that does is told here.")}</p>;
  return (
    <>
      <ErrorLine text={found.error && described(found.error)} />
      {found.data && <AssessmentPanel assessment={found.data} plan={plan} />}
    </>
  );
}

/** What the answer depends on; one end of a time alone is no time yet. Whether there is a text counts, not which. */
function asked(values: Readonly<Record<string, string>>): Record<string, string> {
  const isTimed = (values["planned_start"] ?? "") !== "" && (values["planned_end"] ?? "") !== "";
  const names = ASKED.filter((name) => isTimed || !name.startsWith("planned_"));
  const given = names.map((name) => [name, (values[name] ?? "").trim()] as const).filter(([, value]) => value !== "");
  return Object.fromEntries(given.map(([name, value]) => [name, name === "rollback" || name === "test_evidence" ? "-" : value]));
}
