import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

import { t } from "../locales/i18n";

interface Props {
  title: string;
  isWide?: boolean;
  close: () => void;
  children: ReactNode;
}

/** A dialog that is open as long as it is there; when it goes, what had the focus before has it again. */
export function Dialog({ title, isWide = false, close, children }: Props) {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
  }, [opener]);
  return (
    <Modal opened onClose={close} title={title} size={isWide ? "xl" : "md"} closeButtonProps={{ "aria-label": t("Close") }}>
      {children}
    </Modal>
  );
}
