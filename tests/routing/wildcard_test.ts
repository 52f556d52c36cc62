import { assertEquals } from "@std/assert";
import { matchesSegments, matchesWildcard } from "../../lib/routing/wildcard.ts";

const path = (text: string): string[] => text.split("/");

Deno.test("matchesWildcard() takes every character but * and ? literally", () => {
  assertEquals(matchesWildcard("area/*", "area/api"), true);
  assertEquals(matchesWildcard("area/*", "area/"), true);
  assertEquals(matchesWildcard("area/*", "areas/api"), false);
  assertEquals(matchesWildcard("a?c", "abc"), true);
  assertEquals(matchesWildcard("a?c", "ac"), false);
  assertEquals(matchesWildcard("a.c", "abc"), false);
  assertEquals(matchesWildcard("*.test.*", "x.test.y.test.ts"), true);
  assertEquals(matchesWildcard("*b", "abab"), true);
  assertEquals(matchesWildcard("", ""), true);
});

Deno.test("matchesWildcard() does not blow up on many stars", () => {
  const started = performance.now();
  assertEquals(matchesWildcard("*a".repeat(30) + "*b", "a".repeat(5_000)), false);
  assertEquals(performance.now() - started < 500, true);
});

Deno.test("matchesSegments() lets ** stand for any number of segments, * for one", () => {
  assertEquals(matchesSegments(path("**/logs/**"), path("a/b/logs/c")), true);
  assertEquals(matchesSegments(path("**/logs/**"), path("logs")), true);
  assertEquals(matchesSegments(path("docs/*"), path("docs/a.md")), true);
  assertEquals(matchesSegments(path("docs/*"), path("docs/a/b.md")), false);
});
