/** What the server says of values while they are typed. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { checkEdit, type Values } from "../../api/edits";
import { sentence } from "../administration/problems";

const PAUSE_MS = 300;
const FIELD = "attributes.";

/** Per attribute what is wrong with its value and what to do about it. */
export function useDraftCheck(ciClass: string, values: Values): Record<string, string> {
  const [settled] = useDebouncedValue(JSON.stringify(values), PAUSE_MS);
  const { data } = useQuery({
    queryKey: ["edits", "check", ciClass, settled],
    queryFn: () => checkEdit(ciClass, JSON.parse(settled) as Values),
    enabled: ciClass !== "" && settled !== "{}",
    placeholderData: keepPreviousData,
  });
  const errors: Record<string, string> = {};
  for (const { field, message, remedy } of settled === "{}" ? [] : data ?? []) {
    const name = field.startsWith(FIELD) ? field.slice(FIELD.length) : field;
    if (name in values) errors[name] = [message, remedy].map(sentence).join(". ");
  }
  return errors;
}
