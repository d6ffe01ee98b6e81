import { useState } from "react";

/** The row that the keyboard is on, for lists that the URL does not follow; another question starts at the top. */
export function useActive(question: string): [number, (index: number) => void] {
  const [[askedFor, active], setActive] = useState<[string, number]>([question, 0]);
  const activate = (index: number) => { setActive([question, index]); };
  return [askedFor === question ? active : 0, activate];
}
