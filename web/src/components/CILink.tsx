import { t } from "../locales/i18n";
import { AppLink } from "./AppLink";
import { ciHref } from "./links";
import { useClassLabel } from "./schema";

interface Props {
  ci: { uid: string; name: string; ci_class: string; root?: string | { name: string } | null };
  /** Say the class, and the machine that it is on, beside the name. */
  withClass?: boolean;
  /** Other text stands around it. */
  isInText?: boolean;
  /** Leave the tab stop to what surrounds the link. */
  isPassive?: boolean;
}

/** A CI by its name, leading to its page. */
export function CILink({ ci, withClass = false, isInText = false, isPassive = false }: Props) {
  const labelOf = useClassLabel();
  const label = ci.ci_class === "" ? "" : labelOf(ci.ci_class);
  // Among text a colour alone does not tell a link (WCAG 1.4.1).
  const looks = withClass || isInText ? undefined : "quiet";
  return (
    <>
      <AppLink className={looks} href={ciHref(ci.uid)} title={`${ci.name} · ${label}`} tabIndex={isPassive ? -1 : undefined}>
        {ci.name === "" ? ci.uid : ci.name}
      </AppLink>
      {withClass && label && <span className="dim"> {placed(label, ci.root)}</span>}
    </>
  );
}

function placed(label: string, root: Props["ci"]["root"]): string {
  const machine = typeof root === "string" ? root : root?.name;
  return machine ? t("{label} on {machine}", { label, machine }) : label;
}
