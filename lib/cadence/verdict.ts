/**
 * Decides whether a task runs now, and what is remembered once it has.
 *
 * The latest opening at or before now is the only one that can run: whichever occurrence is
 * settled, every earlier one is over. So one remembered occurrence is enough, and the verdict
 * depends on the cadence, the memory and now alone.
 * @module
 */

import {
  assertUsable,
  type Cadence,
  type CadenceMemory,
  keyOf,
  type Occurrence,
  parseInstant,
  rfc3339,
} from "./cadence.ts";
import { recall, type Settled } from "./recall.ts";
import { isBefore, latestOpening, nextOpening, type Opening, wallHours } from "./windows.ts";

/** Whether a task runs now, and why. */
export interface Verdict {
  /** Name of the task, as it was asked for. */
  readonly task: string;
  /** True when the task is to run now. */
  readonly run: boolean;
  /** True when it runs because somebody asked for it. */
  readonly forced: boolean;
  /** In plain words, one sentence without a full stop. */
  readonly reason: string;
  /** What a run would settle: null when it is skipped, or forced where nothing is due. */
  readonly occurrence: Occurrence | null;
  /** Whole minutes since the window opened, when the run comes after its end; else 0. */
  readonly late_minutes: number;
  /** When the next window opens in which the task will run, RFC 3339; null if none in 400 days. */
  readonly next_opening: string | null;
  /**
   * What the cadence counts from, RFC 3339, as the state holds it: the start of the occurrence
   * settled last or, in state that knows none, the time of the last run. Null: never ran.
   */
  readonly counts_from: string | null;
  /** What was wrong with the memory. */
  readonly warnings: readonly string[];
}

/** The start of an occurrence that is due, or why none is. */
type Ruling =
  | { readonly due: Opening; readonly late_minutes: number; readonly reason: string }
  | { readonly due: null; readonly reason: string };

/** What a verdict rests on. */
export interface Case {
  /** When the task may run. */
  readonly cadence: Cadence;
  /** What the state says of earlier runs. */
  readonly memory: CadenceMemory;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
  /** True when somebody asked for a run. */
  readonly forced: boolean;
}

/**
 * Decides. A forced run settles what an ordinary one would have settled at that instant and
 * nothing else, so it neither doubles an occurrence nor costs a later one.
 * @throws Failure `bad-cadence` when the cadence cannot be used
 */
export function decide(task: string, options: Case): Verdict {
  const { cadence, now } = options;
  assertUsable(task, cadence);
  const { verdict, from } = judge(task, options);
  const next = nextOpening(cadence, {
    after: from !== null && isBefore(now, from.opens) ? from.opens : now,
    accepts: (opening) => hoursToWait(opening, { from, cadence }) === 0,
  });
  return { ...verdict, next_opening: next === null ? null : rfc3339(next.opens) };
}

/** The verdict of a usable cadence without its outlook, which costs more than all the rest. */
export function judge(
  task: string,
  { cadence, memory, now, forced }: Case,
): {
  verdict: Omit<Verdict, "next_opening">;
  /** What the next opening counts from. */
  from: Pick<Settled, "opens" | "nominal"> | null;
} {
  const { settled, warnings } = recall(task, { cadence, memory, now });
  const ruling = rule(task, { cadence, settled, now });
  return {
    verdict: {
      task,
      run: forced || ruling.due !== null,
      forced,
      reason: forced ? forcedReason(ruling) : ruling.reason,
      occurrence: ruling.due === null ? null : occurrenceOf(task, ruling.due),
      late_minutes: ruling.due === null ? 0 : ruling.late_minutes,
      counts_from: settled === null ? null : rfc3339(settled.at),
      warnings,
    },
    from: ruling.due ?? settled,
  };
}

/**
 * What to remember after the verdict was carried out. Not to be called in a dry run, which settles
 * nothing. A forced run that settles no occurrence moves `last_at` only: `last_occurrence` is
 * written out beside it, so that `last_at` is not taken for a run that counts.
 */
export function settle(
  verdict: Pick<Verdict, "task" | "run" | "occurrence" | "counts_from">,
  { memory, now }: { memory: CadenceMemory; now: Temporal.Instant },
): CadenceMemory {
  if (!verdict.run) return memory;
  const counted = verdict.counts_from === null ? null : parseInstant(verdict.counts_from);
  return {
    last_occurrence: verdict.occurrence?.key ?? keyOf(verdict.task, counted),
    last_at: rfc3339(now),
  };
}

/** The plain value of an opening. */
export function occurrenceOf(task: string, opening: Opening): Occurrence {
  return {
    key: keyOf(task, opening.opens),
    opens_at: rfc3339(opening.opens),
    closes_at: rfc3339(opening.closes),
  };
}

function rule(
  task: string,
  { cadence, settled, now }: {
    cadence: Cadence;
    settled: Settled | null;
    now: Temporal.Instant;
  },
): Ruling {
  const days = Math.ceil(cadence.catch_up_hours / 24) + 3;
  const latest = latestOpening(cadence, { at: now, days });
  if (latest === null) return { due: null, reason: "no window has opened lately" };
  const named = `${windowText(latest, cadence)} of ${latest.nominal.toPlainDate()}`;

  const open = isBefore(now, latest.closes);
  const catchUp = { milliseconds: Math.round(cadence.catch_up_hours * 3_600_000) };
  if (!open && !isBefore(now, latest.closes.add(catchUp))) {
    return { due: null, reason: `outside its windows: the window ${named} is over` };
  }
  if (settled !== null && !isBefore(settled.opens, latest.opens)) {
    const key = keyOf(task, latest.opens);
    return { due: null, reason: `the window ${named} is settled already (${key})` };
  }
  const wait = hoursToWait(latest, { from: settled, cadence });
  if (wait > 0) {
    const passed = cadence.cadence_hours - wait;
    return {
      due: null,
      reason: `the window ${named} opened ${hours(passed)} after the last one that counts, ` +
        `cadence_hours is ${cadence.cadence_hours}`,
    };
  }
  if (open) return { due: latest, late_minutes: 0, reason: `now lies in the window ${named}` };
  const late = Math.floor((now.epochMilliseconds - latest.opens.epochMilliseconds) / 60_000);
  return {
    due: latest,
    late_minutes: late,
    reason: `catching up the window ${named}, ${duration(late)} after it opened`,
  };
}

/**
 * Hours that an opening comes too early for the cadence; 0 when it may run. Measured in wall-clock
 * time between the times that the policy names: two openings at 08:00 are 24 hours apart also when
 * the clocks change between them and 23 or 25 hours pass.
 */
function hoursToWait(
  opening: Opening,
  { from, cadence }: { from: Pick<Settled, "nominal"> | null; cadence: Cadence },
): number {
  if (from === null) return 0;
  return Math.max(0, cadence.cadence_hours - wallHours(from.nominal, opening.nominal));
}

function forcedReason(ruling: Ruling): string {
  return ruling.due !== null
    ? `forced; ${ruling.reason}, so this run settles it`
    : `forced; settles nothing: ${ruling.reason}`;
}

/** `08:00-09:00 UTC`, as the policy writes it. */
function windowText({ window }: Opening, { timezone }: Cadence): string {
  return `${window.start}-${window.end} ${timezone}`;
}

function hours(value: number): string {
  return `${Number(value.toFixed(2))} h`;
}

/** `45 min`, `3 h 12 min`. */
export function duration(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}
