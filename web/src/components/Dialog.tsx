import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

import { t } from "../locales/i18n";
import { useFocusReturn } from "./useFocusReturn";

interface Props {
  title: string;
  isWide?: boolean;
  close: () => void;
  children: ReactNode;
}

/** A dialog that is open as long as it is there; when it goes, what had the focus before has it again. */
export function Dialog({ title, isWide = false, close, children }: Props) {
  useFocusReturn();
  return (
    <Modal opened onClose={close} title={title} size={isWide ? "xl" : "md"} closeButtonProps={{ "aria-label": t("Close") }}>
      {children}
    </Modal>
  );
}
