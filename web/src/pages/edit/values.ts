/** Values of attributes between the text of a field and what the server takes. */
import type { Value, Values } from "../../api/edits";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";

export type Texts = Readonly<Record<string, string>>;

export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The value that a text stands for, null for nothing; undefined for what the attribute cannot take. */
export function valueOf(text: string, kind: string): Value | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (kind === "boolean") return trimmed === "true" ? true : trimmed === "false" ? false : undefined;
  if (kind === "string_list") return trimmed.split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (kind === "integer") return /^-?\d+$/.test(trimmed) && Number.isSafeInteger(Number(trimmed)) ? Number(trimmed) : undefined;
  if (kind === "number") return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined;
  return trimmed;
}

/** What differs from the beginning, as values; then what is no value, by attribute. */
export function changesOf(attributes: readonly Attribute[], before: Texts, after: Texts): { values: Values; errors: Record<string, string> } {
  const values: Values = {};
  const errors: Record<string, string> = {};
  for (const { name, kind } of attributes) {
    const text = after[name] ?? "";
    if (text.trim() === (before[name] ?? "").trim()) continue;
    const value = valueOf(text, kind);
    if (value === undefined) errors[name] = kind === "integer" ? t("Type a whole number.") : t("Type a number.");
    else values[name] = value;
  }
  return { values, errors };
}
