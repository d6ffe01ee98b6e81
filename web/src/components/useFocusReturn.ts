import { useEffect, useState } from "react";

/** When what was opened goes and takes the focus with it, what had that before has it again. */
export function useFocusReturn() {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
  }, [opener]);
}
