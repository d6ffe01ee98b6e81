/** Holidays as lines of a text: 2026-12-25 Christmas Day. */
import type { Calendar } from "../../api/serviceLevels";

type Holidays = Calendar["holidays"];

export function holidaysIn(text: string): Holidays {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").map((line) => {
    const [date = "", ...words] = line.split(/\s+/);
    return { date, name: words.join(" ") };
  });
}

export function holidayText(holidays: Holidays): string {
  return holidays.map(({ date, name }) => `${date} ${name}`.trim()).join("\n");
}
