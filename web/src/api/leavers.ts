/** People who leave: what they hold. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

export function findHeld(people: string[]) {
  return body(api.POST("/api/v1/leavers", { body: { people } }));
}

export type Held = Awaited<ReturnType<typeof findHeld>>;

export function findHeldOfFile(file: File): Promise<Held> {
  return body(api.POST("/api/v1/leavers/file", { body: "", bodySerializer: () => file, headers: { "Content-Type": "application/octet-stream" } }));
}

/** How the directory is set up, and when it was asked last. */
export const directoryQuery = queryOptions({ queryKey: ["leavers", "directory"], queryFn: () => body(api.GET("/api/v1/leavers/directory")) });

/** Asks the directory who has left and holds something; refused where it lost more people than can be believed, unless `evenMany` have left. */
export function findHeldOfDirectory(evenMany: boolean): Promise<Held> {
  return body(api.POST("/api/v1/leavers/directory", { params: { query: { even_many: evenMany } } }));
}
