import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { impactActionsQuery } from "../../api/impact";
import { type ActionEffect, type ActionTable, saveActions } from "../../api/impactActions";
import { t } from "../../locales/i18n";
import { EffectDialog } from "./EffectDialog";
import { withEffect } from "./effects";
import { EffectTable } from "./EffectTable";
import { ReasonDialog } from "./ReasonDialog";
import { TryAction } from "./TryAction";

type Open = { kind: "save" } | { kind: "reset" } | { kind: "effect"; effect: ActionEffect | null };

interface Props {
  stored: ActionTable;
  done: (text: string) => void;
}

/** The table of one version; changes to it hold once they are saved, and are tried before. */
export function ActionsEditor({ stored, done }: Props) {
  const [effects, setEffects] = useState<readonly ActionEffect[]>(stored.effects);
  const [open, setOpen] = useState<Open | null>(null);
  const queries = useQueryClient();
  const isChanged = effects !== stored.effects;
  const close = () => { setOpen(null); };
  const store = async (wanted: readonly ActionEffect[], reason: string) => {
    await saveActions(stored.version, wanted, reason);
    await queries.invalidateQueries({ queryKey: impactActionsQuery.queryKey });
  };
  return (
    <>
      <div className="row">
        {!stored.is_built_in && <Button variant="default" onClick={() => { setOpen({ kind: "reset" }); }}>{t("Reset to the built-in table…")}</Button>}
        <Button variant="default" onClick={() => { setOpen({ kind: "effect", effect: null }); }}>{t("Add an effect…")}</Button>
        {isChanged && <Button variant="default" onClick={() => { setEffects(stored.effects); }}>{t("Discard the changes")}</Button>}
        <Button disabled={!isChanged || effects.length === 0} onClick={() => { setOpen({ kind: "save" }); }}>{t("Save…")}</Button>
      </div>
      {isChanged && <p role="status" style={{ margin: 0 }}>{t("Your changes are not saved yet; below they can be tried.")}</p>}
      <EffectTable
        effects={effects} change={(effect) => { setOpen({ kind: "effect", effect }); }}
        remove={(gone) => { setEffects(effects.filter((one) => one !== gone)); }}
      />
      <TryAction effects={effects} isChanged={isChanged} />
      {open?.kind === "effect" && (
        <EffectDialog
          before={open.effect} effects={effects} relationships={stored.relationships} close={close}
          keep={(effect) => { setEffects(withEffect(effects, open.effect, effect)); close(); }}
        />
      )}
      {open?.kind === "save" && (
        <ReasonDialog
          title={t("Let this table hold?")} action={t("Save")} close={close} run={(reason) => store(effects, reason)}
          done={() => { done(t("The table holds from the next question on.")); }}
        />
      )}
      {open?.kind === "reset" && (
        <ReasonDialog
          title={t("Reset to the built-in table?")} action={t("Reset")} close={close} run={(reason) => store([], reason)}
          done={() => { done(t("The table that comes with the program holds again.")); }}
        />
      )}
    </>
  );
}
