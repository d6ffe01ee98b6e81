/** What the one who is signed in may do, as the server says; pages hide actions by it, never data. */
import { useQuery } from "@tanstack/react-query";

import { meQuery } from "../api/session";

const NONE: readonly string[] = [];

export function usePermissions(): readonly string[] {
  return useQuery(meQuery).data?.permissions ?? NONE;
}

export function useMay(permission: string): boolean {
  return usePermissions().includes(permission);
}
