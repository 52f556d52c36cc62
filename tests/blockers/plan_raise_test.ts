import { assertEquals, assertStringIncludes } from "@std/assert";
import { aBlockedTrain, actionsOf, aTrain, RC } from "./builders.ts";

Deno.test("planBlockers() raises a blocker when its reason has held for the threshold, not a minute before", () => {
  assertEquals(aTrain().failed("Unit Tests", { minutes: 89 }).cycle(), ["wait 4.2 Unit Tests"]);
  assertEquals(aTrain().failed("Unit Tests", { minutes: 90 }).cycle(), ["raise 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() measures from the check's own time, not from when it was first looked at", () => {
  const train = aTrain().failed("Unit Tests", { minutes: 500 }).cycled();
  assertEquals(train.record(1).first_seen, train.ago(500));
});

Deno.test("planBlockers() labels a failure P0 and what is late P1", () => {
  const labels = ["failed", "queued", "running", "missing"].map((state) => {
    const train = aTrain()[state as "failed"]("Unit Tests");
    const [action] = train.decision().change?.actions ?? [];
    return action?.kind === "create_issue" ? action.labels : null;
  });
  const late = ["release-blocker", "P1"];
  assertEquals(labels, [["release-blocker", "P0"], late, late, late]);
});

Deno.test("planBlockers() continues the same issue when the next RC fails the same way", () => {
  const train = aBlockedTrain();
  train.later(300).drop(RC).candidate("v4.2.0-rc.2").failed("Unit Tests", { on: "v4.2.0-rc.2" });
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).first_seen, train.ago(420), "it never started anew");
});

Deno.test("planBlockers() gives every commit an issue of its own when the fingerprint has the sha", () => {
  const train = aTrain().candidate("release/4.2")
    .with({ fingerprint_fields: ["release_line", "blocking_workflow", "blocking_sha"] })
    .failed("Unit Tests").failed("Unit Tests", { on: "release/4.2" });
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #1", "raise 4.2 Unit Tests #2"]);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1", "track 4.2 Unit Tests #2"]);
  train.later(300).drop(RC).candidate("v4.2.0-rc.2").failed("Unit Tests", { on: "v4.2.0-rc.2" });
  assertEquals(train.cycle().toSorted(), [
    "clear 4.2 Unit Tests #1",
    "raise 4.2 Unit Tests #3",
    "track 4.2 Unit Tests #2",
  ]);
});

Deno.test("planBlockers() goes on with an issue from before the policy told blockers apart by sha", () => {
  const train = aBlockedTrain().with({ fingerprint_fields: ["release_line", "blocking_sha"] });
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() keeps lines and checks apart even where the policy's fields do not", () => {
  const train = aTrain().candidate("main").with({ fingerprint_fields: ["blocker_category"] })
    .failed("Unit Tests").failed("Lint").failed("Unit Tests", { on: "main" });
  assertEquals(train.cycle(), [
    "raise 4.2 Lint #1",
    "raise 4.2 Unit Tests #2",
    "raise main Unit Tests #3",
  ]);
  assertEquals(train.cycle().map((said) => said.split(" ")[0]), ["track", "track", "track"]);
});

Deno.test("planBlockers() tells one issue of one check on one line, however many candidates have it", () => {
  const train = aTrain().candidate("release/4.2")
    .queued("Unit Tests", { minutes: 400 }).failed("Unit Tests", { on: "release/4.2" });
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).severity, "P0", "a failure outranks what is late");
  assertEquals(train.record(1).first_seen, train.ago(120), "and counts from its own time");
});

Deno.test("planBlockers() lets the severity rise in place when a late check fails", () => {
  const train = aTrain().queued("Unit Tests", { minutes: 200 }).cycled();
  assertEquals(train.issue(1).labels, ["release-blocker", "P1"]);
  train.later(60).failed("Unit Tests", { minutes: 0 });
  assertEquals(actionsOf(train.decision()), ["edit_issue", "remove_label P1", "add_labels P0"]);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.issue(1).title, "4.2 is blocked: Unit Tests failed");
  assertEquals(train.issue(1).labels, ["release-blocker", "P0"]);
  assertEquals(train.record(1).first_seen, train.ago(260));
  assertEquals(train.decision().change, null);
});

Deno.test("planBlockers() leaves a title that a person gave when the severity rises", () => {
  for (const person of [{ title: "CI is stuck" }, { viewer_did_author: false }]) {
    const train = aTrain().missing("Unit Tests", { minutes: 200 }).cycled().change(1, person);
    const { title } = train.issue(1);
    train.failed("Unit Tests").cycle();
    assertEquals([train.issue(1).title, train.record(1).severity], [title, "P0"]);
  }
});

Deno.test("planBlockers() does not let the severity fall again", () => {
  const train = aBlockedTrain().later(10).queued("Unit Tests", { minutes: 5 });
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals([train.record(1).severity, train.issue(1).labels[1]], ["P0", "P0"]);
});

Deno.test("planBlockers() replaces first_seen by an earlier time only", () => {
  const train = aBlockedTrain();
  const first = train.record(1).first_seen;
  train.later(10).failed("Unit Tests", { minutes: 5 }).cycle();
  assertEquals(train.record(1).first_seen, first);
  train.failed("Unit Tests", { minutes: 600 }).cycle();
  assertEquals(train.record(1).first_seen, train.ago(600));
});

Deno.test("planBlockers() raises nothing and clears nothing while the observation is partial", () => {
  const train = aBlockedTrain().failed("Lint").partly();
  assertEquals(train.cycle(), ["hold 4.2 Lint", "track 4.2 Unit Tests #1"]);
  train.met("Unit Tests");
  assertEquals(train.cycle(), ["hold 4.2 Lint", "hold 4.2 Unit Tests #1"]);
  assertEquals(train.comments, {});
  assertEquals(train.record(1).cleared_at, undefined);
  assertEquals(train.fully().cycle(), ["raise 4.2 Lint #2", "clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() adopts nothing while the observation is partial", () => {
  const train = aTrain().failed("Unit Tests").personOpened("4.2: Unit Tests").partly();
  assertEquals(train.cycle(), ["hold 4.2 Unit Tests"]);
});

Deno.test("planBlockers() counts every new issue against the cap", () => {
  const { change } = aTrain().failed("Unit Tests").decision();
  assertEquals(change?.cap, "new_issues");
});

Deno.test("planBlockers() plans the same again when nothing was written or remembered", () => {
  const train = aTrain().failed("Unit Tests");
  assertEquals(train.plan(), train.plan());
  assertStringIncludes(train.decision().reason, "It has held for 120 minutes, 90 are allowed");
});

Deno.test("planBlockers() does not link a new issue to one of another blocker", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled().closed(1).later(60).failed("Lint");
  train.cycle();
  assertEquals(train.issue(2).body.includes("#1"), false);
});
