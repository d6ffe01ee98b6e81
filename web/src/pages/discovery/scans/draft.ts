/** A scan as the form has it: lists are texts. */
import type { ScanDefinition, ScanPlan } from "../../../api/scans";
import { t } from "../../../locales/i18n";
import { entriesOf, linesOf, textOf } from "../listText";
import { textOfWindows, windowsOf } from "./blackouts";

const LAST_PORT = 65_535;
export const METHODS = ["icmp", "arp", "tcp", "snmp", "ssh"] as const;

export const SCHEDULES: readonly { value: string; label: () => string }[] = [
  { value: "", label: () => t("On demand only") },
  { value: "0 * * * *", label: () => t("Every hour") },
  { value: "0 2 * * *", label: () => t("Every night at 02:00") },
  { value: "0 2 * * sun", label: () => t("Every Sunday at 02:00") },
];

export interface Draft {
  name: string;
  network_scope: string;
  collector: string;
  ranges: string;
  exclusions: string;
  methods: string[];
  tcp_ports: string;
  tags: string;
  packets_per_second: number;
  at_once: number;
  cron: string;
  time_zone: string;
  jitter_minutes: number;
  is_enabled: boolean;
  fact_intervals: Record<string, number>;
  reads_configuration: boolean;
  /** Windows, a line for each. */
  blackouts: string;
  /** What the form does not show, kept as it is. */
  rest: Pick<ScanPlan, "snmp_port" | "ssh_port" | "timeout_seconds" | "tries" | "device_seconds">;
}

type Known = Omit<ScanDefinition, "uid" | "next_run_at" | "updated_at" | "updated_by">;

function usual(): Known {
  return {
    name: "", network_scope: "default", collector: "", ranges: [], exclusions: [], methods: [...METHODS],
    tcp_ports: [22, 80, 443], tags: [], packets_per_second: 1000, at_once: 100, cron: "",
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, jitter_minutes: 0, is_enabled: true, fact_intervals: {}, blackouts: [],
    reads_configuration: true,
    snmp_port: 161, ssh_port: 22, timeout_seconds: 2, tries: 2, device_seconds: 300,
  };
}

export function draftOf(definition: ScanDefinition | null): Draft {
  const from: Known = definition ?? usual();
  return {
    name: from.name, network_scope: from.network_scope, collector: from.collector, ranges: textOf(from.ranges),
    exclusions: textOf(from.exclusions), methods: from.methods, tcp_ports: textOf(from.tcp_ports), tags: textOf(from.tags),
    packets_per_second: from.packets_per_second, at_once: from.at_once, cron: from.cron, time_zone: from.time_zone,
    jitter_minutes: from.jitter_minutes, is_enabled: from.is_enabled, fact_intervals: from.fact_intervals,
    blackouts: textOfWindows(from.blackouts), reads_configuration: from.reads_configuration,
    rest: {
      snmp_port: from.snmp_port, ssh_port: from.ssh_port, timeout_seconds: from.timeout_seconds, tries: from.tries,
      device_seconds: from.device_seconds,
    },
  };
}

/** What of the text of the ports is none, if anything is. */
export function noPortIn(text: string): string | null {
  return entriesOf(text).find((entry) => !/^\d+$/.test(entry) || Number(entry) < 1 || Number(entry) > LAST_PORT) ?? null;
}

export function planOf(draft: Draft): ScanPlan {
  return {
    ...draft.rest,
    name: draft.name, network_scope: draft.network_scope, collector: draft.collector,
    ranges: linesOf(draft.ranges), exclusions: linesOf(draft.exclusions), methods: draft.methods,
    tcp_ports: entriesOf(draft.tcp_ports).map(Number).filter(Number.isInteger), tags: entriesOf(draft.tags),
    packets_per_second: draft.packets_per_second, at_once: draft.at_once, cron: draft.cron.trim(),
    time_zone: draft.time_zone.trim(), jitter_minutes: draft.jitter_minutes, is_enabled: draft.is_enabled,
    fact_intervals: draft.fact_intervals, blackouts: windowsOf(draft.blackouts), reads_configuration: draft.reads_configuration,
  };
}
