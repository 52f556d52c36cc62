/**
 * Builders for cadences, memories and instants, so that tests read like sentences.
 * @module
 */

import type { Cadence, CadenceMemory } from "../../lib/cadence/cadence.ts";
import { decide, settle, type Verdict } from "../../lib/cadence/verdict.ts";

export const NEVER: CadenceMemory = { last_occurrence: null, last_at: null };

/** Daily at 08:00-09:00 UTC, every 24 hours, strict, unless told otherwise. */
export function daily(changes: Partial<Cadence> = {}): Cadence {
  return {
    windows: windows("08:00-09:00"),
    cadence_hours: 24,
    timezone: "UTC",
    days: null,
    skip_dates: [],
    catch_up_hours: 0,
    ...changes,
  };
}

/** The shipped handoff: 09:00-09:30 and 17:00-17:30 UTC, every 8 hours. */
export function twiceADay(changes: Partial<Cadence> = {}): Cadence {
  return daily({ windows: windows("09:00-09:30", "17:00-17:30"), cadence_hours: 8, ...changes });
}

/** Windows from `start-end`. */
export function windows(...written: string[]): Cadence["windows"] {
  return written.map((text) => {
    const [start = "", end = ""] = text.split("-");
    return { start, end };
  });
}

/** An instant from `2026-01-08T08:05`, read as UTC where no offset is given. */
export function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

/** The memory of state that knows the key of a digest. */
export function settled(opening: string): CadenceMemory {
  return { last_occurrence: `digest@${opening}Z`, last_at: `${opening}:30Z` };
}

/** The memory of state that knows nothing but a time. */
export function onlyLastAt(time: string): CadenceMemory {
  return { last_occurrence: null, last_at: time };
}

/** The verdict on a digest. */
export function verdictAt(
  time: string,
  options: { cadence?: Cadence; memory?: CadenceMemory; forced?: boolean } = {},
): Verdict {
  const { cadence = daily(), memory = NEVER, forced = false } = options;
  return decide("digest", { cadence, memory, now: at(time), forced });
}

/** What ticks, `2026-01-08T08:05` each or `force 2026-…`, settle one after the other. */
export function play(
  ticks: readonly string[],
  options: { cadence?: Cadence; memory?: CadenceMemory } = {},
): { settled: string[]; memory: CadenceMemory } {
  let memory = options.memory ?? NEVER;
  const keys: string[] = [];
  for (const tick of ticks) {
    const time = tick.replace(/^force /, "");
    const verdict = verdictAt(time, { ...options, memory, forced: time !== tick });
    memory = settle(verdict, { memory, now: at(time) });
    if (verdict.occurrence !== null) keys.push(verdict.occurrence.key);
  }
  return { settled: keys, memory };
}
