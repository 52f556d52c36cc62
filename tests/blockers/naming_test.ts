import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { lineNamer, namesReason } from "../../lib/blockers/naming.ts";
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

const ALIVE = [
  { line: "main", tag: "trunk" },
  { line: "4.2", tag: "v4.2.0-rc.2" },
  { line: "4.3", tag: "release/4.3" },
  { line: "2026.1", tag: "v2026.01.0-rc.1" },
  { line: "hotfix-bay", tag: "hotfix-bay" },
];

function lineOf(title: string, ...labels: string[]): string | null {
  return lineNamer(ALIVE)({ title, labels: ["release-blocker", ...labels] });
}

for (
  const [title, line] of [
    ["4.2: Unit Tests are not to be trusted", "4.2"],
    ["v4.2.0-rc.1 loses data", "4.2"],
    ["Data loss on release/4.2.", "4.2"],
    ["RELEASE/4.3 is broken", "4.3"],
    ["Changelog of 2026.01 lacks the breaking changes", "2026.1"],
    ["V2026.1.0-RC.1 does not start", "2026.1"],
    ["trunk does not build", "main"],
    ["main does not build", "main"],
    ["4.2: the main window is gone", "4.2"],
    ["hotfix-bay leaks memory", "hotfix-bay"],
    ["The signing key expired", null],
    ["14.2, 1.4.2, 4.20, 4.2GB and x4.2", null],
    ["4.2 and 4.3 lose data", null],
    ["3.1 loses data", null],
    ["rehotfix-bay and hotfix-bays", null],
    ["", null],
  ] as const
) {
  Deno.test(`lineNamer() reads ${line} off the title ${JSON.stringify(title)}`, () => {
    assertEquals(lineOf(title), line);
  });
}

Deno.test("lineNamer() reads the line off a label, and knows none where title and label disagree", () => {
  assertEquals(lineOf("Login is broken", "line:4.3"), "4.3");
  assertEquals(lineOf("4.2: login is broken", "line:4.3"), null);
});

Deno.test("lineNamer() names a line alive or none, whatever a title holds", () => {
  const title = fc.oneof(fc.constantFrom(...CORPUS), fc.string({ unit: "binary", maxLength: 60 }));
  fc.assert(fc.property(title, (title) => {
    const line = lineOf(title);
    assert(line === null || ALIVE.some((alive) => alive.line === line));
  }));
});
