/**
 * Minutes between times, and `now` as files write it.
 * @module
 */

/** Whole minutes from a time to `now`; 0 for times ahead. */
export function minutesBetween(from: string, now: Temporal.Instant): number {
  const ms = now.epochMilliseconds - Date.parse(from);
  return Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 60_000)) : 0;
}

/** Days from a time to `now`, with fractions. */
export function daysBetween(from: string, now: Temporal.Instant): number {
  return minutesBetween(from, now) / 1_440;
}

/** `now` as the state files write it. */
export function instant(now: Temporal.Instant): string {
  return now.toString({ smallestUnit: "second" });
}
