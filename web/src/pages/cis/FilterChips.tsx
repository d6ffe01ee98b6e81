import { IconX } from "@tabler/icons-react";

import type { Filters } from "../../api/cis";
import type { Facet } from "../../api/types";
import { t } from "../../locales/i18n";
import classes from "./CIs.module.css";
import { type Chosen, chosenOf } from "./filters";

interface Props {
  filters: Filters;
  facets: readonly Facet[];
  toggle: (name: string, value: string) => void;
  clear: () => void;
}

function wordsOf({ name, value }: Chosen, facets: readonly Facet[]): [string, string] {
  if (name === "query") return [t("Query"), value];
  const facet = facets.find((one) => one.name === name);
  const label = facet?.values.find((one) => one.value === value)?.label ?? value;
  return [facet?.label ?? name.replace(/^attr\./, ""), label];
}

/** What the list is narrowed to; each can be taken off. */
export function FilterChips({ filters, facets, toggle, clear }: Props) {
  const chosen = chosenOf(filters);
  if (chosen.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t("Filters in force")}>
      {chosen.map((one) => {
        const [facet, label] = wordsOf(one, facets);
        return (
          <li key={`${one.name}=${one.value}`}>
            <button
              type="button" className={classes.chip} aria-label={t("Take off {facet}: {value}", { facet, value: label })}
              onClick={() => { toggle(one.name, one.value); }}
            >
              <span className="cut"><span className="dim">{facet}</span> {label}</span> <IconX size={14} aria-hidden />
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className={classes.chip} style={{ background: "none", paddingInlineEnd: 10 }} onClick={clear}>
          {t("Clear filters")}
        </button>
      </li>
    </ul>
  );
}
