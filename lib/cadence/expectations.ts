/**
 * What a cadence promises but cannot keep, found before anybody waits for a digest in vain.
 * @module
 */

import { type Cadence, minutesOf, type Window } from "./cadence.ts";
import { duration } from "./verdict.ts";
import { type Opening, openingsBetween, wallHours } from "./windows.ts";

/** A year that has every clock change and weekday: what holds in it holds in general. */
const SAMPLE = {
  from: Temporal.Instant.from("2026-01-01T00:00:00Z"),
  to: Temporal.Instant.from("2027-01-01T00:00:00Z"),
};

/** A promise that cannot be kept. */
export interface Disappointment {
  /** The window concerned; null for the cadence as a whole. */
  readonly window: Window | null;
  /** About a window what follows its name, else whole sentences. */
  readonly what: string;
}

/**
 * Tells of windows that ticks miss, of openings that the cadence forbids and of windows that overlap;
 * nothing for a cadence that keeps what it promises.
 *
 * @param options `tick_minutes`: minutes between ticks, counted from midnight UTC; `tick_offset`:
 * minutes from midnight UTC to the first, 0 by default
 */
export function disappointments(
  cadence: Cadence,
  options: { tick_minutes: number; tick_offset?: number },
): Disappointment[] {
  const openings = openingsBetween({ ...cadence, skip_dates: [] }, SAMPLE);
  const found = cadence.windows.flatMap((window): Disappointment[] => {
    const what = tickProblem(openings.filter((opening) => opening.window === window), {
      ...options,
      catchUp: cadence.catch_up_hours > 0,
    });
    return what === null ? [] : [{ window, what }];
  });
  const whole = [...overlaps(cadence), ...heldBack(cadence, openings)];
  return [...found, ...whole.map((what) => ({ window: null, what }))];
}

function tickProblem(
  openings: readonly Opening[],
  { catchUp, tick_minutes, tick_offset = 0 }: {
    catchUp: boolean;
    tick_minutes: number;
    tick_offset?: number;
  },
): string | null {
  const first = openings[0];
  if (first === undefined) return "never opens";
  if (catchUp) return null;
  const wait = (opening: Opening): number => waitForTick(opening, tick_minutes, tick_offset);
  const missed = openings.filter((opening) => wait(opening) >= lengthOf(opening));
  if (missed.length > 0) {
    const often = missed.length === openings.length
      ? "no tick falls into it"
      : `no tick falls into ${missed.length} of its ${openings.length} openings in a year`;
    return `cannot be met: ${often}. Set catch_up_hours, or move it.`;
  }
  const length = lengthOf(first);
  if (length >= tick_minutes) return null;
  const late = Math.min(...openings.map((opening) => lengthOf(opening) - wait(opening)));
  return `is open for ${duration(length)} while ticks come every ${duration(tick_minutes)}: ` +
    `one that comes ${duration(late)} late misses it, and GitHub's scheduler often is. ` +
    "Set catch_up_hours (here, or CATCH_UP_HOURS where cycles run), or widen it.";
}

/** Minutes from an opening to the next tick. */
function waitForTick(opening: Opening, every: number, offset: number): number {
  const midnight = Math.floor(opening.opens.epochMilliseconds / 86_400_000) * 86_400_000;
  const since = (opening.opens.epochMilliseconds - midnight) / 60_000 - offset;
  return Math.ceil(since / every) * every - since;
}

function heldBack(cadence: Cadence, openings: readonly Opening[]): string[] {
  let last: Opening | null = null;
  let example: string | null = null;
  let held = 0;
  for (const opening of openings) {
    const apart: number = last === null ? Infinity : wallHours(last.nominal, opening.nominal);
    if (apart >= cadence.cadence_hours) {
      last = opening;
      continue;
    }
    held++;
    const previous = last === null ? "" : ` after ${last.window.start}`;
    example ??= `${opening.window.start} opens ${Number(apart.toFixed(2))} h${previous}`;
  }
  if (example === null) return [];
  return [
    `cadence_hours ${cadence.cadence_hours} is longer than openings are apart (${example}): ` +
    `${held} of ${openings.length} openings in a year never run.`,
  ];
}

function overlaps(cadence: Cadence): string[] {
  const sorted = cadence.windows.map(({ start, end }) => ({ start, end, at: minutesOf(start) }))
    .sort((a, b) => a.at - b.at);
  return sorted.flatMap((window, index) => {
    const next = sorted[(index + 1) % sorted.length];
    if (next === undefined || sorted.length === 1) return [];
    const length = wrapped(minutesOf(window.end) - window.at) || 24 * 60;
    if (length <= wrapped(next.at - window.at)) return [];
    return [
      `the windows ${window.start}-${window.end} and ${next.start}-${next.end} overlap: ` +
      `the first ends when the second opens.`,
    ];
  });
}

function wrapped(minutes: number): number {
  return (minutes + 24 * 60) % (24 * 60);
}

/** Minutes for which it is open. */
function lengthOf({ opens, closes }: Opening): number {
  return (closes.epochMilliseconds - opens.epochMilliseconds) / 60_000;
}
