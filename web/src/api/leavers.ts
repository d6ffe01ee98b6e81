/** People who leave: what they hold. */
import { api, body } from "./client";

export function findHeld(people: string[]) {
  return body(api.POST("/api/v1/leavers", { body: { people } }));
}

export type Held = Awaited<ReturnType<typeof findHeld>>;

export function findHeldOfFile(file: File): Promise<Held> {
  return body(api.POST("/api/v1/leavers/file", { body: "", bodySerializer: () => file, headers: { "Content-Type": "application/octet-stream" } }));
}
