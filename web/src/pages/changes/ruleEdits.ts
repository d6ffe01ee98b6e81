/** One rule among all others, and what two people made of the same one at once; pure. */
import type { ApprovalGroup, ChangeRules, Freeze, MaintenanceWindow, Policy } from "../../api/changes";

type Entry<Part extends string, One> = { part: Part; old: One | null; now: One | null };

/** One rule that is added (`old` null), changed or removed (`now` null), or the numbers of the policy. */
export type RuleEdit =
  | Entry<"freezes", Freeze>
  | Entry<"windows", MaintenanceWindow>
  | Entry<"groups", ApprovalGroup>
  | { part: "policy"; old: Policy; now: Policy };

export type PolicyNumber = Exclude<keyof Policy, "groups">;

function edited<One extends { name: string }>(list: readonly One[], { old, now }: { old: One | null; now: One | null }): One[] {
  const others = list.filter(({ name }) => name !== old?.name);
  if (now === null) return others;
  return others.length < list.length ? list.map((one) => (one.name === old?.name ? now : one)) : [...list, now];
}

/** What was said of the numbers of the policy. */
export function saidOf({ old, now }: { old: Policy; now: Policy }): Partial<Policy> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => name !== "groups" && value !== old[name as PolicyNumber]));
}

/** The rules with an edit. */
export function withRule(rules: ChangeRules, edit: RuleEdit): ChangeRules {
  if (edit.part === "policy") return { ...rules, policy: { ...rules.policy, ...saidOf(edit) } };
  if (edit.part === "groups") return { ...rules, policy: { ...rules.policy, groups: edited(rules.policy.groups, edit) } };
  if (edit.part === "freezes") return { ...rules, freezes: edited(rules.freezes, edit) };
  return { ...rules, windows: edited(rules.windows, edit) };
}

/** The numbers that both said something else of. */
export function bothSaid(theirs: ChangeRules, { old, now }: { old: Policy; now: Policy }): PolicyNumber[] {
  const mine = Object.keys(saidOf({ old, now })) as PolicyNumber[];
  return mine.filter((name) => theirs.policy[name] !== old[name] && theirs.policy[name] !== now[name]);
}

/** Whether somebody else changed or removed the rule that is edited. */
export function isOther(theirs: ChangeRules, edit: RuleEdit): boolean {
  if (edit.part === "policy") return bothSaid(theirs, edit).length > 0;
  if (edit.old === null) return false;
  const list: readonly { name: string }[] = edit.part === "groups" ? theirs.policy.groups : theirs[edit.part];
  return JSON.stringify(list.find(({ name }) => name === edit.old?.name) ?? null) !== JSON.stringify(edit.old);
}
