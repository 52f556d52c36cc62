import { assert, assertEquals, assertThrows } from "@std/assert";
import { compilePattern, patternError } from "../../lib/policy/pattern.ts";

Deno.test("compilePattern() finds a match anywhere in the text", () => {
  assert(compilePattern("^db/").test("db/migrations/1.sql"));
  assert(!compilePattern("^db/").test("src/db/x"));
  assert(compilePattern("schema").test("packages/api/schema.graphql"));
  assert(compilePattern("\\.tsx?$").test("a/b.ts"));
});

Deno.test("compilePattern() keeps the source", () => {
  assertEquals(compilePattern("^a").source, "^a");
});

Deno.test("compilePattern() runs ^(a+)+$ in linear time", () => {
  const pattern = compilePattern("^(a+)+$");
  const started = performance.now();
  assert(!pattern.test("a".repeat(20_000) + "!"));
  // A backtracking engine would need 2^20000 steps.
  assert(performance.now() - started < 5000);
});

Deno.test("patternError() says what is wrong with a pattern", () => {
  assertEquals(patternError("^docs/"), null);
  assertEquals(patternError("(a"), "missing closing ): `(a`");
  assert(patternError("(?=a)")?.includes("unsupported"));
  assert(patternError("(a{1000}){1000}")?.includes("repeat count"));
  assertEquals(patternError("a".repeat(1001)), "it has 1001 characters, at most 1000 are allowed");
});

Deno.test("compilePattern() throws a SyntaxError for what does not compile", () => {
  assertThrows(() => compilePattern("[a"), SyntaxError);
});
