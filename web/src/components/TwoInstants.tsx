import { TextInput } from "@mantine/core";

import { t } from "../locales/i18n";
import { first, useUrlState } from "../shell/search";
import { fromField, toField } from "./instants";

/** The two instants of a comparison, which stand in the URL as `since` and `until`. */
export function TwoInstants() {
  const [search, change] = useUrlState();
  const field = (name: "since" | "until", label: string, description: string) => {
    const value = first(search, name);
    return (
      <TextInput
        key={`${name} ${value}`} type="datetime-local" step={1} label={label} description={description} defaultValue={toField(value)}
        max={toField(new Date().toISOString())}
        onBlur={(event) => {
          const text = event.currentTarget.value;
          if (text !== toField(value)) change({ [name]: fromField(text) || null }, { push: true });
        }}
      />
    );
  };
  return (
    <>
      {field("since", t("From"), t("The state at this time"))}
      {field("until", t("To"), t("Empty: now"))}
    </>
  );
}

const HOUR = 3_600_000;

/** Usual times to look back to: each with its word. */
export function lookingBack(): readonly (readonly [word: string, milliseconds: number])[] {
  return [
    [t("Last hour"), HOUR], [t("Last 24 hours"), 24 * HOUR], [t("Last 7 days"), 7 * 24 * HOUR], [t("Last 30 days"), 30 * 24 * HOUR],
  ];
}

/** The instant so long before now. */
export function instantAgo(milliseconds: number): string {
  return new Date(Date.now() - milliseconds).toISOString();
}
