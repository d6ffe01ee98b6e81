import { useQuery } from "@tanstack/react-query";

import { pathsQuery } from "../../api/impact";
import type { ServiceEdge } from "../../api/services";
import { CILink } from "../../components/CILink";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../impact/Impact.module.css";
import { PathSteps } from "../impact/PathSteps";
import { edgeWords } from "./words";

/** "A needs B because …": the relationship with all that it rests on. */
export function Inspector({ edge, names, asOf }: { edge: ServiceEdge; names: ReadonlyMap<string, string>; asOf: string }) {
  const { source, target, through } = edge;
  const at = through?.uid ?? target;
  const question = { uid: at, direction: "impact", state: "down", action: "", also: [], scenario: "", asOf } as const;
  const paths = useQuery(pathsQuery(question, source));
  return (
    <section className={classes.selected} aria-label={t("Why one needs the other")} tabIndex={0}>
      <h2>{t("{source} needs {target}", { source: names.get(source) ?? source, target: names.get(target) ?? target })}</h2>
      {through && <p>{t("It is entered through")} <CILink ci={through} isInText /></p>}
      <p>{edgeWords(edge)}</p>
      <Loaded query={paths} what={t("The evidence could not be loaded.")} lines={3}>
        {({ paths: [first] }) => (first ? <PathSteps path={first} /> : <p className="dim">{t("Without it nothing happens to the other one alone.")}</p>)}
      </Loaded>
    </section>
  );
}
