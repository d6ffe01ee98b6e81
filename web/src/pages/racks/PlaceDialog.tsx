import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Face, moveInRack, type Position, racksQuery } from "../../api/racks";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { TargetPicker } from "../edit/TargetPicker";
import { faceWord, rackPath } from "./words";

interface Named {
  uid: string;
  name: string;
}

/** Where something stands or may stand; the device is chosen where none is given. */
export interface Start {
  device: Named | null;
  rack: string;
  unit: number | null;
  height: number;
  face: Face;
  /** Whether it stands in a rack now, from which it can be taken out. */
  isIn: boolean;
}

interface Props {
  start: Start;
  done: (text: string) => void;
  close: () => void;
}

const FACES: readonly Face[] = ["both", "front", "rear"];
const FIELDS = ["unit", "height_units", "face", "rack_uid"];

function RackSelect({ rack, choose }: { rack: string; choose: (rack: string) => void }) {
  const racks = useQuery(racksQuery("")).data?.items ?? [];
  const known = racks.map((one) => ({ value: one.uid, label: rackPath(one) }));
  return <NativeSelect size="xs" label={t("Rack")} value={rack} data={[...(rack === "" ? [{ value: "", label: t("Choose a rack") }] : []), ...known]} onChange={({ currentTarget }) => { choose(currentTarget.value); }} />;
}

interface Typed {
  rack: string;
  unit: string;
  height: string;
  face: Face;
  reason: string;
}

/** Only digits make a number; what else is typed the server refuses by name. */
function positionOf({ rack, unit, height, face, reason }: Typed): Position {
  return { rack_uid: rack, unit: unit.trim() === "" ? null : Number(unit), height_units: Number(height), face, reason };
}

/** Says by hand where a device stands: at free units of a rack, beside them, or no longer in one. */
export function PlaceDialog({ start, done, close }: Props) {
  const [device, setDevice] = useState<Named | null>(start.device);
  const [typed, setTyped] = useState<Typed>({ rack: start.rack, unit: start.unit === null ? "" : String(start.unit), height: String(start.height), face: start.face, reason: "" });
  const moving = useMutation({
    mutationFn: ({ uid, position }: { uid: string; name: string; position: Position }) => moveInRack(uid, position),
    onSuccess: (_, { name, position: { rack_uid: rack, unit } }) => {
      close();
      done(rack === null ? t("{name} is taken out.", { name }) : unit === null ? t("{name} stands beside the units.", { name }) : t("{name} stands at unit {unit}.", { name, unit }));
    },
  });
  const say = (changes: Partial<Typed>) => { setTyped({ ...typed, ...changes }); };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (device && typed.rack !== "") moving.mutate({ ...device, position: positionOf(typed) });
  };
  return (
    <Dialog title={start.device ? t("Move {name}", { name: start.device.name }) : t("Put a device into the rack")} close={close}>
      <form className={edit.form} onSubmit={submit}>
        {!start.device && <TargetPicker besides={typed.rack} target={null} choose={setDevice} label={t("Device")} />}
        <RackSelect rack={typed.rack} choose={(rack) => { say({ rack }); }} />
        <div className={edit.fields}>
          <TextInput
            size="xs" type="number" min={1} max={100} label={t("Lowest unit")} description={t("Counted from the bottom; empty: beside the units.")}
            value={typed.unit} error={fieldError(moving.error, "unit")} onChange={({ currentTarget }) => { say({ unit: currentTarget.value }); }}
          />
          <TextInput
            size="xs" type="number" min={1} max={100} required label={t("Height in units")}
            value={typed.height} error={fieldError(moving.error, "height_units")} onChange={({ currentTarget }) => { say({ height: currentTarget.value }); }}
          />
          <NativeSelect size="xs" label={t("Side")} value={typed.face} data={FACES.map((value) => ({ value, label: faceWord(value) }))} onChange={({ currentTarget }) => { say({ face: FACES.find((one) => one === currentTarget.value) ?? "both" }); }} />
        </div>
        <TextInput size="xs" label={t("Reason")} description={t("It stands beside the value and in the history.")} maxLength={1000} value={typed.reason} onChange={({ currentTarget }) => { say({ reason: currentTarget.value }); }} />
        <ErrorLine text={otherError(moving.error, FIELDS)} />
        <div className={edit.actions}>
          {start.isIn && device && (
            <Button variant="default" loading={moving.isPending} onClick={() => { moving.mutate({ ...device, position: { ...positionOf(typed), rack_uid: null } }); }}>{t("Take out of the rack")}</Button>
          )}
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={moving.isPending} disabled={!device || typed.rack === ""}>{start.isIn ? t("Move") : t("Put")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
