import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, policiesOf } from "./build.ts";

Deno.test("blockers fills in every default", () => {
  assertEquals(policiesOf({ blockers: "" }).blockers, {
    green_cycles: 3,
    reopen_days: 10,
    group_above: 5,
    max_new_issues_per_cycle: 10,
    state: { path: "docs/releases/_state", branch: null },
  });
});

Deno.test("blockers warns that threshold_minutes is an input and no policy key", () => {
  assertEquals(
    lineOf({ blockers: "green_cycles: 2\nthreshold_minutes: 60\n" }),
    "warning blockers.yml:2 threshold_minutes is 60: it has no effect, no policy decides this: " +
      "give the input threshold_minutes (--threshold-minutes, or the variable THRESHOLD_MINUTES) instead",
  );
});

Deno.test("blockers refuses a state path that leaves the repository", () => {
  for (const path of ["../state", "/var/state", "a/../../b", "a\\b", "C:/state", ".git/state"]) {
    assertStringIncludes(
      lineOf({ blockers: `state:\n  path: '${path}'\n` }),
      "error blockers.yml:2 state.path is",
    );
  }
});

Deno.test("blockers reads the branch of the state, and refuses what is no branch name", () => {
  const text = "state: {branch: release-ops-state}\n";
  assertEquals(policiesOf({ blockers: text }).blockers.state.branch, "release-ops-state");
  assertStringIncludes(lineOf({ blockers: "state: {branch: a..b}\n" }), "the name of a branch");
});

Deno.test("blockers refuses to reopen what is forgotten by then", () => {
  assertEquals(policiesOf({ blockers: "reopen_days: 30\n" }).blockers.reopen_days, 30);
  assertStringIncludes(
    lineOf({ blockers: "reopen_days: 31\n" }),
    "allowed is a whole number of days from 0 to 30, without quotes",
  );
});

Deno.test("blockers refuses numbers in quotes, fractions and numbers out of range", () => {
  for (const value of ['"3"', "1.5", "0", "-1", "1e9", ".inf", ".nan", "true", "null"]) {
    assertStringIncludes(
      lineOf({ blockers: `green_cycles: ${value}\n` }),
      "allowed is a whole number of cycles from 1 to 1000, without quotes",
    );
  }
});
