/**
 * What a cadence promises but cannot keep, found before anybody waits for a digest in vain.
 * @module
 */

import { type Cadence, minutesOf } from "./cadence.ts";
import { duration } from "./verdict.ts";
import { type Opening, openingsBetween, wallHours } from "./windows.ts";

/** A year that has every clock change and weekday: what holds in it holds in general. */
const SAMPLE = {
  from: Temporal.Instant.from("2026-01-01T00:00:00Z"),
  to: Temporal.Instant.from("2027-01-01T00:00:00Z"),
};

/**
 * Sentences about windows that ticks miss, about openings that the cadence forbids and about
 * windows that overlap; empty for a cadence that keeps what it promises.
 *
 * @param options `tick_minutes`: minutes between ticks, counted from midnight UTC; `tick_offset`:
 * minutes from midnight UTC to the first, 0 by default
 */
export function disappointments(
  task: string,
  cadence: Cadence,
  options: { tick_minutes: number; tick_offset?: number },
): string[] {
  const openings = openingsBetween({ ...cadence, skip_dates: [] }, SAMPLE);
  const found = cadence.windows.flatMap((window) =>
    tickProblem(openings.filter((opening) => opening.window === window), {
      ...options,
      name: `${task}: the window ${window.start}-${window.end} ${cadence.timezone}`,
      catchUp: cadence.catch_up_hours > 0,
    })
  );
  return [...found, ...overlaps(task, cadence), ...heldBack(task, { cadence, openings })];
}

function tickProblem(
  openings: readonly Opening[],
  { name, catchUp, tick_minutes, tick_offset = 0 }: {
    name: string;
    catchUp: boolean;
    tick_minutes: number;
    tick_offset?: number;
  },
): string[] {
  const first = openings[0];
  if (first === undefined) return [`${name} never opens`];
  if (catchUp) return [];
  const missed = openings.filter((opening) => !isHit(opening, tick_minutes, tick_offset));
  if (missed.length > 0) {
    const often = missed.length === openings.length
      ? "no tick falls into it"
      : `no tick falls into ${missed.length} of its ${openings.length} openings in a year`;
    return [`${name} cannot be met: ${often}. Set catch_up_hours or move the window.`];
  }
  const length = minutesBetween(first.opens, first.closes);
  if (length >= tick_minutes) return [];
  return [
    `${name} is ${duration(length)} long, ticks come every ${
      duration(tick_minutes)
    }: a late tick ` +
    `misses it. Widen it or set catch_up_hours.`,
  ];
}

function isHit(opening: Opening, every: number, offset: number): boolean {
  const midnight = Math.floor(opening.opens.epochMilliseconds / 86_400_000) * 86_400_000;
  const since = (opening.opens.epochMilliseconds - midnight) / 60_000 - offset;
  const wait = Math.ceil(since / every) * every - since;
  return wait < minutesBetween(opening.opens, opening.closes);
}

function heldBack(
  task: string,
  { cadence, openings }: { cadence: Cadence; openings: readonly Opening[] },
): string[] {
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
    `${task}: cadence_hours ${cadence.cadence_hours} is longer than openings are apart (${example}): ` +
    `${held} of ${openings.length} openings in a year never run.`,
  ];
}

function overlaps(task: string, cadence: Cadence): string[] {
  const sorted = cadence.windows.map(({ start, end }) => ({ start, end, at: minutesOf(start) }))
    .sort((a, b) => a.at - b.at);
  return sorted.flatMap((window, index) => {
    const next = sorted[(index + 1) % sorted.length];
    if (next === undefined || sorted.length === 1) return [];
    const length = wrapped(minutesOf(window.end) - window.at) || 24 * 60;
    if (length <= wrapped(next.at - window.at)) return [];
    return [
      `${task}: the windows ${window.start}-${window.end} and ${next.start}-${next.end} overlap: ` +
      `the first ends when the second opens.`,
    ];
  });
}

function wrapped(minutes: number): number {
  return (minutes + 24 * 60) % (24 * 60);
}

function minutesBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 60_000;
}
