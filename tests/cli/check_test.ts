import { assertEquals } from "@std/assert";
import { checkExit, problemLine, renderProblems } from "../../lib/cli/check.ts";
import type { PolicyReading } from "../../lib/policy/load.ts";
import type { Problem } from "../../lib/policy/problem.ts";
import { readingOf } from "../policy/build.ts";

const PROBLEM: Problem = {
  severity: "error",
  file: "policies/escalation.yml",
  line: 14,
  path: "escalation.thresholds.p0.warn",
  value: '"soon"',
  message: "allowed is a number",
};

Deno.test("problemLine() names file, line, key, value and what is allowed", () => {
  assertEquals(
    problemLine(PROBLEM),
    'error policies/escalation.yml:14 thresholds.p0.warn is "soon": allowed is a number',
  );
});

Deno.test("problemLine() leaves out the line and the value where there is none", () => {
  assertEquals(
    problemLine({ ...PROBLEM, line: null, value: "" }),
    "error policies/escalation.yml: allowed is a number",
  );
});

Deno.test("renderProblems() closes with a count and the files that were read", () => {
  const text = renderProblems(readingOf({ digest: "a: 1\ncadence_hours: 0\n" }), { json: false });
  const lines = text.split("\n");
  assertEquals(lines.length, 4);
  assertEquals(
    lines.at(-2),
    "1 error, 1 warning in required_checks.yml, blockers.yml (embedded), routing.yml (embedded), " +
      "escalation.yml (embedded), digest.yml, handoff.yml (embedded)",
  );
  assertEquals(lines.at(-1), "");
});

Deno.test("renderProblems() gives JSON for scripts", () => {
  const reading: PolicyReading = readingOf({ digest: "cadence_hours: 0\n" });
  const found = JSON.parse(renderProblems(reading, { json: true }));
  assertEquals([found.ok, found.errors, found.warnings], [false, 1, 0]);
  assertEquals(found.problems, JSON.parse(JSON.stringify(reading.problems)));
  assertEquals(found.sources.digest, "digest.yml");
});

Deno.test("checkExit() is 2 on errors and 0 on warnings", () => {
  assertEquals(checkExit(readingOf({ digest: "cadence_hours: 0\n" })), 2);
  assertEquals(checkExit(readingOf({ digest: "unheard_of: 0\n" })), 0);
  assertEquals(checkExit(readingOf({})), 0);
});
