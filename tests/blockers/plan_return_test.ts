import { assertEquals, assertStringIncludes } from "@std/assert";
import { aBlockedTrain, actionsOf, aTrain, type Train } from "./builders.ts";

/** A blocker that was raised, met, and closed by us as #1. */
function closedByUs(): Train {
  return aBlockedTrain().with({ auto_close: true, green_cycles: 1 }).later(60).met("Unit Tests")
    .cycled();
}

Deno.test("planBlockers() reopens what it closed when the reason returns within reopen_days", () => {
  const train = closedByUs().days(10).failed("Unit Tests", { minutes: 0 });
  assertEquals(actionsOf(train.decision()), ["reopen_issue", "comment"]);
  assertEquals(train.cycle(), ["reopen 4.2 Unit Tests #1"]);
  assertEquals(train.issue(1).state, "open");
  const { first_seen, escalation_level, closed_at, cleared_at, returned_at } = train.record(1);
  assertEquals([first_seen, returned_at], [train.ago(), train.ago()], "it starts again");
  assertEquals([escalation_level, closed_at, cleared_at], ["none", undefined, undefined]);
  assertEquals(train.decision().change, null);
});

Deno.test("planBlockers() raises a new issue that links the old one when the reason returns later", () => {
  const train = closedByUs().days(10).later(1).failed("Unit Tests");
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #2"]);
  assertStringIncludes(train.issue(2).body, "tracked before in #1");
  assertEquals(train.issue(1).state, "closed");
  assertEquals(train.later(60).cycle(), ["track 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() links the old issue too when the check now is late, and before it failed", () => {
  const train = closedByUs().days(11).queued("Unit Tests").cycled();
  assertStringIncludes(train.issue(2).body, "tracked before in #1");
});

Deno.test("planBlockers() always raises a new issue when reopen_days is 0", () => {
  const train = closedByUs().with({ reopen_days: 0 }).failed("Unit Tests");
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() waits for no threshold when a blocker returns, and for a whole observation", () => {
  const train = closedByUs().later(60).failed("Unit Tests", { minutes: 1 }).partly();
  assertEquals(train.cycle(), ["hold 4.2 Unit Tests #1"]);
  assertEquals(train.issue(1).state, "closed");
  assertEquals(train.fully().cycle(), ["reopen 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() links the issue that was closed last, not the one with the highest number", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled();
  train.personOpened("4.2: Unit Tests", { viewer_did_author: true, body: train.issue(1).body });
  train.closed(2).later(60).closed(1).later(60).failed("Unit Tests").forgot(2).cycle();
  assertStringIncludes(train.issue(3).body, "tracked before in #1");
});

Deno.test("planBlockers() says once that a blocker is back when its issue was still open", () => {
  const train = aBlockedTrain().later(60).met("Unit Tests").cycled().later(60)
    .failed("Unit Tests", { minutes: 1 });
  assertEquals(actionsOf(train.decision()), ["comment"]);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.later(60).decision().change, null);
  assertEquals(train.record(1).returned_at, train.ago(60));
});

Deno.test("planBlockers() says of every return and of every clearing, also of two with equal times", () => {
  const train = aTrain().candidate("release/4.2").failed("Unit Tests", { minutes: 300 }).cycled();
  for (let index = 0; index < 3; index++) {
    train.later(10).met("Unit Tests").cycled();
    train.later(10).failed("Unit Tests", { minutes: 320 + 20 * index }).cycled();
  }
  assertEquals(train.record(1).first_seen, "2026-01-08T07:00:00Z");
  assertEquals(train.comments[1]?.length, 6);
});

Deno.test("planBlockers() gives a blocker that is back the labels of its severity", () => {
  const train = aTrain().with({ resolved_labels: ["resolved"] }).queued("Unit Tests").cycled();
  train.met("Unit Tests").cycled();
  assertEquals(train.issue(1).labels, ["release-blocker", "P1", "resolved"]);
  train.later(60).failed("Unit Tests");
  assertEquals(actionsOf(train.decision()), [
    "comment",
    "remove_label resolved",
    "remove_label P1",
    "add_labels P0",
  ]);
  assertEquals(train.cycled().issue(1).labels, ["release-blocker", "P0"]);
  assertEquals(train.record(1).applied_labels, ["release-blocker", "P0"]);
});

Deno.test("planBlockers() takes a label of a resolved blocker away only if it was ours", () => {
  const train = aBlockedTrain().met("Unit Tests").cycled().with({ resolved_labels: ["resolved"] });
  train.change(1, { labels: [...train.issue(1).labels, "resolved"] }).later(60).failed(
    "Unit Tests",
  );
  assertEquals(actionsOf(train.decision()), ["comment"]);
});
