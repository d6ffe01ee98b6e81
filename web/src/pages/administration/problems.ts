/** What the server refused, for the fields of a form. */
import { Problem } from "../../api/problem";

/** A text of the server as the beginning of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is wrong with one field, or with which entry of its list, and what to do about it. */
export function fieldError(error: Error | null, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field || one.field.startsWith(`${field}[`));
  if (!found) return null;
  const message = found.field === field ? found.message : `'${found.value}' ${found.message}`;
  return [message, found.remedy ?? ""].filter((text) => text !== "").map(sentence).join(". ");
}

/** What went wrong, where none of the form's fields can show it. */
export function otherError(error: Error | null, fields: readonly string[]): string | null {
  if (!error || fields.some((field) => fieldError(error, field) !== null)) return null;
  return described(error);
}

/** An error as one sentence, with the id under which the server's log has it. */
export function described(error: Error): string {
  const requestId = error instanceof Problem ? error.requestId : null;
  return requestId ? `${sentence(error.message)} (${requestId})` : sentence(error.message);
}
