interface Named {
  name: string;
  ci_class: string;
}

/** The names in order; where several are the same, each with its class, as they are not the same CI. */
export function toldApart(cis: readonly Named[], labelOf: (ciClass: string) => string): string[] {
  const repeated = repeatedNames(cis);
  return cis.map(({ name, ci_class: kind }) => (repeated.has(name) ? `${name} (${labelOf(kind)})` : name));
}

/** Names that more than one of these CIs has. */
export function repeatedNames(cis: readonly Named[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(cis.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size));
}
