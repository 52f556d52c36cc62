import { assertEquals } from "@std/assert";
import { type Coverage, coverage } from "../../lib/cadence/coverage.ts";
import { at, daily, onlyLastAt, settled, verdictAt } from "./cadences.ts";

function covered(
  time: string,
  options: Parameters<typeof verdictAt>[1] = {},
): Coverage {
  const cadence = options.cadence ?? daily();
  return coverage(verdictAt(time, { ...options, cadence }), { cadence, now: at(time) });
}

Deno.test("coverage() reaches from the last opening to this one whenever the ticks came", () => {
  const memory = { ...settled("2026-01-07T08:00"), last_at: "2026-01-07T08:55:00Z" };
  assertEquals(covered("2026-01-08T08:03", { memory }), {
    from: "2026-01-07T08:00:00Z",
    to: "2026-01-08T08:00:00Z",
  });
});

Deno.test("coverage() includes the days of digests that were missed", () => {
  assertEquals(covered("2026-01-08T08:03", { memory: settled("2026-01-05T08:00") }), {
    from: "2026-01-05T08:00:00Z",
    to: "2026-01-08T08:00:00Z",
  });
});

Deno.test("coverage() ends at the opening also when it is caught up late", () => {
  const cadence = daily({ catch_up_hours: 6 });
  assertEquals(covered("2026-01-08T13:00", { cadence, memory: settled("2026-01-07T08:00") }), {
    from: "2026-01-07T08:00:00Z",
    to: "2026-01-08T08:00:00Z",
  });
});

Deno.test("coverage() reaches back by one cadence the first time", () => {
  assertEquals(covered("2026-01-08T08:03"), {
    from: "2026-01-07T08:00:00Z",
    to: "2026-01-08T08:00:00Z",
  });
});

Deno.test("coverage() begins at an old last_digest_at to the second", () => {
  const { from } = covered("2026-01-08T08:03", { memory: onlyLastAt("2026-01-07T08:12:34Z") });
  assertEquals(from, "2026-01-07T08:12:34Z");
});

Deno.test("coverage() reaches up to now when a forced run settles nothing", () => {
  assertEquals(covered("2026-01-08T14:30", { memory: settled("2026-01-08T08:00"), forced: true }), {
    from: "2026-01-08T08:00:00Z",
    to: "2026-01-08T14:30:00Z",
  });
});

Deno.test("coverage() is empty rather than negative when the clock has gone back", () => {
  assertEquals(covered("2026-01-08T07:30", { memory: settled("2026-01-08T08:00"), forced: true }), {
    from: "2026-01-08T07:30:00Z",
    to: "2026-01-08T07:30:00Z",
  });
});
