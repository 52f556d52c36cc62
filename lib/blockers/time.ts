/**
 * Minutes and days between times, and `now` as files write it.
 * @module
 */

/** Whole minutes from a time to `now`; 0 for times ahead. */
export function minutesBetween(from: string, now: Temporal.Instant): number {
  return Math.floor(millisecondsBetween(from, now) / 60_000);
}

/** Days from a time to `now`, with fractions; 0 for times ahead. */
export function daysBetween(from: string, now: Temporal.Instant): number {
  return millisecondsBetween(from, now) / 86_400_000;
}

/** True when the first time is before the second, or the same; false when either is no time. */
export function isBy(time: string, limit: string): boolean {
  return Date.parse(time) <= Date.parse(limit);
}

/** The earliest of some times, as it was written; what is no time does not count. */
export function earliest(first: string, ...others: readonly string[]): string {
  return others.reduce(
    (best, time) => !(Date.parse(best) <= Date.parse(time)) && isBy(time, time) ? time : best,
    first,
  );
}

/** `now` as the state files write it. */
export function instant(now: Temporal.Instant): string {
  return now.toString({ smallestUnit: "second" });
}

function millisecondsBetween(from: string, now: Temporal.Instant): number {
  const ms = now.epochMilliseconds - Date.parse(from);
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
