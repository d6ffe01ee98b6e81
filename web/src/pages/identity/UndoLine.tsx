import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import { described } from "../administration/problems";
import { ResultLine, useResult } from "../administration/Result";
import type { Done } from "./undoing";

/** The last decision with its result, and taking it back. */
export function useUndoable() {
  const [result, tell] = useResult();
  const [undo, setUndo] = useState<(() => Promise<void>) | null>(null);
  const done = (outcome: Done) => {
    setUndo(() => outcome.undo);
    tell(outcome.result);
  };
  const queries = useQueryClient();
  const undoing = useMutation({
    mutationFn: (takeBack: () => Promise<void>) => takeBack(),
    onSuccess: () => {
      setUndo(null);
      tell({ state: "up", text: t("Taken back: everything is as it was before.") });
    },
    onError: (error) => { tell({ state: "down", text: t("It could not be taken back: {why}", { why: described(error) }) }); },
    onSettled: () => queries.invalidateQueries(),
  });
  return { result, tell, done, undo: undo && (() => { undoing.mutate(undo); }), isUndoing: undoing.isPending };
}

type Undoable = ReturnType<typeof useUndoable>;

export function UndoLine({ result, undo, isUndoing }: Pick<Undoable, "result" | "undo" | "isUndoing">) {
  if (!result) return null;
  return (
    <div className="row">
      <div className="grow"><ResultLine result={result} /></div>
      {undo && <Undo undo={undo} isUndoing={isUndoing} />}
    </div>
  );
}

function Undo({ undo, isUndoing }: { undo: () => void; isUndoing: boolean }) {
  useShortcut("z", t("Undo the last decision"), undo);
  return <Button variant="default" loading={isUndoing} onClick={undo}>{t("Undo")}</Button>;
}
