import { Button } from "@mantine/core";

import type { AttributeConflict } from "../../api/types";
import { Time } from "../../components/Time";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./edit.module.css";

/** One value of which two people made something else; who changed it is not always known. */
export type Conflict = Pick<AttributeConflict, "attribute" | "base" | "theirs" | "mine"> & {
  actor?: string | null;
  source?: AttributeConflict["source"];
  changed_at: string | null;
};

interface Props<One extends Conflict> {
  conflicts: readonly One[];
  labelOf: (attribute: string) => string;
  /** Takes their value into the form. */
  takeTheirs: (conflict: One) => void;
}

/** Whoever saves from the end of a long form sees it too. */
function intoView(node: HTMLElement | null): void {
  node?.scrollIntoView({ block: "center" });
}

/** What somebody else changed meanwhile: what it was, what they made of it, what is wanted here. */
export function Conflicts<One extends Conflict>({ conflicts, labelOf, takeTheirs }: Props<One>) {
  return (
    <section ref={intoView} aria-label={t("Changed meanwhile")} role="alert">
      <p className="state" data-state="degraded">
        <span aria-hidden>▲</span> {t("Somebody changed this while you were editing. Take their value or keep yours, then save again.")}
      </p>
      <div className={classes.wide} tabIndex={0} role="group" aria-label={t("Comparison")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Attribute")}</th>
              <th scope="col">{t("It was")}</th>
              <th scope="col">{t("Theirs")}</th>
              <th scope="col">{t("Yours")}</th>
              <th scope="col">{t("Changed")}</th>
              <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map((conflict) => (
              <tr key={conflict.attribute}>
                <th scope="row">{labelOf(conflict.attribute)}</th>
                <td>{formatValue(conflict.base)}</td>
                <td>{formatValue(conflict.theirs)}</td>
                <td><strong>{formatValue(conflict.mine)}</strong></td>
                <td>{conflict.actor ?? conflict.source?.key ?? ""} <Time at={conflict.changed_at} isRelative /></td>
                <td>
                  <Button
                    variant="default" size="compact-xs" onClick={() => { takeTheirs(conflict); }}
                    aria-label={t("Take their value of {attribute}", { attribute: labelOf(conflict.attribute) })}
                  >
                    {t("Take theirs")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
