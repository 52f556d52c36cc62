import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  assertPeriod,
  parseTicks,
  randomNumbers,
  type TickModel,
  ticksOf,
} from "../../lib/cadence/ticks.ts";
import { Failure } from "../../lib/failure.ts";
import { at } from "./cadences.ts";

const DAY = { from: at("2026-01-08T00:00"), to: at("2026-01-09T00:00") };

function model(changes: Partial<TickModel> = {}): TickModel {
  return {
    every_minutes: 60,
    delay_minutes: { min: 0, max: 0 },
    drop_probability: 0,
    seed: 1,
    ...changes,
  };
}

Deno.test("ticksOf() ticks on the hour when nothing is late", () => {
  const ticks = ticksOf(model(), DAY);
  assertEquals([ticks.length, String(ticks[0]), String(ticks.at(-1))], [
    24,
    "2026-01-08T00:00:00Z",
    "2026-01-08T23:00:00Z",
  ]);
});

Deno.test("ticksOf() begins at the first tick inside the period", () => {
  const [first] = ticksOf(model(), { from: at("2026-01-08T07:20"), to: DAY.to });
  assertEquals(String(first), "2026-01-08T08:00:00Z");
});

Deno.test("ticksOf() gives the same ticks for the same seed and others for another", () => {
  const late = { delay_minutes: { min: 0, max: 300 }, drop_probability: 0.3 };
  const drawn = (seed: number): string => ticksOf(model({ ...late, seed }), DAY).join();
  assertEquals(drawn(7), drawn(7));
  assert(drawn(7) !== drawn(8));
});

Deno.test("ticksOf() keeps ticks in order and inside the period however late they are", () => {
  const ticks = ticksOf(model({ delay_minutes: { min: 30, max: 300 } }), DAY).map(String);
  assertEquals(ticks, ticks.toSorted());
  assert((ticks.at(-1) ?? "") < "2026-01-09");
});

Deno.test("ticksOf() loses about the share of ticks that it is told to", () => {
  const year = { from: at("2026-01-01T00:00"), to: at("2027-01-01T00:00") };
  const share = ticksOf(model({ drop_probability: 0.25 }), year).length / 8760;
  assert(Math.abs(share - 0.75) < 0.02, String(share));
  assertEquals(ticksOf(model({ drop_probability: 1 }), year), []);
});

const IMPOSSIBLE: Partial<TickModel>[] = [
  { every_minutes: 0 },
  { every_minutes: NaN },
  { delay_minutes: { min: -1, max: 0 } },
  { delay_minutes: { min: 5, max: 4 } },
  { drop_probability: 1.1 },
  { seed: 0.5 },
];
for (const change of IMPOSSIBLE) {
  Deno.test(`ticksOf() refuses ${JSON.stringify(change)}`, () => {
    assertThrows(() => ticksOf(model(change), DAY), Failure, "Cannot simulate ticks");
  });
}

Deno.test("ticksOf() refuses a period with too many ticks", () => {
  const period = { from: at("1926-01-01T00:00"), to: DAY.to };
  assertThrows(() => ticksOf(model(), period), Failure, "allowed are at most 20000");
});

Deno.test("assertPeriod() refuses a period that does not end after its start", () => {
  assertPeriod(DAY);
  assertThrows(() => assertPeriod({ from: DAY.to, to: DAY.to }), Failure, "Cannot simulate");
});

Deno.test("parseTicks() reads times in any order, comments and empty lines aside", () => {
  const text = "# runs\r\n2026-01-08T10:00:00Z\n\n2026-01-08T10:30:00+01:00\n";
  assertEquals(parseTicks(text).map(String), ["2026-01-08T09:30:00Z", "2026-01-08T10:00:00Z"]);
});

Deno.test("parseTicks() names the line that is no time", () => {
  assertThrows(
    () => parseTicks("2026-01-08T10:00:00Z\nnoon"),
    Failure,
    'line 2 is "noon", allowed is a time such as 20',
  );
});

Deno.test("randomNumbers() spreads evenly over [0, 1)", () => {
  const next = randomNumbers(0);
  const drawn = Array.from({ length: 4000 }, next);
  assert(drawn.every((value) => value >= 0 && value < 1));
  assert(Math.abs(drawn.reduce((sum, value) => sum + value) / drawn.length - 0.5) < 0.02);
});
