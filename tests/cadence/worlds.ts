/**
 * Random worlds for the laws of the cadence: zones around their clock changes, windows over
 * midnight, ticks that are late, lost or out of order, and what comes of playing them.
 * @module
 */

import fc from "fast-check";
import { type Cadence, type CadenceMemory, keyOf, rfc3339 } from "../../lib/cadence/cadence.ts";
import { decide, settle, type Verdict } from "../../lib/cadence/verdict.ts";
import { isBefore, type Opening, openingsBetween } from "../../lib/cadence/windows.ts";
import { NEVER } from "./cadences.ts";

export interface Tick {
  readonly now: Temporal.Instant;
  readonly forced: boolean;
}

export const DAYS_PLAYED = 4;
const QUARTER = 15;
const DAY = 24 * 60;

/** Zones, each with the middle of the days that are played: a clock change wherever there is one. */
const PLACES = [
  { timezone: "UTC", middle: "2026-02-28T12:00:00Z" },
  { timezone: "America/New_York", middle: "2026-03-08T07:00:00Z" },
  { timezone: "America/New_York", middle: "2026-11-01T06:00:00Z" },
  { timezone: "Europe/Berlin", middle: "2026-03-29T01:00:00Z" },
  { timezone: "Europe/Berlin", middle: "2026-10-25T01:00:00Z" },
  { timezone: "Australia/Lord_Howe", middle: "2026-04-04T15:00:00Z" },
  { timezone: "Australia/Lord_Howe", middle: "2026-10-03T15:30:00Z" },
  { timezone: "Asia/Kathmandu", middle: "2026-06-01T00:00:00Z" },
  { timezone: "Pacific/Apia", middle: "2011-12-30T10:00:00Z" },
] as const;

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** One to three windows that do not overlap, any of them possibly over midnight. */
const someWindows = fc.uniqueArray(fc.nat(DAY / QUARTER - 1), { minLength: 2, maxLength: 6 })
  .map((quarters) => {
    const edges = (quarters.length % 2 === 0 ? quarters : quarters.slice(1))
      .sort((a, b) => a - b).map((quarter) => clockOf(quarter * QUARTER));
    return edges.flatMap((start, index) =>
      index % 2 === 0 ? [{ start, end: edges[index + 1] ?? start }] : []
    );
  });
const wrappingWindows = someWindows.map((found) =>
  found.map(({ end }, index) => ({
    start: end,
    end: found[(index + 1) % found.length]?.start ?? end,
  }))
);

export const someCadence = fc.record({
  windows: fc.oneof(someWindows, wrappingWindows),
  cadence_hours: fc.constantFrom(0.25, 1, 7.75, 8, 12, 23.5, 24, 25, 48),
  place: fc.constantFrom(...PLACES),
  days: fc.constantFrom(null, null, ["mon", "tue", "wed", "thu", "fri"], ["sat", "sun"]),
  skipped: fc.option(fc.nat(DAYS_PLAYED), { freq: 4 }),
  catch_up_hours: fc.constantFrom(0, 0.5, 6, 30),
}).map(({ place, skipped, ...rest }) => {
  const first = firstInstant(place.middle);
  const dates = skipped === null
    ? []
    : [first.add({ hours: 24 * skipped }).toString().slice(0, 10)];
  const cadence: Cadence = { ...rest, timezone: place.timezone, skip_dates: dates };
  return { cadence, first };
});

/** A cadence whose cadence_hours never holds an opening back. */
export const openCadence = someCadence.map(({ cadence, first }) => {
  const starts = cadence.windows.map(({ start }) => minutes(start)).sort((a, b) => a - b);
  const gaps = starts.map((start, index) =>
    index === 0 ? start + DAY - (starts.at(-1) ?? 0) : start - (starts[index - 1] ?? 0)
  );
  return { cadence: { ...cadence, cadence_hours: Math.min(...gaps) / 60 }, first };
});

/** Ticks as minutes after the first instant, and a flag. */
export const someTicks = fc.array(
  fc.record({ minute: fc.nat(DAYS_PLAYED * DAY), forced: fc.constantFrom(false, false, true) }),
  { minLength: 1, maxLength: 9 },
);

function firstInstant(middle: string): Temporal.Instant {
  return Temporal.Instant.from(middle).subtract({ hours: DAYS_PLAYED * 12 });
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

export function ticksFrom(
  first: Temporal.Instant,
  drawn: readonly { minute: number; forced: boolean }[],
): Tick[] {
  return drawn.map(({ minute, forced }) => ({ now: first.add({ minutes: minute }), forced }));
}

export function inOrder(ticks: readonly Tick[]): Tick[] {
  return [...ticks].sort((a, b) => Temporal.Instant.compare(a.now, b.now));
}

export function unforced(ticks: readonly Tick[]): Tick[] {
  return ticks.map(({ now }) => ({ now, forced: false }));
}

/** Plays ticks one after the other; what was decided and what is remembered at the end. */
export function played(
  cadence: Cadence,
  { ticks, memory: start = NEVER }: { ticks: readonly Tick[]; memory?: CadenceMemory },
): { verdicts: { verdict: Verdict; now: Temporal.Instant }[]; memory: CadenceMemory } {
  let memory = start;
  const verdicts = ticks.map(({ now, forced }) => {
    const verdict = decide("digest", { cadence, memory, now, forced });
    memory = settle(verdict, { memory, now });
    return { verdict, now };
  });
  return { verdicts, memory };
}

export function settledKeys(
  cadence: Cadence,
  ticks: readonly Tick[],
  memory?: CadenceMemory,
): string[] {
  return played(cadence, { ticks, ...(memory && { memory }) }).verdicts
    .flatMap(({ verdict }) => verdict.occurrence?.key ?? []);
}

/** Openings of the days played and a little around them. */
export function openingsOf(cadence: Cadence, first: Temporal.Instant): Opening[] {
  const from = first.subtract({ hours: 72 });
  return openingsBetween(cadence, { from, to: first.add({ hours: DAYS_PLAYED * 24 + 24 }) });
}

/** `[from, to)` in which a tick settles each opening, by key. */
export function claims(
  cadence: Cadence,
  first: Temporal.Instant,
): Map<string, { from: Temporal.Instant; to: Temporal.Instant }> {
  const openings = openingsOf(cadence, first);
  return new Map(openings.map(({ opens, closes }, index) => {
    const limit = closes.add({ milliseconds: cadence.catch_up_hours * 3_600_000 });
    const next = openings[index + 1]?.opens ?? limit;
    return [keyOf("digest", opens), { from: opens, to: isBefore(next, limit) ? next : limit }];
  }));
}

/** What a memory may be at the start: fresh, old, damaged or ours. */
export function memoryAt(kind: number, first: Temporal.Instant): CadenceMemory {
  const earlier = rfc3339(first.subtract({ hours: 7 }));
  return [
    NEVER,
    { last_occurrence: null, last_at: earlier },
    { last_occurrence: "digest@?", last_at: earlier },
    { last_occurrence: `digest@${earlier}`, last_at: null },
    { last_occurrence: "digest@never", last_at: earlier },
  ][kind] ?? NEVER;
}
