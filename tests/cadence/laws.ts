/**
 * The laws of the cadence, each checked against many random worlds.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { keyOf, occurrenceTimes } from "../../lib/cadence/cadence.ts";
import { coverage } from "../../lib/cadence/coverage.ts";
import { decide } from "../../lib/cadence/verdict.ts";
import {
  isBefore,
  latestOpening,
  type Opening,
  openingsBetween,
  wallHours,
} from "../../lib/cadence/windows.ts";
import {
  claims,
  DAYS_PLAYED,
  inOrder,
  memoryAt,
  openCadence,
  openingsOf,
  played,
  settledKeys,
  someCadence,
  someTicks,
  type Tick,
  ticksFrom,
  unforced,
} from "./worlds.ts";

/** A sentence that always holds, and the check of it in `runs` random worlds. */
export interface Law {
  readonly title: string;
  readonly check: (runs: number) => void;
}

function holds<T>(title: string, arbitrary: fc.Arbitrary<T>, test: (world: T) => void): Law {
  return {
    title,
    check: (numRuns) => fc.assert(fc.property(arbitrary, test), { numRuns }),
  };
}

const world = fc.record({ base: someCadence, drawn: someTicks });
const openWorld = fc.record({ base: openCadence, drawn: someTicks });

/** Every law, in the order in which they are told. */
export const LAWS: readonly Law[] = [
  // A clock that goes back further makes the state look corrupt, and corrupt state is ignored.
  holds(
    "no occurrence is settled twice, the clock going back by a cadence",
    world,
    (drawnWorld) => {
      const { cadence, first } = drawnWorld.base;
      let latest = first;
      const ticks = ticksFrom(first, drawnWorld.drawn).filter(({ now }) => {
        if (isBefore(latest, now)) latest = now;
        const back = latest.epochMilliseconds - now.epochMilliseconds;
        return back <= cadence.cadence_hours * 3_600_000;
      });
      const keys = settledKeys(cadence, ticks);
      assertEquals(keys.length, new Set(keys).size);
    },
  ),

  holds("every occurrence with a tick in its window or catch-up runs", openWorld, (drawnWorld) => {
    const { cadence, first } = drawnWorld.base;
    const ticks = inOrder(ticksFrom(first, drawnWorld.drawn));
    const expected = [...claims(cadence, first)].filter(([, { from, to }]) =>
      ticks.some(({ now }) => !isBefore(now, from) && isBefore(now, to))
    ).map(([key]) => key);
    assertEquals(settledKeys(cadence, ticks), expected);
  }),

  holds("a verdict depends on policy, state and now alone", world, ({ base, drawn }) => {
    const { verdicts, memory } = played(base.cadence, { ticks: ticksFrom(base.first, drawn) });
    const now = verdicts.at(-1)?.now ?? base.first;
    const asked = { cadence: base.cadence, memory, now, forced: false };
    const copied = { ...structuredClone({ cadence: base.cadence, memory }), now, forced: false };
    assertEquals(decide("digest", copied), decide("digest", asked));
  }),

  holds(
    "adding a tick never loses an occurrence",
    fc.record({ base: openCadence, drawn: someTicks, more: fc.nat(DAYS_PLAYED * 24 * 60) }),
    ({ base, drawn, more }) => {
      const ticks = ticksFrom(base.first, drawn);
      const extra = { now: base.first.add({ minutes: more }), forced: false };
      const with_ = new Set(settledKeys(base.cadence, inOrder([...ticks, extra])));
      for (const key of settledKeys(base.cadence, inOrder(ticks))) assert(with_.has(key), key);
    },
  ),

  holds(
    "shifting ticks within their windows changes nothing",
    fc.record({
      base: someCadence,
      hits: fc.array(fc.record({ which: fc.nat(11), early: fc.nat(99), late: fc.nat(99) }), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
    ({ base, hits }) => {
      const openings = openingsOf(base.cadence, base.first);
      const ticks = (share: "early" | "late"): Tick[] =>
        hits.toSorted((a, b) => a.which - b.which).flatMap((hit) => {
          const opening = openings[hit.which];
          if (opening === undefined) return [];
          const length = opening.closes.epochMilliseconds - opening.opens.epochMilliseconds;
          const milliseconds = Math.floor(length * hit[share] / 100);
          return [{ now: opening.opens.add({ milliseconds }), forced: false }];
        });
      assertEquals(
        settledKeys(base.cadence, ticks("early")),
        settledKeys(base.cadence, ticks("late")),
      );
    },
  ),

  holds(
    "forced runs never cause a double and never cost or move an occurrence",
    fc.record({ base: someCadence, drawn: someTicks, kind: fc.nat(4) }),
    ({ base, drawn, kind }) => {
      const ticks = inOrder(ticksFrom(base.first, drawn));
      const memory = memoryAt(kind, base.first);
      assertEquals(
        settledKeys(base.cadence, ticks, memory),
        settledKeys(base.cadence, unforced(ticks), memory),
      );
    },
  ),

  holds(
    "a forced run that nothing needed could as well not have been",
    fc.record({ base: someCadence, drawn: someTicks, kind: fc.nat(4) }),
    ({ base, drawn, kind }) => {
      const ticks = inOrder(ticksFrom(base.first, drawn));
      const memory = memoryAt(kind, base.first);
      const { verdicts } = played(base.cadence, { ticks, memory });
      const needed = ticks.filter((_, index) => verdicts[index]?.verdict.occurrence !== null);
      assertEquals(
        settledKeys(base.cadence, needed, memory),
        settledKeys(base.cadence, ticks, memory),
      );
    },
  ),

  holds("what settled runs cover tiles time", world, ({ base, drawn }) => {
    const ticks = inOrder(ticksFrom(base.first, drawn));
    let reached: string | null = null;
    for (const { verdict, now } of played(base.cadence, { ticks }).verdicts) {
      if (!verdict.run) continue;
      const { from, to } = coverage(verdict, { cadence: base.cadence, now });
      if (reached !== null) assertEquals(from, reached);
      assert(from <= to);
      if (verdict.occurrence !== null) reached = to;
    }
  }),

  holds("remembering the last occurrence is as good as all of them", world, (drawnWorld) => {
    const { cadence, first } = drawnWorld.base;
    const ticks = inOrder(ticksFrom(first, drawnWorld.drawn));
    const openings = openingsOf(cadence, first);
    const claimed = claims(cadence, first);
    const settled: Opening[] = [];
    for (const { now } of ticks) {
      const due = openings.filter((opening) => {
        const claim = claimed.get(keyOf("digest", opening.opens));
        return claim !== undefined && !isBefore(now, claim.from) && isBefore(now, claim.to) &&
          !settled.some(({ opens }) => opens.equals(opening.opens)) &&
          settled.every(({ nominal }) =>
            Math.abs(wallHours(nominal, opening.nominal)) >= cadence.cadence_hours
          );
      }).at(-1);
      if (due !== undefined) settled.push(due);
    }
    assertEquals(
      settledKeys(cadence, ticks),
      settled.map(({ opens }) => keyOf("digest", opens)),
    );
  }),

  holds(
    "the next opening is the first at which a tick would run",
    fc.record({ base: someCadence, drawn: someTicks, between: fc.nat(99) }),
    ({ base, drawn, between }) => {
      const cadence = { ...base.cadence, catch_up_hours: 0 };
      const { verdicts, memory } = played(cadence, {
        ticks: inOrder(ticksFrom(base.first, drawn)),
      });
      const last = verdicts.at(-1);
      const next = last?.verdict.next_opening;
      if (last === undefined || next === null || next === undefined) return;
      const opens = Temporal.Instant.from(next);
      const wait = opens.epochMilliseconds - last.now.epochMilliseconds;
      assert(wait > 0);
      const sooner = last.now.add({ milliseconds: Math.floor(wait * between / 100) });
      const asked = { cadence, memory, forced: false };
      assertEquals(decide("digest", { ...asked, now: opens }).occurrence?.opens_at, next);
      assertEquals(decide("digest", { ...asked, now: sooner }).run, false);
    },
  ),

  holds("openings never overlap and depend on no period", world, ({ base, drawn }) => {
    const from = base.first;
    const to = from.add({ hours: DAYS_PLAYED * 24 });
    const whole = openingsBetween(base.cadence, { from, to });
    for (const [index, { opens, closes }] of whole.entries()) {
      assert(isBefore(opens, closes));
      const next = whole[index + 1];
      if (next !== undefined) assert(!isBefore(next.opens, closes));
    }
    const cut = from.add({ minutes: drawn[0]?.minute ?? 0 });
    const parts = [{ from, to: cut }, { from: cut, to }]
      .flatMap((period) => openingsBetween(base.cadence, period));
    assertEquals(parts.map(named), whole.map(named));
    const known = latestOpening(base.cadence, { at: cut, days: 9 });
    const begun = openingsOf(base.cadence, from).filter(({ opens }) => !isBefore(cut, opens)).at(
      -1,
    );
    if (begun !== undefined) assertEquals(known && named(known), named(begun));
  }),

  holds("an occurrence lies around the instants that settle it", world, ({ base, drawn }) => {
    for (
      const { verdict, now } of played(base.cadence, {
        ticks: ticksFrom(base.first, drawn),
      }).verdicts
    ) {
      if (verdict.occurrence === null) continue;
      const { opens, closes } = occurrenceTimes(verdict.occurrence);
      assert(!isBefore(now, opens));
      assertEquals(verdict.late_minutes > 0, !isBefore(now, closes));
    }
  }),
];

function named({ opens, closes, nominal }: Opening): string {
  return `${opens} ${closes} ${nominal}`;
}
