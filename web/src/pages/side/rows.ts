/** What CIs side by side have in common and where they differ, as rows. */
import type { CI, CIAttribute, Comparison, IdentityCard } from "../../api/types";
import { isHidden, valueOf } from "../identity/words";

export interface IdentifierCell {
  key: string;
  value: string;
  /** Whether another of the CIs has it too. */
  isShared: boolean;
  /** Whether it is quarantined, contested or pinned; "" for neither. */
  standing: string;
}

export interface IdentifierRow {
  rule: string;
  weight: number;
  /** The values of each CI. */
  cells: IdentifierCell[][];
  /** What it says of the first CI and each of the others; null where one of them has none. */
  scores: (number | null)[];
}

/** One row a rule, in the order in which the rules are declared. */
export function identifierRows(
  cards: readonly IdentityCard[],
  comparisons: readonly (Comparison | undefined)[],
  standings: ReadonlyMap<string, string>,
): IdentifierRow[] {
  const weights = new Map(cards.flatMap(({ rules }) => rules.map(({ rule, weight }) => [rule, weight] as const)));
  const keysOf = (card: IdentityCard, rule: string) => card.rules.find((one) => one.rule === rule)?.identifiers ?? [];
  return [...weights].map(([rule, weight]) => {
    const all = cards.map((card) => keysOf(card, rule));
    const cells = all.map((keys, at) => keys.map((key) => ({
      key,
      value: valueOf(key, rule),
      isShared: !isHidden(key) && all.some((others, other) => other !== at && others.includes(key)),
      standing: isHidden(key) ? "" : (standings.get(key) ?? ""),
    })));
    const scores = comparisons.map((found) => found?.evidence.find((entry) => entry.rule === rule)?.score ?? null);
    return { rule, weight, cells, scores };
  });
}

export interface AttributeRow {
  name: string;
  label: string;
  values: (CIAttribute | undefined)[];
  differs: boolean;
}

/** One row an attribute that any of them has; those that differ come first, else in the order of the first CI. */
export function attributeRows(cis: readonly Pick<CI, "attributes">[]): AttributeRow[] {
  const labels = new Map(cis.flatMap(({ attributes }) => attributes.map(({ name, label }) => [name, label] as const)));
  const rows = [...labels].map(([name, label]) => {
    const values = cis.map(({ attributes }) => attributes.find((one) => one.name === name));
    return { name, label, values, differs: new Set(values.map((one) => JSON.stringify(one?.value ?? null))).size > 1 };
  });
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)];
}

/** The CI that keeps its id when they become one: the one that was known first. */
export function keeperOf(cis: readonly Pick<CI, "uid" | "created_at">[]): string {
  const [oldest] = [...cis].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.uid.localeCompare(b.uid));
  return oldest?.uid ?? "";
}
