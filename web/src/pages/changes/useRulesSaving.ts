/** Saves one rule of changes among all others, whoever changed something else meanwhile. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { type ChangeRules, changeRulesQuery, saveChangeRules } from "../../api/changes";
import { Problem } from "../../api/problem";
import { t } from "../../locales/i18n";
import { bothSaid, isOther, type RuleEdit, withRule } from "./ruleEdits";
import { policyWord } from "./words";

const CHANGED_MEANWHILE = 412;

/** Where somebody else changed the same, what they made of it is told first; saved again, this one holds. */
export function useRulesSaving(rules: ChangeRules, done: (saved: ChangeRules) => void) {
  const queries = useQueryClient();
  const told = useRef<ChangeRules | null>(null);
  const save = async (edit: RuleEdit) => {
    const base = told.current !== null && told.current.version > rules.version ? told.current : rules;
    try {
      return await saveChangeRules(withRule(base, edit));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== CHANGED_MEANWHILE) throw error;
      const theirs = await queries.query({ ...changeRulesQuery, queryKey: [...changeRulesQuery.queryKey, "again"], staleTime: 0 });
      if (!isOther(theirs, edit)) return await saveChangeRules(withRule(theirs, edit));
      told.current = theirs;
      throw new Error(t("{who} changed the same meanwhile: {what}. Save again to let yours hold.", { who: theirs.saved_by ?? "", what: theirWords(theirs, edit) }));
    }
  };
  return useMutation({
    mutationFn: save,
    onSuccess: (saved) => {
      told.current = null;
      queries.setQueryData(changeRulesQuery.queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["changes"] });
      done(saved);
    },
  });
}

function theirWords(theirs: ChangeRules, edit: RuleEdit): string {
  if (edit.part === "policy") {
    return bothSaid(theirs, edit).map((name) => t("{what} was {old}, is {theirs} by them, {mine} by you", { what: policyWord(name), old: String(edit.old[name]), theirs: String(theirs.policy[name]), mine: String(edit.now[name]) })).join("; ");
  }
  const list: readonly { name: string }[] = edit.part === "groups" ? theirs.policy.groups : theirs[edit.part];
  const one = list.find(({ name }) => name === edit.old?.name);
  if (one === undefined) return t("{name} was removed", { name: edit.old?.name ?? "" });
  if (edit.part !== "groups") return t("{name} is another one", { name: one.name });
  const { people, teams, quorum } = theirs.policy.groups.find(({ name }) => name === one.name) ?? { people: [], teams: [], quorum: 0 };
  return t("{name} is {quorum} of {names} by them", { name: one.name, quorum, names: [...people, ...teams].join(", ") });
}
