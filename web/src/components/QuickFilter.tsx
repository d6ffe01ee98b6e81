import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";

import { t } from "../locales/i18n";

const PAUSE_MS = 250;

interface Props {
  /** The text that is in force. */
  value: string;
  /** Called when somebody stops typing. */
  change: (text: string) => void;
  /** What is looked through. */
  label: string;
  placeholder: string;
  /** Most room it takes, in pixels. */
  width?: number;
}

/** A text that narrows a list on the server; it acts when the typing pauses, or on Enter. */
export function QuickFilter({ value, change, label, placeholder, width = 260 }: Props) {
  const [text, setText] = useState(value);
  const [inForce, setInForce] = useState(value);
  // Somebody else changed it: the back button, a saved view, "clear the filters".
  if (value !== inForce) {
    setInForce(value);
    if (value !== text.trim()) setText(value);
  }
  const send = useEffectEvent((wanted: string) => {
    if (wanted.trim() !== value) change(wanted.trim());
  });
  useEffect(() => {
    const timer = setTimeout(() => { send(text); }, PAUSE_MS);
    return () => { clearTimeout(timer); };
  }, [text]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      title={label}
      placeholder={placeholder}
      maxLength={200}
      style={{ flex: "1 1 160px", maxWidth: width }}
      value={text}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={text && <CloseButton size={24} aria-label={t("Clear")} onClick={() => { setText(""); change(""); }} />}
      onChange={(event) => { setText(event.currentTarget.value); }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && text.trim() !== value) change(text.trim());
      }}
    />
  );
}
