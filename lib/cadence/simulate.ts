/**
 * Plays a period of ticks against a cadence and tells what became of every occurrence, under this
 * program's rules and under elapsed-time gating, the common rule it replaces.
 * @module
 */

import {
  assertUsable,
  type Cadence,
  type CadenceMemory,
  type Occurrence,
  occurrenceTimes,
} from "./cadence.ts";
import type { Period } from "./ticks.ts";
import { judge, occurrenceOf, settle } from "./verdict.ts";
import { isBefore, openingAround, openingsBetween } from "./windows.ts";

/**
 * `elapsed`: inside a window, and `cadence_hours` have passed by the clock since the time that the
 * last run was stamped with; `strict`: ours without catching up; `catch_up`: ours with it.
 */
export type Gating = "elapsed" | "strict" | "catch_up";

/** All gatings, in the order in which they are compared. */
export const GATINGS: readonly Gating[] = ["elapsed", "strict", "catch_up"];

/** What became of one occurrence. */
export interface Fate extends Occurrence {
  /** False when the cadence would hold it back even if every tick came at once. */
  readonly due: boolean;
  /** `held back` for an occurrence that was not due and did not run. */
  readonly outcome: "on time" | "caught up" | "missed" | "held back";
  /** When it ran, RFC 3339; null when it did not. */
  readonly ran_at: string | null;
  /** Whole minutes from its opening to its run; null when it did not run. */
  readonly late_minutes: number | null;
  /** How many ticks came while it could have run: in its window or while catching up. */
  readonly chances: number;
}

/** Seconds between a gate's look at the clock and the stamp that the state gets after the run. */
const STAMP_SECONDS = 5;

/**
 * The fate of every occurrence that opens in the period, beginning with a task that never ran.
 *
 * @param options `catch_up_hours` applies to the gating `catch_up` alone
 * @throws Failure `bad-cadence` when the cadence cannot be used
 */
export function simulate(
  task: string,
  options: {
    cadence: Cadence;
    period: Period;
    ticks: readonly Temporal.Instant[];
    gating: Gating;
    catch_up_hours: number;
  },
): Fate[] {
  const { gating, period } = options;
  const catch_up_hours = gating === "catch_up" ? options.catch_up_hours : 0;
  const cadence: Cadence = { ...options.cadence, catch_up_hours };
  assertUsable(task, cadence);
  const occurrences = openingsBetween(cadence, period).map((one) => occurrenceOf(task, one));
  const ideal = runsOf(task, {
    cadence,
    ticks: occurrences.map((one) => occurrenceTimes(one).opens),
  });
  const ticks = options.ticks.filter((tick) => isBefore(tick, period.to));
  const times = ticks.map((tick) => tick.epochMilliseconds);
  const runs = gating === "elapsed"
    ? elapsedRunsOf(task, { cadence, ticks })
    : runsOf(task, { cadence, ticks });

  return occurrences.map((occurrence, index) => {
    const { opens, closes } = occurrenceTimes(occurrence);
    const due = ideal.has(occurrence.key);
    const ran = runs.get(occurrence.key) ?? null;
    const limit = closes.add({ milliseconds: Math.round(catch_up_hours * 3_600_000) });
    const next = occurrences[index + 1];
    const end = next !== undefined && isBefore(occurrenceTimes(next).opens, limit)
      ? occurrenceTimes(next).opens
      : limit;
    return {
      ...occurrence,
      due,
      outcome: outcomeOf({ ran, closes, due }),
      ran_at: ran?.toString({ smallestUnit: "second" }) ?? null,
      late_minutes: ran === null
        ? null
        : Math.floor((ran.epochMilliseconds - opens.epochMilliseconds) / 60_000),
      chances: times.filter((time) =>
        time >= opens.epochMilliseconds && time < end.epochMilliseconds
      ).length,
    };
  });
}

function outcomeOf(
  { ran, closes, due }: { ran: Temporal.Instant | null; closes: Temporal.Instant; due: boolean },
): Fate["outcome"] {
  if (ran !== null) return isBefore(ran, closes) ? "on time" : "caught up";
  return due ? "missed" : "held back";
}

/** When each occurrence ran, by key, under our rules. */
function runsOf(
  task: string,
  { cadence, ticks }: { cadence: Cadence; ticks: readonly Temporal.Instant[] },
): Map<string, Temporal.Instant> {
  const runs = new Map<string, Temporal.Instant>();
  let memory: CadenceMemory = { last_occurrence: null, last_at: null };
  for (const now of ticks) {
    const { verdict } = judge(task, { cadence, memory, now, forced: false });
    memory = settle(verdict, { memory, now });
    if (verdict.occurrence !== null) runs.set(verdict.occurrence.key, now);
  }
  return runs;
}

/** When each occurrence ran, by key, under elapsed-time gating. */
function elapsedRunsOf(
  task: string,
  { cadence, ticks }: { cadence: Cadence; ticks: readonly Temporal.Instant[] },
): Map<string, Temporal.Instant> {
  const runs = new Map<string, Temporal.Instant>();
  const wait = Math.round(cadence.cadence_hours * 3_600_000);
  let stamp: Temporal.Instant | null = null;
  for (const now of ticks) {
    const opening = openingAround(cadence, now);
    if (opening === null) continue;
    if (stamp !== null && now.epochMilliseconds - stamp.epochMilliseconds < wait) continue;
    runs.set(occurrenceOf(task, opening).key, now);
    stamp = now.add({ seconds: STAMP_SECONDS });
  }
  return runs;
}
