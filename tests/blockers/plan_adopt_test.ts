import { assertEquals, assertStringIncludes } from "@std/assert";
import { actionsOf, aTrain } from "./builders.ts";

Deno.test("planBlockers() adopts a person's issue that names line and check, and raises none", () => {
  const train = aTrain().personOpened("Unit Tests are red on 4.2", { minutes: 300 })
    .failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["comment"]);
  assertEquals(train.cycle(), ["adopt 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).adopted, true);
  assertEquals(train.later(60).cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.decision().change, null);
  assertEquals(train.comments[1]?.length, 1);
});

Deno.test("planBlockers() dates an adopted issue from when it was opened, or from an older reason", () => {
  const late = aTrain().personOpened("4.2: Unit Tests", { minutes: 300 }).failed("Unit Tests");
  assertEquals(late.cycled().record(1).first_seen, late.ago(300));
  const early = aTrain().personOpened("4.2: Unit Tests", { minutes: 30 }).failed("Unit Tests");
  assertEquals(early.cycled().record(1).first_seen, early.ago(120));
  const known = aTrain().personOpened("4.2: Unit Tests", { minutes: 30 }).failed("Unit Tests");
  known.records["issue:1"] = {
    issue_number: 1,
    first_seen: known.ago(900),
    last_seen: known.ago(),
    last_issue_update: null,
    escalation_level: "page",
    severity: "P0",
  };
  assertEquals(known.cycled().record(1).first_seen, known.ago(900));
  assertEquals(known.record(1).escalation_level, "page", "what an older script knew stays");
});

Deno.test("planBlockers() adopts by labels as well as by title", () => {
  const labels = ["release-blocker", "line/4.2", "Unit Tests"];
  const train = aTrain().personOpened("Help!", { labels }).failed("Unit Tests");
  assertEquals(train.cycle(), ["adopt 4.2 Unit Tests #1"]);
});

for (
  const [title, adopted] of [
    ["Unit Tests on 4.2", true],
    ["unit tests fail, release/4.2", true],
    ["v4.2.1: Unit Tests", true],
    ["[4.2-rc.1] Unit Tests failed", true],
    ["(Unit Tests) 4.2", true],
    ["Unit Tests on 14.2", false],
    ["Unit Tests on 4.20", false],
    ["Unit Tests on 1.4.2", false],
    ["Unit Tests on 4.1", false],
    ["Unit Tests", false],
    ["4.2 does not build", false],
    ["4.2: Unit Tests-Windows", false],
    ["4.2: My-Unit Tests", false],
    ["4.2: Unit Testsuite", false],
  ] as const
) {
  Deno.test(`planBlockers() ${adopted ? "adopts" : "does not adopt"} "${title}" for Unit Tests on 4.2`, () => {
    const train = aTrain().personOpened(title).failed("Unit Tests");
    assertEquals(train.cycle(), [
      adopted ? "adopt 4.2 Unit Tests #1" : "raise 4.2 Unit Tests #2",
    ]);
  });
}

Deno.test("planBlockers() adopts no closed issue, none without the label, and none of another blocker", () => {
  const train = aTrain().failed("Unit Tests").failed("Lint")
    .personOpened("4.2: Unit Tests", { labels: ["bug"] })
    .personOpened("4.2: Unit Tests").closed(2);
  assertEquals(train.cycle(), ["raise 4.2 Lint #3", "raise 4.2 Unit Tests #4"]);
});

Deno.test("planBlockers() adopts the oldest of several, and leaves the others to people", () => {
  const train = aTrain().personOpened("4.2: Unit Tests").personOpened("4.2: Unit Tests again")
    .failed("Unit Tests");
  assertEquals(train.cycle(), ["adopt 4.2 Unit Tests #1"]);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() adopts one issue for all the checks that it names", () => {
  const train = aTrain().personOpened("4.2: Unit Tests and Lint").failed("Unit Tests").failed(
    "Lint",
  );
  assertEquals(train.cycle(), ["adopt 4.2 2 required checks #1"]);
  assertEquals(train.later(60).cycle(), ["track 4.2 2 required checks #1"]);
  assertEquals(train.met("Unit Tests").cycle(), ["track 4.2 Lint #1"], "until all are met");
  assertEquals(train.met("Lint").cycle(), ["clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() adopts an issue for one line only", () => {
  const train = aTrain().candidate("main").personOpened("Unit Tests on 4.2 and main")
    .failed("Unit Tests").failed("Unit Tests", { on: "main" });
  assertEquals(train.cycle(), ["adopt 4.2 Unit Tests #1", "raise main Unit Tests #2"]);
});

Deno.test("planBlockers() lets a check go to its own issue rather than to one adopted that names it too", () => {
  const train = aTrain().failed("Lint").cycled().personOpened("4.2: Unit Tests and Lint")
    .failed("Unit Tests");
  assertEquals(train.cycle(), ["track 4.2 Lint #1", "adopt 4.2 Unit Tests #2"]);
  assertEquals(train.cycle(), ["track 4.2 Lint #1", "track 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() takes what is adopted out of a group", () => {
  const train = aTrain().personOpened("4.2: Check 1").manyFailed(6);
  assertEquals(train.cycle().length, 6, "five are left, and they are raised one by one");
  assertEquals(train.issues.length, 6);
});

Deno.test("planBlockers() keeps the severity that a person gave", () => {
  const labels = ["release-blocker", "p0"];
  const train = aTrain().personOpened("4.2: Unit Tests", { labels }).queued("Unit Tests").cycled();
  assertEquals(train.record(1).severity, "P0");
});

Deno.test("planBlockers() does not redo the label that a person takes off an adopted issue", () => {
  const train = aTrain().personOpened("4.2: Unit Tests").failed("Unit Tests").cycled()
    .unlabelled(1, "release-blocker");
  assertEquals(train.cycle(), ["dismissed 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() keeps what people wrote in an adopted issue, section or not", () => {
  const body = "It hangs.\n\n---\n\nSee the `log`.";
  const train = aTrain().personOpened("4.2: Unit Tests", { body }).failed("Unit Tests").cycled();
  assertEquals(train.issue(1).body.startsWith(body), true);
  assertStringIncludes(train.issue(1).body, "4.2 cannot ship");
  train.met("Unit Tests").cycle();
  assertEquals(train.issue(1).body.startsWith(body), true);
});
