import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { simulateAll, type SimulateAnswer, type SimulateInput } from "../../lib/cli/simulate.ts";
import { at, daily, twiceADay, windows } from "../cadence/cadences.ts";

function simulated(changes: Partial<SimulateInput> = {}): SimulateAnswer {
  return simulateAll({
    cadences: { digest: daily({ catch_up_hours: 6 }), handoff: twiceADay({ catch_up_hours: 6 }) },
    period: { from: at("2026-01-01T00:00"), to: at("2026-01-31T00:00") },
    ticks: {
      every_minutes: 60,
      delay_minutes: { min: 0, max: 20 },
      drop_probability: 0,
      seed: 4,
    },
    verbose: false,
    ...changes,
  });
}

Deno.test("simulateAll() shows per task what each gating delivers", () => {
  const { exit, text, json } = simulated();
  assertEquals(exit, 0);
  assert("services" in json);
  const [elapsed, strict, patient] = json.services.filter(({ task }) => task === "digest");
  assert(elapsed !== undefined && elapsed.missed >= 9 && elapsed.missed <= 15);
  assertEquals([strict?.on_time, strict?.missed, patient?.missed], [30, 0, 0]);
  assertStringIncludes(
    text,
    "2026-01-01T00:00:00Z to 2026-01-31T00:00:00Z, 720 ticks, catch-up 6 h",
  );
});

Deno.test("simulateAll() lays out its table in columns", () => {
  const { text } = simulated({
    cadences: { digest: daily({ catch_up_hours: 6 }) },
    ticks: [at("2026-01-02T08:10"), at("2026-01-03T09:30")],
  });
  assertEquals(text.split("\n").slice(2), [
    "digest         due  on time  caught up  missed  median late      latest",
    "elapsed time    30        1          0      29       10 min      10 min",
    "by occurrence   30        1          0      29       10 min      10 min",
    "with catch-up   30        1          1      28       10 min  1 h 30 min",
  ]);
});

Deno.test("simulateAll() shows a dash for how late when nothing ran", () => {
  const { text } = simulated({ cadences: { digest: daily({ catch_up_hours: 6 }) }, ticks: [] });
  assertStringIncludes(text, "elapsed time    30        0          0      30            -       -");
});

Deno.test("simulateAll() tells the fate of every occurrence when verbose", () => {
  const { text } = simulated({
    cadences: { digest: twiceADay({ cadence_hours: 24, catch_up_hours: 6 }) },
    period: { from: at("2026-01-08T00:00"), to: at("2026-01-10T00:00") },
    ticks: [at("2026-01-08T09:10"), at("2026-01-08T11:00"), at("2026-01-09T09:05")],
    verbose: true,
  });
  assertEquals(text.split("\n").filter((line) => /elapsed time: |with catch-up: /.test(line)), [
    "  elapsed time: digest@2026-01-08T09:00Z on time, 10 min after it opened",
    "  elapsed time: digest@2026-01-08T17:00Z held back, too soon for cadence_hours",
    "  elapsed time: digest@2026-01-09T09:00Z missed, though 1 tick came in time",
    "  elapsed time: digest@2026-01-09T17:00Z held back, too soon for cadence_hours",
    "  with catch-up: digest@2026-01-08T09:00Z on time, 10 min after it opened",
    "  with catch-up: digest@2026-01-08T17:00Z held back, too soon for cadence_hours",
    "  with catch-up: digest@2026-01-09T09:00Z on time, 5 min after it opened",
    "  with catch-up: digest@2026-01-09T17:00Z held back, too soon for cadence_hours",
  ]);
});

Deno.test("simulateAll() ignores recorded ticks outside the period", () => {
  const { json } = simulated({ ticks: [at("2025-12-31T08:10"), at("2026-01-31T00:00")] });
  assertEquals("ticks" in json && json.ticks, 0);
});

const REFUSED: { title: string; changes: Partial<SimulateInput> }[] = [
  {
    title: "a period that ends before it starts",
    changes: { period: { from: at("2026-01-02T00:00"), to: at("2026-01-01T00:00") } },
  },
  {
    title: "a window that is none",
    changes: { cadences: { digest: daily({ windows: windows("8-9") }) } },
  },
];
for (const { title, changes } of REFUSED) {
  Deno.test(`simulateAll() exits 2 with a remedy for ${title}`, () => {
    const { exit, json } = simulated(changes);
    assertEquals(exit, 2);
    assert("remedy" in json && json.remedy !== "");
  });
}
