import { assertEquals } from "@std/assert";
import { age, stamp } from "../../lib/report/age.ts";
import { CORPUS } from "../hostile/corpus.ts";

Deno.test("age() does name the two largest units", () => {
  const expected: [number, string][] = [
    [-5, "under 1 min"],
    [0, "under 1 min"],
    [0.99, "under 1 min"],
    [1, "1 min"],
    [59.9, "59 min"],
    [60, "1 h"],
    [200, "3 h 20 min"],
    [1_439, "23 h 59 min"],
    [1_440, "1 d"],
    [1_441, "1 d"],
    [3_120, "2 d 4 h"],
    [525_600, "365 d"],
    [NaN, "unknown"],
    [Infinity, "unknown"],
  ];
  for (const [minutes, words] of expected) assertEquals(age(minutes), words);
});

Deno.test("stamp() does show UTC to the minute", () => {
  assertEquals(stamp("2026-01-08T08:15:59Z"), "2026-01-08 08:15 UTC");
  assertEquals(stamp("2026-01-08T00:15:00.123+02:00"), "2026-01-07 22:15 UTC");
  assertEquals(stamp("2026-01-08"), "2026-01-08 00:00 UTC");
});

Deno.test("stamp() is unknown when the time is garbage", () => {
  for (const garbage of [...CORPUS, "2026-13-40T99:99:99Z", "1", "yesterday", null, undefined]) {
    assertEquals(stamp(garbage), "unknown");
  }
});
