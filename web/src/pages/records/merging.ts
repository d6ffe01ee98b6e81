/** What two people said of one thing at once: pure. */
export type Texts = Readonly<Record<string, string>>;

export interface Merged {
  /** What is wanted now: mine where I said something, theirs elsewhere. */
  values: Texts;
  /** What both of us made something else of. */
  both: readonly string[];
}

/** My values brought onto theirs; both began with the same ones. */
export function mergedWith(before: Texts, theirs: Texts, mine: Texts): Merged {
  const names = Object.keys(mine);
  const isMine = (name: string) => mine[name] !== before[name];
  const isTheirs = (name: string) => theirs[name] !== before[name];
  const values = Object.fromEntries(names.map((name) => [name, (isMine(name) ? mine[name] : theirs[name]) ?? ""]));
  return { values, both: names.filter((name) => isMine(name) && isTheirs(name) && mine[name] !== theirs[name]) };
}
