import { assertEquals } from "@std/assert";
import { allowedReads, budgets, isKept, startRatio } from "./budgets.ts";
import { sizeFrom } from "./worlds.ts";
import { aCost, aReport } from "./reports.ts";

function kept(report: Parameters<typeof budgets>[0]): Record<string, boolean | null> {
  return Object.fromEntries(budgets(report).map((one) => [one.what, isKept(one)]));
}

Deno.test("budgets() takes the worst form of the program, and knows what was not measured", () => {
  const report = aReport([
    aCost(),
    aCost({ shape: "bundle", reads: 5, wall_ms: 600, peak_mb: 131 }),
  ]);
  const found = kept(report);
  assertEquals(found["reads, quiet 30/100"], false);
  assertEquals(found["writes, quiet 30/100"], true);
  assertEquals(found["wall, quiet 30/100, source"], true);
  assertEquals(found["peak memory, quiet 30/100"], false);
  assertEquals(found["peak memory, quiet 300/5000"], null);
});

Deno.test("isKept() wants a time under its budget, a count at most at it", () => {
  const one = { what: "", unit: "", budget: 4, measured: 4 };
  assertEquals(isKept({ ...one, below: false }), true);
  assertEquals(isKept({ ...one, below: true }), false);
});

Deno.test("startRatio() is one of processor time, of the clock where that is not known", () => {
  assertEquals(startRatio(aReport(), "source"), 1.5);
  assertEquals(startRatio(aReport(), "binary"), null);
  const starts = aReport().starts.map((start) => ({ ...start, cpu_ms: null }));
  assertEquals(startRatio({ starts }, "source"), 2);
});

Deno.test("allowedReads() grows with issues and candidates, and with nothing else", () => {
  const allowed = ["4/5", "30/100", "31/100", "30/101", "100/1000", "200/800", "300/5000"].map((
    world,
  ) => [world, allowedReads(sizeFrom(world))]);
  assertEquals(Object.fromEntries(allowed), {
    "4/5": 4,
    "30/100": 4,
    "31/100": 5,
    "30/101": 5,
    "100/1000": 20,
    "200/800": 28,
    "300/5000": 70,
  });
});

Deno.test("budgets() holds every quiet cycle to its reads, those of the growth included", () => {
  const report = aReport([aCost({ world: "100/1000", reads: 20 })]);
  const found = kept({ ...report, growth: [aCost({ world: "50/200", reads: 8 })] });
  assertEquals([found["reads, quiet 100/1000"], found["reads, quiet 50/200"]], [true, false]);
});
