/** What the server says of values while they are typed. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { checkEdit, checkRelationship, type Values } from "../../api/edits";
import { sentence } from "../administration/problems";

const PAUSE_MS = 300;
const FIELD = "attributes.";

/** Of what the values are: a CI of a class, or a relationship of a type. */
export interface Kind {
  of: "ci_class" | "relationship";
  name: string;
}

function check({ of, name }: Kind, values: Values) {
  return of === "ci_class" ? checkEdit(name, values) : checkRelationship(name, values);
}

/** Per attribute what is wrong with its value and what to do about it. */
export function useDraftCheck(kind: Kind, values: Values): Record<string, string> {
  const [settled] = useDebouncedValue(JSON.stringify(values), PAUSE_MS);
  const { data } = useQuery({
    queryKey: ["edits", "check", kind.of, kind.name, settled],
    queryFn: () => check(kind, JSON.parse(settled) as Values),
    enabled: kind.name !== "" && settled !== "{}",
    placeholderData: keepPreviousData,
  });
  const errors: Record<string, string> = {};
  for (const { field, message, remedy } of settled === "{}" ? [] : data ?? []) {
    const name = field.startsWith(FIELD) ? field.slice(FIELD.length) : field;
    if (name in values) errors[name] = [message, remedy].map(sentence).join(". ");
  }
  return errors;
}
