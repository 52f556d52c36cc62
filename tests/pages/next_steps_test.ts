import { assertEquals } from "@std/assert";
import { needs, nextSteps } from "../../lib/pages/next_steps.ts";
import type { PageBlocker, Train } from "../../lib/pages/page_facts.ts";
import { blocker, candidate, dashboardOf } from "./fixtures.ts";

/** The steps in a few words: `fix #4`, `promote v4.2.0-rc.2`. */
function said(train: Train): string[] {
  return nextSteps(train).map((step) => {
    switch (step.kind) {
      case "fix": {
        const number = step.need.blocker?.number;
        return number === undefined
          ? `fix ${step.need.what} on ${step.need.line}`
          : `fix #${number}`;
      }
      case "promote":
        return [
          `promote ${step.candidate.tag}`,
          ...step.first.map(({ number }) => `after #${number}`),
        ]
          .join(" ");
      case "reread":
        return "reread";
      default:
        return `${step.kind} ${step.candidate.tag}`;
    }
  });
}

const PASSED = candidate("v4.2.0-rc.2", { line: "4.2" });

function train(blockers: PageBlocker[], ...candidates: ReturnType<typeof candidate>[]): Train {
  return { dashboard: dashboardOf(candidates), blockers };
}

Deno.test("nextSteps() never promotes a line that an open blocker names", () => {
  const open = blocker(4, { line: "4.2", what: null, severity: "P1", level: "none" });
  assertEquals(said(train([open], PASSED)), ["fix #4"]);
  assertEquals(needs(train([open], PASSED))[0]?.alone, true);
  assertEquals(said(train([{ ...open, holds: false }], PASSED)), ["promote v4.2.0-rc.2"]);
});

Deno.test("nextSteps() promotes only after a look at blockers that name no single line", () => {
  const loose = blocker(4, { line: null, what: null, severity: "P1", level: "none" });
  assertEquals(said(train([loose], PASSED)), ["fix #4", "promote v4.2.0-rc.2 after #4"]);
});

Deno.test("nextSteps() begins with the worst by severity, level and age, tracked by an issue or not", () => {
  const found = said(train(
    [
      blocker(2, { line: "3.9", severity: "P1", level: "warn", age_minutes: 320 }),
      blocker(1, { line: "4.0", level: "page", age_minutes: 505 }),
      blocker(6, { line: "3.8", severity: "P1", level: "none", age_minutes: 100 }),
    ],
    candidate("release/4.0", { line: "4.0", state: "blocked", minutes: 505 }),
    candidate("v4.3.0-rc.1", { line: "4.3", state: "blocked", minutes: 1000 }),
    candidate("release/3.8", { line: "3.8", state: "pending" }),
    PASSED,
  ));
  assertEquals(found, [
    "fix #1",
    "fix Unit Tests on 4.3",
    "fix #2",
    "promote v4.2.0-rc.2",
    "fix #6",
  ]);
});

Deno.test("nextSteps() promotes branches only where there is no release candidate", () => {
  const main = candidate("main", { line: "main" });
  assertEquals(said(train([], main)), ["promote main"]);
  assertEquals(said(train([], main, PASSED)), ["promote v4.2.0-rc.2"]);
  const pending = candidate("v4.2.0-rc.2", { line: "4.2", state: "pending" });
  assertEquals(said(train([], main, pending)), ["wait v4.2.0-rc.2"]);
});

Deno.test("nextSteps() looks into flaky checks last, and into a partial observation first", () => {
  const flaky = { ...PASSED, flaky: ["Unit Tests"] };
  const partly = { blockers: [], dashboard: dashboardOf([flaky], { complete: false }) };
  assertEquals(said(partly), ["reread", "promote v4.2.0-rc.2", "flaky v4.2.0-rc.2"]);
  assertEquals(said({ blockers: [], dashboard: null }), []);
});
