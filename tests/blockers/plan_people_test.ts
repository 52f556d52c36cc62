import { assertEquals, assertStringIncludes } from "@std/assert";
import { aBlockedTrain, actionsOf, aTrain, RC } from "./builders.ts";

Deno.test("planBlockers() does not raise again what a person closed, until it has cleared and returned", () => {
  const train = aBlockedTrain().later(30).closed(1).later(30);
  assertEquals(train.cycle(), ["dismissed 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).dismissed_at, train.ago(30));
  train.later(600).drop(RC).candidate("v4.2.0-rc.2").failed("Unit Tests", { on: "v4.2.0-rc.2" });
  assertEquals(train.cycle(), ["dismissed 4.2 Unit Tests #1"], "the reason never cleared");
  train.met("Unit Tests");
  assertEquals(train.cycle(), ["cleared 4.2 Unit Tests #1"]);
  assertEquals(train.cycle(), [], "then it is over");
  train.later(200).failed("Unit Tests", { on: "v4.2.0-rc.2" });
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #2"]);
  assertStringIncludes(train.issue(2).body, "tracked before in #1");
  assertEquals(train.later(60).cycle(), ["track 4.2 Unit Tests #2"]);
  assertEquals(train.comments, {}, "nothing is ever said in the closed issue");
});

Deno.test("planBlockers() ends a dismissal only when it has seen all", () => {
  const train = aBlockedTrain().closed(1).cycled().met("Unit Tests").partly();
  assertEquals(train.cycle(), []);
  assertEquals(train.fully().cycle(), ["cleared 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() goes on with an issue that a person closed and opened again", () => {
  const train = aBlockedTrain().closed(1).cycled().later(60).reopened(1);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).dismissed_at, undefined);
});

Deno.test("planBlockers() leaves an issue alone when a person closed it after it had cleared", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled().closed(1).later(60);
  assertEquals(train.cycle(), []);
  train.failed("Unit Tests");
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #2"], "a person's closing is not undone");
});

Deno.test("planBlockers() does not put back the label of blockers, until it has cleared and returned", () => {
  const train = aBlockedTrain().unlabelled(1, "release-blocker");
  for (let hour = 0; hour < 3; hour++) {
    assertEquals(train.later(60).cycle(), ["dismissed 4.2 Unit Tests #1"]);
    assertEquals(train.decision().change, null);
  }
  train.met("Unit Tests").cycled();
  train.later(60).failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["comment", "add_labels release-blocker"]);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.decision().change, null);
});

Deno.test("planBlockers() sees labels in any case, as GitHub does", () => {
  const train = aBlockedTrain().change(1, { labels: ["Release-Blocker", "p0"] });
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  const late = aTrain().queued("Unit Tests").cycled()
    .change(1, { labels: ["RELEASE-BLOCKER", "p1"] }).failed("Unit Tests");
  assertEquals(actionsOf(late.decision()), ["edit_issue", "remove_label P1", "add_labels P0"]);
  assertEquals(late.cycled().issue(1).labels, ["RELEASE-BLOCKER", "P0"]);
});

Deno.test("planBlockers() does not put back the label of the severity, until it has cleared and returned", () => {
  const train = aBlockedTrain().unlabelled(1, "P0");
  assertEquals(train.later(60).decision().change, null);
  train.later(60).queued("Unit Tests").cycled().failed("Unit Tests");
  assertEquals(train.cycled().decision().change, null);
  train.met("Unit Tests").cycled();
  train.later(60).failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["comment", "add_labels P0"]);
});

Deno.test("planBlockers() adds no label of a severity that a person set already", () => {
  const train = aTrain().queued("Unit Tests").cycled()
    .change(1, { labels: ["release-blocker", "P0"] }).failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["edit_issue"], "the title alone follows");
});

Deno.test("planBlockers() leaves the label of a severity that it did not set", () => {
  const train = aTrain().personOpened("4.2: Unit Tests", { labels: ["release-blocker", "P1"] })
    .queued("Unit Tests").cycled().failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["add_labels P0"]);
});

Deno.test("planBlockers() does not raise again what a person deleted, until it has cleared and returned", () => {
  const train = aBlockedTrain().deleted(1);
  assertEquals(train.cycle(), ["dismissed 4.2 Unit Tests"]);
  assertStringIncludes(train.decision().reason, "#1 was deleted or moved away");
  assertEquals(train.partly().cycle(), [], "while little is known, nothing is concluded");
  assertEquals(train.fully().met("Unit Tests").cycle(), ["dismissed 4.2 Unit Tests"]);
  assertEquals(train.later(60).cycle(), []);
  assertEquals(train.failed("Unit Tests").cycle(), ["raise 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() does not raise members of a group that a person deleted", () => {
  const train = aTrain().manyFailed(6).cycled().deleted(1).failed("Other");
  assertEquals(train.cycle(), ["dismissed 4.2 6 required checks", "raise 4.2 Other #2"]);
});

Deno.test("planBlockers() keeps what a person closed or deleted out of a group of the line", () => {
  for (const act of ["closed", "deleted"] as const) {
    const train = aBlockedTrain()[act](1).cycled().manyFailed(6).cycled();
    assertEquals(train.record(2).members?.includes("Unit Tests"), false);
    assertEquals(train.later(60).decision("6 required checks").verdict, "track");
  }
});

Deno.test("planBlockers() lets what it closed join a group of the line rather than reopen it", () => {
  const train = aBlockedTrain().with({ auto_close: true, green_cycles: 1 }).met("Unit Tests")
    .cycled().manyFailed(6).cycled().later(60).failed("Unit Tests");
  assertEquals(train.cycle(), ["track 4.2 7 required checks #2"]);
});

Deno.test("planBlockers() ends the record of a closed issue whose blocker a later one has taken up", () => {
  const train = aBlockedTrain();
  train.personOpened("4.2 again", { viewer_did_author: true, body: train.issue(1).body }).closed(1);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #2", "cleared 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).cleared_at, train.ago(), "so that it is dropped one day");
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #2"]);
});
