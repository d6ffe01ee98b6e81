import { IconFilter } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";

import type { Facet } from "../../api/types";
import { t } from "../../locales/i18n";
import classes from "./Facets.module.css";
import { FacetGroup } from "./FacetGroup";

interface Props {
  facets: readonly Facet[];
  /** Which facets show their values at first; others do when one of their values is chosen. */
  isOpenAtFirst: (facet: Facet) => boolean;
  toggle: (name: string, value: string) => void;
  /** Above the facets: that they are on their way, or why they are missing. */
  state?: ReactNode;
  ref?: Ref<HTMLElement>;
}

/** What a list can be narrowed by, with how many rows each value leaves. */
export function Facets({ facets, isOpenAtFirst, toggle, state, ref }: Props) {
  return (
    <section className={classes.panel} aria-label={t("Filters")} tabIndex={0} ref={ref}>
      <h2 className={classes.title}>
        <IconFilter size={15} aria-hidden /> {t("Filters")}
      </h2>
      {state}
      {facets.map((facet) => (
        <FacetGroup
          key={facet.name}
          facet={facet}
          isOpenAtFirst={isOpenAtFirst(facet)}
          toggle={(value) => { toggle(facet.name, value); }}
        />
      ))}
    </section>
  );
}
