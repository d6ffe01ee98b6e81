import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { ParkedFilter } from "../../api/discovery";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import type { Result } from "../administration/Result";
import { isNarrow, retryAll, type Tally, tallied } from "./retrying";

interface Props {
  wanted: ParkedFilter;
  /** How many items pass the filter. */
  count: number;
  tell: (result: Result) => void;
}

/** Tries what is parked and passes a filter again, with progress and a way to stop. */
export function RetryAll({ wanted, count, tell }: Props) {
  const queries = useQueryClient();
  const isStopped = useRef(false);
  const [tally, setTally] = useState<Tally | null>(null);
  const trying = useMutation({
    mutationFn: () => retryAll(wanted, setTally, () => isStopped.current),
    onSuccess: (end) => { tell(tallied(end)); },
    onError: (error) => { tell({ state: "down", text: t("Stopped: {why}", { why: described(error) }) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["parked"] }),
  });
  const start = () => {
    isStopped.current = false;
    setTally(null);
    trying.mutate();
  };
  if (!trying.isPending) {
    return (
      <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={start}>
        {isNarrow(wanted)
          ? t("Retry all {count} that match", { count: formatNumber(count) })
          : t("Retry all {count}", { count: formatNumber(count) })}
      </Button>
    );
  }
  return (
    <>
      <span role="status">
        {tally ? t("{done} of {of} tried", { done: tally.done, of: tally.of }) : t("Starting…")}
      </span>
      <Button variant="default" onClick={() => { isStopped.current = true; }}>{t("Stop")}</Button>
    </>
  );
}
