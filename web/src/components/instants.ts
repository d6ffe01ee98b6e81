/** Instants between the URL and the API (RFC 3339, UTC) and a field for date and time (local, without a zone). */
import { first, useUrlState } from "../shell/search";

const AS_OF = "as_of";

/** The instant of which the page is to show the state; empty for now. */
export function useAsOf(): string {
  const [search] = useUrlState();
  return first(search, AS_OF);
}

/** What a question says of an instant: nothing for now. */
export function asOfQuery(asOf: string): { as_of?: string } {
  return asOf === "" ? {} : { [AS_OF]: asOf };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Of which time and of which scenario a question is; without either: of how things are. */
export interface Situation {
  as_of?: string;
  scenario?: string;
}

/** What the address says of it, as a question takes it. */
export function useSituation(): Situation {
  const [search] = useUrlState();
  const scenario = first(search, "scenario");
  return { ...asOfQuery(first(search, AS_OF)), ...(scenario !== "" && { scenario }) };
}

/** An instant as a field for date and time takes it; empty for what is no instant. */
export function toField(instant: string): string {
  const at = new Date(instant);
  if (instant === "" || Number.isNaN(at.getTime())) return "";
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join("-");
  return `${day}T${[at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(":")}`;
}

/** What stands in such a field as an instant; empty for what is no date. */
export function fromField(text: string): string {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? "" : at.toISOString();
}
