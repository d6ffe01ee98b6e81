import { AppLink } from "./AppLink";
import { ciHref } from "./links";
import { useClassLabel } from "./schema";

interface Props {
  ci: { uid: string; name: string; ci_class: string };
  /** Say the class beside the name. */
  withClass?: boolean;
  /** Leave the tab stop to what surrounds the link. */
  isPassive?: boolean;
}

/** A CI by its name, leading to its page. */
export function CILink({ ci, withClass = false, isPassive = false }: Props) {
  const labelOf = useClassLabel();
  const label = ci.ci_class === "" ? "" : labelOf(ci.ci_class);
  return (
    <>
      <AppLink className="quiet" href={ciHref(ci.uid)} title={`${ci.name} · ${label}`} tabIndex={isPassive ? -1 : undefined}>
        {ci.name === "" ? ci.uid : ci.name}
      </AppLink>
      {withClass && label && <span className="dim"> {label}</span>}
    </>
  );
}
