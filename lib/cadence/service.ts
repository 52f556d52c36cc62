/**
 * How well each gating served each task over a period: what `simulate` shows and the README compares.
 * @module
 */

import type { Cadence } from "./cadence.ts";
import { type Fate, type Gating, GATINGS, simulate } from "./simulate.ts";
import type { Period } from "./ticks.ts";

/** How one gating served one task. */
export interface Service {
  /** Name of the task. */
  readonly task: string;
  /** The rule that was played. */
  readonly gating: Gating;
  /** Hours in which this gating caught up; 0 for the two that never do. */
  readonly catch_up_hours: number;
  /** How many occurrences the cadence asked for. */
  readonly due: number;
  /** How many ran inside their window. */
  readonly on_time: number;
  /** How many ran after it. */
  readonly caught_up: number;
  /** How many were due and never ran. */
  readonly missed: number;
  /** Minutes after the opening, of those that ran; null when none did. */
  readonly late_minutes: { readonly median: number; readonly most: number } | null;
  /** Every occurrence of the period, in order. */
  readonly occurrences: readonly Fate[];
}

/** What people call the gatings. */
export const GATING_NAMES: Readonly<Record<Gating, string>> = {
  elapsed: "elapsed time",
  strict: "by occurrence",
  catch_up: "with catch-up",
};

/**
 * Plays every cadence, by task, under every gating. A cadence's own `catch_up_hours` are those of the
 * third gating.
 * @throws Failure `bad-cadence` when a cadence cannot be used
 */
export function servicesOf(
  cadences: Readonly<Record<string, Cadence>>,
  { period, ticks }: { period: Period; ticks: readonly Temporal.Instant[] },
): Service[] {
  return Object.entries(cadences).flatMap(([task, cadence]) =>
    GATINGS.map((gating) => {
      const { catch_up_hours } = cadence;
      const fates = simulate(task, { cadence, period, ticks, gating, catch_up_hours });
      return serviceOf(fates, { task, gating, hours: gating === "catch_up" ? catch_up_hours : 0 });
    })
  );
}

function serviceOf(
  occurrences: readonly Fate[],
  { task, gating, hours }: { task: string; gating: Gating; hours: number },
): Service {
  const count = (outcome: Fate["outcome"]): number =>
    occurrences.filter((fate) => fate.outcome === outcome).length;
  const late = occurrences.flatMap((fate) => fate.late_minutes ?? []).sort((a, b) => a - b);
  const most = late.at(-1);
  const median = late[Math.floor((late.length - 1) / 2)];
  return {
    task,
    gating,
    catch_up_hours: hours,
    due: occurrences.filter((fate) => fate.due).length,
    on_time: count("on time"),
    caught_up: count("caught up"),
    missed: count("missed"),
    late_minutes: most === undefined || median === undefined ? null : { median, most },
    occurrences,
  };
}
