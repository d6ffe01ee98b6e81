/** Blackout windows as people type them: one a line, the days first. */
import type { ScanPlan } from "../../../api/scans";

type Windows = ScanPlan["blackouts"];

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WORKING_DAYS = DAYS.slice(0, 5);
const LINE = /^(?:(?<days>[a-z,\s-]*[a-z])\s+)?(?<begins>\d{1,2}:\d{2})\s*-\s*(?<ends>\d{1,2}:\d{2})$/i;

/** "mon-fri 08:00-17:00", a line for each window. */
export function textOfWindows(windows: Windows): string {
  return windows.map(({ days, begins, ends }) => `${daysText(days)} ${begins}-${ends}`).join("\n");
}

/** Neighbouring days as a range: "mon-fri", "sat-sun", "mon, wed". */
function daysText(days: readonly string[]): string {
  const runs: string[][] = [];
  for (const day of DAYS.filter((one) => days.includes(one))) {
    const last = runs.at(-1);
    if (last && DAYS.indexOf(last.at(-1) ?? "") === DAYS.indexOf(day) - 1) last.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0] ?? ""}-${run.at(-1) ?? ""}` : (run[0] ?? ""))).join(", ");
}

function linesOf(text: string): string[] {
  return text.split(/[\n;]+/).map((line) => line.trim()).filter((line) => line !== "");
}

/** The days of "mon-fri" or "sat, sun", working days for none; null for what is no day. A range may pass the week's end. */
function daysOf(text: string | undefined): string[] | null {
  if (text === undefined) return WORKING_DAYS;
  const found = new Set<string>();
  for (const part of text.toLowerCase().split(",").map((one) => one.trim()).filter((one) => one !== "")) {
    const ends = part.split("-").map((one) => DAYS.indexOf(one.trim().slice(0, 3)));
    const [from = -1, to = from] = ends;
    if (from < 0 || to < 0 || ends.length > 2) return null;
    for (let day = from; ; day = (day + 1) % DAYS.length) {
      found.add(DAYS[day] ?? "");
      if (day === to) break;
    }
  }
  return DAYS.filter((day) => found.has(day));
}

function windowOf(line: string): Windows[number] | null {
  const groups = LINE.exec(line)?.groups;
  const days = groups ? daysOf(groups["days"]) : null;
  return groups && days ? { days, begins: padded(groups["begins"]), ends: padded(groups["ends"]) } : null;
}

function padded(time = ""): string {
  return time.padStart(5, "0");
}

/** The first line that says no window, if any does. */
export function noWindowIn(text: string): string | null {
  return linesOf(text).find((line) => windowOf(line) === null) ?? null;
}

/** All windows that the lines say. */
export function windowsOf(text: string): Windows {
  return linesOf(text).flatMap((line) => windowOf(line) ?? []);
}
