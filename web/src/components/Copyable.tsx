import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

import { t } from "../locales/i18n";

/** Text in a box with a button that copies it. */
export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <div className="row" style={{ flexWrap: "nowrap", alignItems: "flex-start" }}>
      <code className="panel grow" style={{ padding: "6px 8px", overflowWrap: "anywhere" }} aria-label={label}>
        {text}
      </code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="default" onClick={copy} aria-label={copied ? t("Copied") : t("Copy")}>
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
