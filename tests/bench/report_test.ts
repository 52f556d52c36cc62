import { assertEquals } from "@std/assert";
import { median, medianUsage } from "./report.ts";

Deno.test("median() is the middle, half-way between two, or nothing when there is none", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([10, 2, 4, 1]), 3);
  assertEquals(median([7]), 7);
  assertEquals(median([]), null);
});

Deno.test("medianUsage() takes the median of each part, and null where one process did not tell", () => {
  const usages = [
    { wall_ms: 10, cpu_ms: 5, peak_mb: 90 },
    { wall_ms: 30, cpu_ms: 1, peak_mb: null },
    { wall_ms: 20, cpu_ms: 3, peak_mb: 70 },
  ];
  assertEquals(medianUsage(usages), { wall_ms: 20, cpu_ms: 3, peak_mb: null });
});
