/** Places on a track of time. Pure. */

export interface Track {
  /** Milliseconds since 1970. */
  since: number;
  until: number;
}

/** The place of now, at the end of the track. */
export const ALL_THE_WAY = 1000;

export function placeOf({ since, until }: Track, at: number): number {
  const place = Math.round((ALL_THE_WAY * (at - since)) / (until - since));
  // Only now is at the very end, however near to it an instant is.
  return at >= until ? ALL_THE_WAY : Math.min(Math.max(place, 0), ALL_THE_WAY - 1);
}

export function instantAt({ since, until }: Track, place: number): string {
  return new Date(since + ((until - since) * place) / ALL_THE_WAY).toISOString();
}

/** Where marks stand: several changes at one place have one. */
export function marksOf(track: Track, times: readonly number[]): number[] {
  return [...new Set(times.map((at) => placeOf(track, at)))];
}

/** The nearest change before (-1) or after (1) an instant, null where there is none. */
export function nextMoment(times: readonly number[], at: number, direction: -1 | 1): number | null {
  const found = direction === 1 ? times.find((time) => time > at) : times.findLast((time) => time < at);
  return found ?? null;
}
