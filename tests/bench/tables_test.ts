import { assert, assertEquals } from "@std/assert";
import { aCost, aReport } from "./reports.ts";
import { BEGIN, END, fullText, readmeBlock } from "./tables.ts";

const TWO = [aCost(), aCost({ shape: "bundle", wall_ms: 500, cpu_ms: null, peak_mb: null })];

Deno.test("readmeBlock() shows the forms of a cycle in one row, between the README's markers", () => {
  const lines = readmeBlock(aReport(TWO)).split("\n");
  assertEquals([lines[0], lines.at(-2)], [BEGIN, END]);
  assertEquals(
    lines.find((line) => line.startsWith("| 30/100")),
    "| 30/100 | quiet | 4 | 0 | 18 | 0.80 / 0.50 | 0.90 / - | 110 / - | 5 % / 8 % | 7.0 / 1100 | 66 | 1000 |",
  );
});

Deno.test("readmeBlock() says whether each budget is kept", () => {
  const text = readmeBlock(aReport([aCost({ reads: 34 })]));
  assert(text.includes("| reads, quiet 30/100 | at most 4 | 34 | **no** |"), text);
  assert(text.includes("| the single file | under 1 MB | 0.90 | yes |"), text);
  assert(
    text.includes("| peak memory, quiet 300/5000 | at most 300 MB | not measured | - |"),
    text,
  );
});

Deno.test("fullText() shows growth as ratios of each world to the one half as large", () => {
  const growth = [aCost({ world: "25/100" }), aCost({ world: "50/200", wall_ms: 1_200, reads: 8 })];
  const rows = fullText(aReport([], { growth })).split("\n").filter((line) => /^\| \d/.test(line));
  assertEquals(rows, [
    "| 25/100 | 0.80 | - | 0.90 | - | 110 | - | 4 | - | 18 | - |",
    "| 50/200 | 1.20 | × 1.50 | 0.90 | × 1.00 | 110 | × 1.00 | 8 | × 2.00 | 18 | × 1.00 |",
  ]);
});

Deno.test("fullText() shows starts as multiples, requests by kind, and the file by package", () => {
  const text = fullText(aReport(TWO));
  assert(text.includes("| source | 30 ms, 40 ms | × 1.50, × 2.00 |"), text);
  assert(text.includes("| 30/100 | quiet | 3 checks, 1 overview |"), text);
  assert(text.includes("| re2js | 90000 | 10.0 % |"), text);
});
