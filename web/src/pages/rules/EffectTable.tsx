import { Button } from "@mantine/core";

import type { ActionEffect } from "../../api/impactActions";
import { useClassLabel } from "../../components/schema";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";
import administration from "../administration/administration.module.css";
import { wordOf } from "../impact/words";
import { keyOf, lastsWords, placeWords } from "./effects";

/** Narrower than this its words break; it scrolls then. */
const LEGIBLE = 820;

interface Props {
  effects: readonly ActionEffect[];
  change: (effect: ActionEffect) => void;
  remove: (effect: ActionEffect) => void;
}

/** What each action does to CIs of which class. */
export function EffectTable({ effects, change, remove }: Props) {
  const labelOf = useClassLabel();
  return (
    <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Actions")}>
      <table className="plain" style={{ minWidth: LEGIBLE }}>
        <thead>
          <tr>
            <th scope="col">{t("Action")}</th>
            <th scope="col">{t("On a CI of class")}</th>
            <th scope="col">{t("Brings about")}</th>
            <th scope="col">{t("For")}</th>
            <th scope="col">{t("Falls on")}</th>
            <th scope="col"><span className="visuallyhidden">{t("Change or remove")}</span></th>
          </tr>
        </thead>
        <tbody>
          {effects.map((effect) => {
            const name = t("{action} on {name}", { action: wordOf(effect.action), name: labelOf(effect.ci_class) });
            return (
              <tr key={keyOf(effect)}>
                <th scope="row">{wordOf(effect.action)}</th>
                <td>{labelOf(effect.ci_class)}</td>
                <td>{stateWord(effect.state)}</td>
                <td>{lastsWords(effect)}</td>
                <td>{placeWords(effect)}</td>
                <td>
                  <span className={administration.actions}>
                    <Button variant="default" size="compact-xs" aria-label={t("Change {name}", { name })} onClick={() => { change(effect); }}>{t("Change")}</Button>
                    <Button variant="default" size="compact-xs" aria-label={t("Remove {name}", { name })} onClick={() => { remove(effect); }}>{t("Remove")}</Button>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
