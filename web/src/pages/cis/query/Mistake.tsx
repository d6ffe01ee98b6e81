import type { FieldError, Problem } from "../../../api/problem";
import { t } from "../../../locales/i18n";
import classes from "./Query.module.css";

/** What is wrong with a query, with its place. */
export function mistakeOf(problem: Problem): FieldError {
  const found = problem.fields.find(({ field }) => field === "query");
  return found ?? { field: "query", value: "", message: problem.message, remedy: null };
}

/** The text with the place of the mistake marked, what is wrong there and what to write. */
export function Mistake({ text, mistake: { message, remedy, position, length } }: { text: string; mistake: FieldError }) {
  const at = position ?? null;
  return (
    <>
      <span>{[message, remedy].filter(Boolean).join("; ")}</span>
      {at !== null && (
        <code className={classes.place} style={{ display: "block" }}>
          {text.slice(0, at)}
          <mark>{text.slice(at, at + (length ?? 1)) || t("(here)")}</mark>
          {text.slice(at + (length ?? 1))}
        </code>
      )}
    </>
  );
}
