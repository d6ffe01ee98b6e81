/** "port_block" as people read it: "port block". */
export function wordOf(name: string): string {
  return name.replaceAll("_", " ");
}

/** What fails beside the CI in the address: "restart:ci_1" is an action, "down:ci_1" a state. */
export function alsoOf(entry: string): [word: string, uid: string] {
  const mark = entry.indexOf(":");
  return mark < 0 ? ["down", entry] : [entry.slice(0, mark), entry.slice(mark + 1)];
}

/** The entries with another CI, each CI once; what is said of it last counts. */
export function withAlso(entries: readonly string[], word: string, uid: string): string[] {
  return [...entries.filter((entry) => alsoOf(entry)[1] !== uid), `${word}:${uid}`];
}

/** The CI that a picture is about: that of the address, or, where it goes by another uid since, the first that was asked about. */
export function subjectOf<N extends { uid: string }>(picture: { source: readonly string[]; nodes: readonly N[] }, uid: string): N | undefined {
  const [first] = picture.source;
  return picture.nodes.find((node) => node.uid === uid) ?? picture.nodes.find((node) => node.uid === first);
}
