import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { ActionEffect } from "../../api/impactActions";
import { Dialog } from "../../components/Dialog";
import { useSchema } from "../../components/schema";
import { t } from "../../locales/i18n";
import { stateWord, typeWords } from "../../locales/labels";
import { ErrorLine } from "../administration/Result";
import classes from "../edit/edit.module.css";
import { keyOf, NEW_EFFECT } from "./effects";

const NAME = "[a-z][a-z0-9_]{0,49}";
const LONGEST_SECONDS = 366 * 86_400;

interface FieldsProps {
  effect: ActionEffect;
  relationships: readonly string[];
  change: (patch: Partial<ActionEffect>) => void;
}

function Place({ effect, relationships, change }: FieldsProps) {
  const [firstType = ""] = relationships;
  const put = (on: ActionEffect["on"]) => {
    change(on === "itself" ? { on, relationship: "", repeats: false } : { on, relationship: effect.relationship || firstType });
  };
  return (
    <>
      <NativeSelect
        label={t("Falls on")} value={effect.on}
        onChange={(event) => { put((["sources", "targets"] as const).find((one) => one === event.currentTarget.value) ?? "itself"); }}
        data={[
          { value: "itself", label: t("the CI itself") },
          { value: "sources", label: t("what has a relationship to it") },
          { value: "targets", label: t("what it has a relationship to") },
        ]}
      />
      {effect.on !== "itself" && (
        <>
          <NativeSelect
            label={t("Relationship")} value={effect.relationship} data={relationships.map((one) => ({ value: one, label: typeWords(one) }))}
            onChange={(event) => { change({ relationship: event.currentTarget.value }); }}
          />
          <Checkbox label={t("and on theirs, as far as it leads")} checked={effect.repeats} onChange={(event) => { change({ repeats: event.currentTarget.checked }); }} />
        </>
      )}
    </>
  );
}

function Fields({ effect, relationships, change }: FieldsProps) {
  const schema = useSchema();
  const known = (schema?.classes ?? []).map(({ name, label }) => ({ value: name, label })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <>
      <TextInput
        label={t("Action")} description={t("Small letters, digits and _")} required pattern={NAME} data-autofocus value={effect.action}
        onChange={(event) => { change({ action: event.currentTarget.value }); }}
      />
      <NativeSelect label={t("On a CI of class")} value={effect.ci_class} data={known} onChange={(event) => { change({ ci_class: event.currentTarget.value }); }} />
      <NativeSelect
        label={t("Brings about")} value={effect.state} data={(["down", "degraded"] as const).map((value) => ({ value, label: stateWord(value) }))}
        onChange={(event) => { change({ state: event.currentTarget.value === "degraded" ? "degraded" : "down" }); }}
      />
      <NumberInput
        label={t("For so many seconds")} description={t("Empty: until somebody undoes it")} min={1} max={LONGEST_SECONDS} allowDecimal={false} hideControls
        value={effect.lasts_seconds ?? ""} onChange={(given) => { change({ lasts_seconds: given === "" ? null : Number(given) }); }}
      />
      <Place effect={effect} relationships={relationships} change={change} />
    </>
  );
}

interface Props {
  /** Null for a new one. */
  before: ActionEffect | null;
  effects: readonly ActionEffect[];
  relationships: readonly string[];
  keep: (effect: ActionEffect) => void;
  close: () => void;
}

/** One effect of an action. */
export function EffectDialog({ before, effects, relationships, keep, close }: Props) {
  const [effect, setEffect] = useState<ActionEffect>(before ?? NEW_EFFECT);
  const isTwice = effects.some((one) => one !== before && keyOf(one) === keyOf(effect));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isTwice) keep(effect);
  };
  return (
    <Dialog title={before === null ? t("Add an effect") : t("Change an effect")} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <Fields effect={effect} relationships={relationships} change={(patch) => { setEffect({ ...effect, ...patch }); }} />
        <ErrorLine text={isTwice ? t("The table has this effect already: change that one.") : null} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" disabled={isTwice}>{t("Keep")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
