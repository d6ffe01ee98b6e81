/** Dates, numbers and units for people, by the browser's Intl. Times come as RFC 3339 UTC. */
import { t } from "./i18n";

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
// A number without a unit is no quantity: a port, a VLAN, a confidence.
const plain = new Intl.NumberFormat(undefined, { useGrouping: false, maximumFractionDigits: 6 });
const amount = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const finePercent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 3 });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const DECIMAL_BITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"];

export function formatNumber(value: number): string {
  return number.format(value);
}

/** Money as the server tells it, "211200.00", without its currency. */
export function formatAmount(told: string): string {
  return amount.format(Number(told));
}

/** A share between 0 and 1. */
export function formatShare(value: number): string {
  return percent.format(value);
}

/** A share close to 1 of which thousandths of a percent count: availability. */
export function formatFineShare(value: number): string {
  return finePercent.format(value);
}

export function formatDateTime(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.valueOf()) ? at : dateTime.format(date);
}

/** A day without its year, from milliseconds. */
export function formatDay(at: number): string {
  return day.format(at);
}

/** The same instant for the title of an element: in the user's zone and in UTC. */
export function formatExact(at: string): string {
  return `${formatDateTime(at)} · ${at}`;
}

/** "2 hr. ago", relative to `now` in milliseconds. */
export function formatRelative(at: string, now: number = Date.now()): string {
  const seconds = (new Date(at).valueOf() - now) / 1000;
  if (Number.isNaN(seconds)) return at;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return t("just now");
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let rest = value;
  let step = 0;
  while (Math.abs(rest) >= base && step < units.length - 1) {
    rest /= base;
    step += 1;
  }
  return `${number.format(rest)} ${units[step] ?? ""}`;
}

export function formatBytes(value: number): string {
  return scaled(value, 1024, BINARY);
}

function formatQuantity(value: number, unit: string | null): string {
  if (unit === "bytes") return formatBytes(value);
  if (unit === "mbps") return scaled(value * 1e6, 1000, DECIMAL_BITS);
  if (unit === "bps") return scaled(value, 1000, DECIMAL_BITS);
  if (unit === "percent") return `${number.format(value)} %`;
  return unit ? `${number.format(value)} ${unit}` : plain.format(value);
}

/** An attribute's value as text: units scaled, lists joined, times in the user's zone. */
export function formatValue(value: unknown, kind?: string, unit: string | null = null): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return formatQuantity(value, unit);
  if (Array.isArray(value)) return value.map((one) => formatValue(one)).join(", ");
  if (typeof value === "string") return kind === "timestamp" ? formatDateTime(value) : value;
  return JSON.stringify(value);
}
