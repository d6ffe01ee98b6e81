/** Words and looks of assets. */
import type { Asset, AssetFilters } from "../../api/assets";
import { t } from "../../locales/i18n";
import { first, type Search } from "../../shell/search";

type LookOf = readonly [state: string, glyph: string, word: string];

const TROUBLED: Readonly<Record<string, readonly [string, string]>> = { lost: ["down", "■"], in_repair: ["degraded", "▲"], lent: ["at_risk", "◆"], in_use: ["up", "●"] };

export function assetLook({ state, state_label: label }: Pick<Asset, "state" | "state_label">): LookOf {
  const [look, glyph] = TROUBLED[state] ?? ["unknown", "○"];
  return [look, glyph, label];
}

/** What the list can be narrowed to by a date. */
export const DUE = ["overdue", "warranty_over", "warranty_90", "lease_90"] as const;
type Due = (typeof DUE)[number];

export function datesWord(due: Due): string {
  const words: Record<Due, string> = {
    overdue: t("lent and overdue"), warranty_over: t("warranty is over"), warranty_90: t("warranty ends within 90 days"), lease_90: t("lease ends within 90 days"),
  };
  return words[due];
}

type Dates = Pick<AssetFilters, "dates" | "first_day" | "last_day">;
const DAY_MS = 86_400_000;

/** The days that a choice means, today by the clock of the browser. */
export function dueFilter(due: string, now: Date): Dates {
  const day = (days: number) => new Date(now.getTime() - now.getTimezoneOffset() * 60_000 + days * DAY_MS).toISOString().slice(0, 10);
  const found: Readonly<Record<string, Dates>> = {
    overdue: { dates: "due_back", first_day: "", last_day: day(-1) },
    warranty_over: { dates: "warranty_until", first_day: "", last_day: day(-1) },
    warranty_90: { dates: "warranty_until", first_day: day(0), last_day: day(90) },
    lease_90: { dates: "lease_until", first_day: day(0), last_day: day(90) },
  };
  return found[due] ?? { dates: "", first_day: "", last_day: "" };
}

/** Fields of which one value narrows the list. */
export const NARROWING = ["category", "site", "holder", "acceptance"] as const;
/** Those that only an address narrows it by: links from elsewhere. */
export const LINKED = ["room", "model", "cost_centre", "owner"] as const;

/** What links of a report narrow the list by, as the API calls it. */
export const OF_REPORTS = ["where", "without", "service", "dates", "first_day", "last_day", "is_owned"] as const;

/** What of assets an address asks for. */
export function filtersOf(search: Search, now: Date): AssetFilters {
  const where = [...NARROWING, ...LINKED].flatMap((name) => (search[name] ?? []).map((value) => `${name}=${value}`));
  const days = search["dates"] ? { dates: first(search, "dates"), first_day: first(search, "first_day"), last_day: first(search, "last_day") } : dueFilter(first(search, "due"), now);
  const owned = first(search, "is_owned");
  return {
    q: first(search, "q"), states: search["state"] ?? [], where: [...where, ...(search["where"] ?? [])], ...days,
    without: search["without"] ?? [], service: first(search, "service"), ...(owned === "" ? {} : { is_owned: owned === "true" }),
  };
}
