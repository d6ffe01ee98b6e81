/** The table of actions: tried on CIs, and replaced by another one. */
import { api, body } from "./client";
import type { Got } from "./types";

export type ActionTable = Got<"/api/v1/impact-actions">;
export type ActionEffect = ActionTable["effects"][number];

/** What an action brings into a question; by these effects, or by those in force. */
export async function previewAction(action: string, uid: string, effects: readonly ActionEffect[] | null) {
  const tried = { actions: [{ action, uid }], effects: effects === null ? null : [...effects] };
  return (await body(api.POST("/api/v1/impact-actions/preview", { body: tried }))).entering;
}

/** Lets other effects hold; none at all stand for the table that comes with the program. */
export async function saveActions(version: number, effects: readonly ActionEffect[], reason: string): Promise<void> {
  await body(api.PUT("/api/v1/impact-actions", { body: { effects: [...effects], reason, version } }));
}
