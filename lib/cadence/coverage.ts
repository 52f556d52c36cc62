/**
 * The stretch of time that a digest or handoff is about.
 *
 * It runs from what the last settled one reached to the opening that this one settles, not between
 * the clock times of runs. So the stretches of settled runs follow each other without gap or
 * overlap, whatever was late, missed or forced in between.
 * @module
 */

import { type Cadence, occurrenceTimes, rfc3339 } from "./cadence.ts";
import type { Verdict } from "./verdict.ts";

/** `[from, to)`, both RFC 3339. */
export interface Coverage {
  /** The first instant it covers. */
  readonly from: string;
  /** The first instant it leaves to the next one. */
  readonly to: string;
}

/**
 * What a run covers. The first ever reaches back by one cadence. A forced run that settles nothing
 * is a preview: it reaches up to now, and the next settled one covers that time again.
 */
export function coverage(
  verdict: Verdict,
  { cadence, now }: { cadence: Cadence; now: Temporal.Instant },
): Coverage {
  const end = verdict.occurrence === null ? now : occurrenceTimes(verdict.occurrence).opens;
  const to = rfc3339(end);
  const reach = { milliseconds: Math.round(cadence.cadence_hours * 3_600_000) };
  const from = verdict.counts_from ?? rfc3339(end.subtract(reach));
  return { from: from > to ? to : from, to };
}
