import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { namesReason } from "../../lib/blockers/naming.ts";
import { reasonsOf } from "../../lib/blockers/reasons.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { aTrain } from "./builders.ts";

function names(title: string, check: string): boolean {
  const train = aTrain().personOpened(title).failed(check);
  const [reason] = reasonsOf(train.dashboard, ["release_line"]);
  assert(reason !== undefined);
  return namesReason(train.issue(1), reason);
}

Deno.test("namesReason() finds any check after the line, and ends on any", () => {
  for (const check of CORPUS) {
    assertEquals(names(`4.2: ${check.toWellFormed()}`, check), check.trim() !== "", check);
  }
});

Deno.test("namesReason() finds a check with letters of other scripts as a whole word", () => {
  assertEquals(names("4.2: Prüfung", "Prüfung"), true);
  assertEquals(names("4.2: Prüfungen", "Prüfung"), false);
  assertEquals(names("4.2: 測試 failed", "測試"), true);
  assertEquals(names("4.2: Ünit", "nit"), false);
});

Deno.test("namesReason() looks on when the first find is part of a longer word", () => {
  assertEquals(names("14.2 and 4.2: rebuild, then build", "build"), true);
});

Deno.test("namesReason() is quick on long titles", () => {
  fc.assert(
    fc.property(fc.constantFrom("a", "a-", "4.2 "), (unit) => {
      names(unit.repeat(5_000), "a");
    }),
    { numRuns: 3 },
  );
});
