import { assertEquals } from "@std/assert";
import { aCost, aReport } from "./reports.ts";
import { compareReports } from "./verdict.ts";

Deno.test("compareReports() finds nothing worse when every count is the same", () => {
  const { worse, better } = compareReports(aReport(), aReport());
  assertEquals({ worse, better }, { worse: [], better: [] });
});

Deno.test("compareReports() names each count that got worse or better", () => {
  const now = aReport([aCost({ reads: 34, points: 2 })]);
  const { worse, better } = compareReports(aReport(), now);
  assertEquals(worse, ["30/100 quiet (source): 34 reads, the baseline has 4"]);
  assertEquals(better, ["30/100 quiet (source): 2 points, the baseline has 18"]);
});

Deno.test("compareReports() judges cycles of the growth too", () => {
  const growth = (writes: number): Parameters<typeof aReport>[1] => ({
    growth: [aCost({ world: "50/200", writes })],
  });
  const { worse } = compareReports(aReport([], growth(0)), aReport([], growth(1)));
  assertEquals(worse, ["50/200 quiet (source): 1 writes, the baseline has 0"]);
});

Deno.test("compareReports() leaves out cycles that only one report has", () => {
  const now = aReport([aCost(), aCost({ world: "4/5", reads: 99 })]);
  assertEquals(compareReports(aReport(), now).worse, []);
  assertEquals(compareReports(now, aReport()).worse, []);
});

Deno.test("compareReports() fails when nothing can be compared", () => {
  const { worse } = compareReports(aReport(), aReport([aCost({ world: "1/1" })]));
  assertEquals(worse, ["nothing was measured that the baseline has"]);
});

Deno.test("compareReports() tells times as multiples of the yardstick, and never judges them", () => {
  const slow = aReport([aCost({ wall_ms: 3_200, cpu_ms: 1_800 })], {
    // The whole machine is half as fast as the baseline's.
    yardstick: { wall_ms: 800, cpu_ms: 1_000, peak_mb: 90 },
  });
  const { worse, told } = compareReports(aReport(), slow);
  assertEquals(worse, []);
  assertEquals(told, [
    "! 30/100 quiet (source): wall × 2.00, CPU × 1.00, memory × 1.00",
    "the single file: bytes × 1.00",
  ]);
});
