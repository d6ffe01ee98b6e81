import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { searchQuery } from "../../api/cis";
import type { SearchHit } from "../../api/types";
import { foundText } from "../../components/foundText";
import { useClassLabel } from "../../components/schema";
import { t } from "../../locales/i18n";
import classes from "./edit.module.css";

interface TargetProps {
  label: string;
  /** The uid that cannot be chosen. */
  besides: string;
  target: SearchHit | null;
  choose: (target: SearchHit | null) => void;
}

/** Finds the other CI by what is typed. */
export function TargetPicker({ besides, target, choose, label }: TargetProps) {
  const labelOf = useClassLabel();
  const [q, setQ] = useState(target?.name ?? "");
  const [asked] = useDebouncedValue(q.trim(), 200);
  const input = useRef<HTMLInputElement>(null);
  const hits = useQuery(searchQuery(asked, 8));
  const shown = target || asked === "" ? [] : (hits.data?.items ?? []).filter(({ uid }) => uid !== besides);
  const told = target || asked === "" ? "" : foundText(hits.isFetching, hits.isError, shown.length);
  return (
    <>
      <TextInput
        ref={input} size="xs" label={label} placeholder={t("Name, serial, IP, MAC, asset tag…")} data-autofocus
        value={q} onChange={(event) => { setQ(event.currentTarget.value); choose(null); }}
      />
      {shown.length > 0 && (
        <ul className={classes.hits} aria-label={t("Found")}>
          {shown.map((hit) => (
            <li key={hit.uid}>
              <Button
                variant="default" size="compact-sm"
                onClick={() => {
                  // The list goes with its buttons.
                  input.current?.focus();
                  choose(hit);
                  setQ(hit.name);
                }}
              >
                {hit.name} · {labelOf(hit.ci_class)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {/* A region that is there before it speaks: what appears with its words is not always read out. */}
      <p className="dim" role="status" style={{ margin: 0 }}>{told}</p>
    </>
  );
}
