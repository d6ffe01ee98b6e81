import { Button, Checkbox, NumberInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { Policy } from "../../api/changes";
import { t } from "../../locales/i18n";
import edit from "../edit/edit.module.css";
import { policyWord } from "./words";

interface Props {
  policy: Policy;
  mayChange: boolean;
  save: (policy: Policy) => void;
}

const NUMBERS = ["medium_from", "high_from", "quorum_low", "quorum_medium", "quorum_high", "quorum_emergency"] as const;

/** Who has to approve, by the risk of a change. */
export function PolicyForm({ policy, mayChange, save }: Props) {
  const [wanted, setWanted] = useState(policy);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save(wanted);
  };
  return (
    <section className="panel" aria-label={t("Approval")}>
      <h2>{t("Approval")}</h2>
      <form className={edit.form} onSubmit={submit}>
        <div className={edit.fields}>
          {NUMBERS.map((name) => (
            <NumberInput key={name} label={policyWord(name)} min={0} allowDecimal={false} readOnly={!mayChange} value={wanted[name]} onChange={(value) => { setWanted({ ...wanted, [name]: Number(value) }); }} />
          ))}
        </div>
        <Checkbox label={policyWord("asks_owners")} disabled={!mayChange} checked={wanted.asks_owners} onChange={({ currentTarget }) => { setWanted({ ...wanted, asks_owners: currentTarget.checked }); }} />
        <p className="dim" style={{ margin: 0 }}>{t("A standard change of low risk needs nobody. Nobody votes for the board on what they ask for or carry out.")}</p>
        {mayChange && <div className={edit.actions}><Button type="submit">{t("Save who approves")}</Button></div>}
      </form>
    </section>
  );
}
