import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";

import { t } from "../../locales/i18n";

interface Props {
  label: string;
  nothing: string;
  choices: readonly { value: string; label: string }[];
  add: (value: string) => void;
}

/** Adds something that is chosen; by a button, because whoever types into a choice passes others on the way. */
export function AddChoice({ label, nothing, choices, add }: Props) {
  const [chosen, choose] = useState("");
  return (
    <div className="row" style={{ alignItems: "end" }}>
      <NativeSelect
        size="xs" label={label} value={chosen} style={{ maxWidth: 320 }} data={[{ value: "", label: nothing }, ...choices]}
        onChange={({ currentTarget }) => { choose(currentTarget.value); }}
      />
      <Button
        variant="default" size="xs" disabled={chosen === ""} aria-label={t("Add: {what}", { what: label })}
        onClick={() => { add(chosen); choose(""); }}
      >
        {t("Add")}
      </Button>
    </div>
  );
}
