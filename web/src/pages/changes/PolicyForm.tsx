import { Button, Checkbox, NumberInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { Policy } from "../../api/changes";
import { t } from "../../locales/i18n";
import edit from "../edit/edit.module.css";

interface Props {
  policy: Policy;
  mayChange: boolean;
  save: (policy: Policy) => void;
}

type NumberName = Exclude<keyof Policy, "asks_owners" | "groups">;

/** Who has to approve, by the risk of a change. */
export function PolicyForm({ policy, mayChange, save }: Props) {
  const [wanted, setWanted] = useState(policy);
  const labels: readonly (readonly [NumberName, string])[] = [
    ["medium_from", t("A risk is medium from these points on")], ["high_from", t("A risk is high from these points on")],
    ["quorum_low", t("Members of the board where the risk is low")], ["quorum_medium", t("Members of the board where it is medium")],
    ["quorum_high", t("Members of the board where it is high")], ["quorum_emergency", t("Members of the board in an emergency")],
  ];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save(wanted);
  };
  return (
    <section className="panel" aria-label={t("Approval")}>
      <h2>{t("Approval")}</h2>
      <form className={edit.form} onSubmit={submit}>
        <div className={edit.fields}>
          {labels.map(([name, label]) => (
            <NumberInput key={name} label={label} min={0} allowDecimal={false} readOnly={!mayChange} value={wanted[name]} onChange={(value) => { setWanted({ ...wanted, [name]: Number(value) }); }} />
          ))}
        </div>
        <Checkbox label={t("Owners of services that go down or are degraded approve too")} disabled={!mayChange} checked={wanted.asks_owners} onChange={({ currentTarget }) => { setWanted({ ...wanted, asks_owners: currentTarget.checked }); }} />
        <p className="dim" style={{ margin: 0 }}>{t("A standard change of low risk needs nobody. Nobody votes for the board on what they ask for or carry out.")}</p>
        {mayChange && <div className={edit.actions}><Button type="submit">{t("Save who approves")}</Button></div>}
      </form>
    </section>
  );
}
