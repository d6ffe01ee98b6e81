import { CILink } from "./CILink";
import { repeatedNames } from "./sameNames";

interface Listed {
  uid: string;
  name: string;
  ci_class: string;
  /** The machine it is on, where that tells more. */
  root?: string | null;
}

/** CIs one after another in a text; those of the same name with their class, each with its machine where it has one. */
export function CIList({ cis }: { cis: readonly Listed[] }) {
  const repeated = repeatedNames(cis);
  return cis.map((ci, turn) => (
    <span key={ci.uid}>
      {turn > 0 && ", "}<CILink ci={ci} isInText withClass={repeated.has(ci.name)} />{ci.root && <span className="dim"> ({ci.root})</span>}
    </span>
  ));
}
