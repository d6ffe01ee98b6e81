import { TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";

import type { Facet } from "../../api/types";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { AT_FIRST, chosenCount, type FacetValue, shownOf } from "./choosing";
import classes from "./Facets.module.css";

interface ValueProps {
  value: FacetValue;
  toggle: () => void;
}

function Value({ value, toggle }: ValueProps) {
  return (
    <li>
      <label className={classes.value} data-empty={value.count === 0 || undefined}>
        <input type="checkbox" checked={value.selected} onChange={toggle} />
        <span className="grow cut" title={value.label}>{value.label === "" ? t("(empty)") : value.label}</span>
        <span className={classes.count}>{formatNumber(value.count)}</span>
      </label>
    </li>
  );
}

interface Props {
  facet: Facet;
  isOpenAtFirst: boolean;
  toggle: (value: string) => void;
}

/** One facet: its values with counts; many values can be searched. */
export function FacetGroup({ facet, isOpenAtFirst, toggle }: Props) {
  const chosen = chosenCount(facet);
  const [openness, setOpen] = useState<boolean | null>(null);
  const isOpen = openness ?? (isOpenAtFirst || chosen > 0);
  const [text, setText] = useState("");
  const [isComplete, setComplete] = useState(false);
  const [shown, hidden] = shownOf(facet.values, text, isComplete);
  return (
    <fieldset className={classes.group} aria-label={facet.label}>
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>
        {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        <span className="grow cut">{facet.label}</span>
        <span className={classes.count}>
          {chosen > 0 ? t("{count} chosen", { count: chosen }) : isOpen ? "" : formatNumber(facet.values.length)}
        </span>
      </button>
      {isOpen && (
        <>
          {facet.values.length > AT_FIRST && (
            <div className={classes.find}>
              <TextInput
                aria-label={t("Find in {facet}", { facet: facet.label })}
                placeholder={t("Find…")}
                value={text}
                onChange={(event) => { setText(event.currentTarget.value); }}
              />
            </div>
          )}
          <ul className={classes.list}>
            {shown.map((value) => (
              <Value key={value.value} value={value} toggle={() => { toggle(value.value); }} />
            ))}
          </ul>
          {hidden > 0 && (
            <button type="button" className={classes.more} onClick={() => { setComplete(true); }}>
              {t("{count, plural, one {# more} other {# more}}", { count: hidden })}
            </button>
          )}
        </>
      )}
    </fieldset>
  );
}
