/** Words of tasks. */
import { TaskChanged } from "../../api/tasks";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";

/** Why a task was not ended. */
export function endingError(error: Error): string {
  if (!(error instanceof TaskChanged)) return described(error);
  const { now } = error;
  if (now === undefined) return t("The task is no longer there.");
  const { number, title, ended_by: by } = now;
  if (by !== "") return t("Task {number} was ended by {by} meanwhile. Look at it again.", { number, by });
  return t("Task {number} was changed meanwhile: it is now \"{title}\". Look at it again.", { number, title });
}
