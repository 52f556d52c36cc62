import { assertEquals } from "@std/assert";
import { type Fate, type Gating, simulate } from "../../lib/cadence/simulate.ts";
import { ticksOf } from "../../lib/cadence/ticks.ts";
import type { Cadence } from "../../lib/cadence/cadence.ts";
import { at, daily, twiceADay } from "./cadences.ts";

const MONTH = { from: at("2026-01-01T00:00"), to: at("2026-01-31T00:00") };

function onTheHour(): Temporal.Instant[] {
  const delay_minutes = { min: 0, max: 0 };
  return ticksOf({ every_minutes: 60, delay_minutes, drop_probability: 0, seed: 1 }, MONTH);
}

function fates(
  gating: Gating,
  options: { cadence?: Cadence; ticks?: readonly string[] } = {},
): Fate[] {
  return simulate("digest", {
    cadence: options.cadence ?? daily(),
    period: MONTH,
    ticks: options.ticks?.map(at) ?? onTheHour(),
    gating,
    catch_up_hours: 6,
  });
}

function delivered(found: readonly Fate[]): number {
  return found.filter(({ ran_at }) => ran_at !== null).length;
}

Deno.test("simulate() shows that elapsed-time gating loses every other digest without any delay", () => {
  assertEquals(delivered(fates("elapsed")), 15);
  assertEquals(delivered(fates("elapsed", { cadence: twiceADay() })), 30);
});

Deno.test("simulate() shows that gating by occurrence loses none", () => {
  assertEquals(delivered(fates("strict")), 30);
  assertEquals(delivered(fates("strict", { cadence: twiceADay() })), 60);
});

Deno.test("simulate() tells on time, caught up and missed apart", () => {
  const ticks = ["2026-01-01T08:59:59", "2026-01-02T11:20", "2026-01-03T15:00"];
  const found = fates("catch_up", { ticks }).slice(0, 3);
  assertEquals(
    found.map(({ outcome, ran_at, late_minutes, chances }) => ({
      outcome,
      ran_at,
      late_minutes,
      chances,
    })),
    [
      { outcome: "on time", ran_at: "2026-01-01T08:59:59Z", late_minutes: 59, chances: 1 },
      { outcome: "caught up", ran_at: "2026-01-02T11:20:00Z", late_minutes: 200, chances: 1 },
      { outcome: "missed", ran_at: null, late_minutes: null, chances: 0 },
    ],
  );
});

Deno.test("simulate() ignores the policy's own catch-up when strict", () => {
  const ticks = ["2026-01-02T11:20"];
  const cadence = daily({ catch_up_hours: 12 });
  assertEquals(delivered(fates("strict", { cadence, ticks })), 0);
});

Deno.test("simulate() tells held back what the cadence forbids even with perfect ticks", () => {
  const found = fates("strict", { cadence: twiceADay({ cadence_hours: 24 }) }).slice(0, 4);
  assertEquals(found.map(({ due, outcome }) => [due, outcome]), [
    [true, "on time"],
    [false, "held back"],
    [true, "on time"],
    [false, "held back"],
  ]);
});
