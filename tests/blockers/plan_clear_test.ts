import { assertEquals, assertStringIncludes } from "@std/assert";
import { aBlockedTrain, actionsOf, aTrain, RC } from "./builders.ts";

const CLOSING = { auto_close: true };

Deno.test("planBlockers() clears nothing by a re-run that is queued or running", () => {
  const train = aBlockedTrain();
  for (const state of ["queued", "running", "missing"] as const) {
    assertEquals(train.later(10)[state]("Unit Tests", { minutes: 1 }).cycle(), [
      "track 4.2 Unit Tests #1",
    ]);
  }
  assertEquals(train.comments, {});
});

Deno.test("planBlockers() clears only when the requirement is met on every candidate of the line", () => {
  const train = aTrain().candidate("release/4.2").candidate("main")
    .failed("Unit Tests").failed("Unit Tests", { on: "release/4.2" }).cycled();
  assertEquals(train.met("Unit Tests", RC).cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.met("Unit Tests", "release/4.2").cycle(), ["clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() clears when the line has no candidate any more, and says that", () => {
  const train = aBlockedTrain().drop(RC);
  assertStringIncludes(train.decision().reason, "the line 4.2 has no candidate any more");
  assertEquals(train.cycle(), ["clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() clears nothing of a line of which a candidate was left out for want of room", () => {
  const train = aBlockedTrain().drop(RC);
  train.left_out = [{ name: RC, why: "more than 30 candidates", line: "4.2" }];
  assertEquals(train.cycle(), ["hold 4.2 Unit Tests #1"]);
  train.left_out = [{ name: "v4.1.0-rc.1", why: "more than 30 candidates", line: "4.1" }];
  assertEquals(train.cycle(), ["clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() says once that a blocker has cleared", () => {
  const train = aBlockedTrain().later(30).met("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["comment"]);
  assertEquals(train.cycle(), ["clear 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).cleared_at, train.ago());
  for (let hour = 0; hour < 5; hour++) {
    assertEquals(train.later(60).decision().change, null);
    assertEquals(train.cycle(), ["cleared 4.2 Unit Tests #1"]);
  }
  assertEquals(train.comments[1]?.length, 1);
});

Deno.test("planBlockers() says the same thing again when the cycle that said it could not be saved", () => {
  const train = aBlockedTrain();
  const before = structuredClone(train.records);
  train.met("Unit Tests").cycle();
  train.records = before;
  train.later(60).cycle();
  assertEquals(train.comments[1]?.length, 1, "under the same key, so it is not posted twice");
});

Deno.test("planBlockers() says the policy's words and adds its labels when a blocker clears", () => {
  const train = aBlockedTrain().met("Unit Tests")
    .with({ close_comment: "Thanks, **everyone**.", resolved_labels: ["Resolved", "P0"] });
  const [comment] = train.decision().change?.actions ?? [];
  assertEquals(comment?.kind === "comment" && comment.body.split("\n\n"), [
    "Cleared: the requirement is met, or no longer asked for, on every candidate of the line. Close this issue when you agree.",
    "Thanks, **everyone**.",
  ]);
  assertEquals(actionsOf(train.decision()), ["comment", "add_labels Resolved"]);
  train.cycle();
  assertEquals(train.decision().change, null);
});

Deno.test("planBlockers() leaves the issue open when auto_close is off", () => {
  const train = aBlockedTrain().met("Unit Tests");
  for (let hour = 0; hour < 10; hour++) train.later(60).cycle();
  assertEquals(train.issue(1).state, "open");
  assertStringIncludes(train.decision().reason, "the policy leaves closing to a person");
});

Deno.test("planBlockers() closes after green_cycles complete cycles when auto_close is on", () => {
  const train = aBlockedTrain().with(CLOSING).met("Unit Tests");
  assertEquals(train.cycle(), ["clear 4.2 Unit Tests #1"]);
  assertEquals(train.cycle(), ["cleared 4.2 Unit Tests #1"]);
  assertEquals(actionsOf(train.decision()), ["edit_issue", "close_issue"]);
  assertEquals(train.cycle(), ["close 4.2 Unit Tests #1"]);
  assertEquals([train.issue(1).state, train.record(1).closed_at], ["closed", train.ago()]);
  assertEquals(train.later(60).cycle(), []);
});

Deno.test("planBlockers() does not count cycles with a partial observation as green", () => {
  const train = aBlockedTrain().with(CLOSING).met("Unit Tests").cycled();
  for (let hour = 0; hour < 5; hour++) {
    assertEquals(train.partly().cycle(), ["hold 4.2 Unit Tests #1"]);
  }
  assertEquals(train.fully().cycle(), ["cleared 4.2 Unit Tests #1"]);
  assertEquals(train.cycle(), ["close 4.2 Unit Tests #1"], "they reset nothing either");
});

Deno.test("planBlockers() closes in the first green cycle when one is enough", () => {
  const train = aBlockedTrain().with({ ...CLOSING, green_cycles: 1 }).met("Unit Tests");
  assertEquals(actionsOf(train.decision()), ["comment", "edit_issue", "close_issue"]);
  assertEquals(train.cycle(), ["close 4.2 Unit Tests #1"]);
  assertEquals(train.issue(1).state, "closed");
});

Deno.test("planBlockers() starts counting anew when the reason returns in between", () => {
  const train = aBlockedTrain().with(CLOSING).met("Unit Tests").cycled().cycled();
  train.later(10).failed("Unit Tests", { minutes: 1 });
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).green_cycles, undefined);
  assertEquals(train.later(10).met("Unit Tests").cycle(), ["clear 4.2 Unit Tests #1"]);
  assertEquals(train.cycle(), ["cleared 4.2 Unit Tests #1"]);
  assertEquals(train.comments[1]?.length, 3, "cleared, back, cleared");
});

Deno.test("planBlockers() closes only what it opened", () => {
  const title = "4.2: Unit Tests";
  for (const viewer_did_author of [false, true]) {
    const train = aTrain().with(CLOSING).personOpened(title, { viewer_did_author })
      .failed("Unit Tests").cycled().met("Unit Tests");
    for (let hour = 0; hour < 5; hour++) train.later(60).cycle();
    assertEquals(train.issue(1).state, "open", "an older script may have used our account");
    assertStringIncludes(train.decision().reason, "a person raised this issue");
    train.forgot();
    for (let hour = 0; hour < 5; hour++) train.later(60).cycle();
    assertEquals(train.issue(1).state, "open", "the section remembers it when state is lost");
  }
});

Deno.test("planBlockers() closes no person's issue although the record does not say that it was adopted", () => {
  const train = aTrain().with(CLOSING).personOpened("4.2: Unit Tests").failed("Unit Tests")
    .cycled();
  const { adopted: _, ...record } = train.record(1);
  train.records["issue:1"] = record;
  train.met("Unit Tests");
  for (let hour = 0; hour < 5; hour++) train.later(60).cycle();
  assertEquals(train.issue(1).state, "open");
});

Deno.test("planBlockers() leaves open what a person opened again after it was closed", () => {
  const train = aBlockedTrain().with({ ...CLOSING, green_cycles: 1 }).met("Unit Tests").cycled();
  train.later(60).reopened(1);
  for (let hour = 0; hour < 5; hour++) {
    assertEquals(train.later(60).cycle(), ["cleared 4.2 Unit Tests #1"]);
  }
  assertStringIncludes(train.decision().reason, "a person opened the issue again");
});

Deno.test("planBlockers() neither writes to nor closes what a person took the label off", () => {
  const train = aBlockedTrain().with(CLOSING).unlabelled(1, "release-blocker").met("Unit Tests");
  assertEquals(train.decision().change, null);
  for (let hour = 0; hour < 5; hour++) {
    assertEquals(train.later(60).cycle(), ["cleared 4.2 Unit Tests #1"]);
  }
  assertStringIncludes(train.decision().reason, "the issue is left alone");
  assertEquals(train.comments, {});
});
