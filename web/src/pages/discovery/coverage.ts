/** The funnels of subnets, summed by site. */
import type { CoverageFunnel } from "../../api/scans";

export interface SiteFunnel {
  site: string;
  counts: Record<string, number>;
}

export function bySite(funnels: readonly CoverageFunnel[]): SiteFunnel[] {
  const sites = new Map<string, Record<string, number>>();
  for (const { site, counts } of funnels) {
    const sums = sites.get(site) ?? {};
    for (const [stage, count] of Object.entries(counts)) sums[stage] = (sums[stage] ?? 0) + count;
    sites.set(site, sums);
  }
  return [...sites].map(([site, counts]) => ({ site, counts })).sort((a, b) => a.site.localeCompare(b.site));
}
