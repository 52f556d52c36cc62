import { assertEquals, assertStringIncludes } from "@std/assert";
import { actionsOf, aTrain, RC } from "./builders.ts";

Deno.test("planBlockers() raises five failures of one line one by one, and six as one", () => {
  assertEquals(aTrain().manyFailed(5).cycle().length, 5);
  const six = aTrain().manyFailed(6);
  assertEquals(six.cycle(), ["raise 4.2 6 required checks #1"]);
  assertEquals(six.record(1).members?.length, 6);
  assertEquals(six.issue(1).labels, ["release-blocker", "P0"]);
});

Deno.test("planBlockers() counts failures per line, and only those over the threshold", () => {
  const train = aTrain().candidate("main").manyFailed(3).manyFailed(3, { on: "main" });
  assertEquals(train.cycle().length, 6);
  const young = aTrain().manyFailed(5).failed("Young", { minutes: 10 });
  assertEquals(young.cycle().filter((said) => said.startsWith("raise")).length, 5);
});

Deno.test("planBlockers() never splits a group while it is open", () => {
  const train = aTrain().manyFailed(6).cycled();
  for (const check of ["Check 1", "Check 2", "Check 3", "Check 4", "Check 5"]) {
    train.later(10).met(check);
    assertEquals(train.cycle().length, 1);
  }
  assertEquals(train.cycle(), ["track 4.2 Check 6 #1"]);
  assertEquals(train.record(1).members?.length, 6, "members are content, not the name");
});

Deno.test("planBlockers() lets later failures join an open group, once they are over the threshold", () => {
  const train = aTrain().manyFailed(6).cycled().failed("Late", { minutes: 89 });
  assertEquals(train.cycle(), ["track 4.2 6 required checks #1", "wait 4.2 Late"]);
  train.later(1);
  assertEquals(train.cycle(), ["track 4.2 7 required checks #1"]);
  assertStringIncludes(train.issue(1).body, "Late");
  assertEquals(train.record(1).members?.includes("Late"), true);
});

Deno.test("planBlockers() clears a group when all its members are met, whatever has just begun", () => {
  const train = aTrain().manyFailed(6).cycled();
  for (let index = 1; index <= 6; index++) train.met(`Check ${index}`);
  train.queued("Next Run", { minutes: 3 });
  assertEquals(train.cycle(), ["clear 4.2 6 required checks #1", "wait 4.2 Next Run"]);
});

Deno.test("planBlockers() leaves a check to its own issue when a group of its line is open too", () => {
  const train = aTrain().failed("Alone").cycled().manyFailed(6);
  assertEquals(train.cycle(), ["raise 4.2 6 required checks #2", "track 4.2 Alone #1"]);
  assertEquals(train.later(60).cycle(), ["track 4.2 6 required checks #2", "track 4.2 Alone #1"]);
  assertEquals(train.met("Alone").cycle()[1], "clear 4.2 Alone #1");
});

Deno.test("planBlockers() does not raise members of a group that a person closed", () => {
  const train = aTrain().manyFailed(6).cycled().closed(1).failed("Other");
  assertEquals(train.cycle(), ["dismissed 4.2 6 required checks #1", "raise 4.2 Other #2"]);
  for (let index = 1; index <= 6; index++) train.met(`Check ${index}`);
  assertEquals(train.later(60).cycle(), ["cleared 4.2 6 required checks #1", "track 4.2 Other #2"]);
  train.later(60).failed("Check 1");
  assertEquals(train.cycle(), ["raise 4.2 Check 1 #3", "track 4.2 Other #2"]);
});

Deno.test("planBlockers() links a new group to the one before it", () => {
  const train = aTrain().manyFailed(6).cycled();
  for (let index = 1; index <= 6; index++) train.met(`Check ${index}`);
  train.cycled().closed(1).later(60).manyFailed(6).cycle();
  assertStringIncludes(train.issue(2).body, "tracked before in #1");
});

Deno.test("planBlockers() reopens a group that it closed with the members that are back", () => {
  const train = aTrain().with({ auto_close: true, green_cycles: 1 }).manyFailed(6).cycled();
  for (let index = 1; index <= 6; index++) train.met(`Check ${index}`);
  assertEquals(train.cycle(), ["close 4.2 6 required checks #1"]);
  train.later(60).failed("Check 2");
  assertEquals(train.cycle(), ["reopen 4.2 Check 2 #1"]);
  assertEquals(train.record(1).members, ["Check 2"]);
});

Deno.test("planBlockers() raises the severity of a group when one of its members fails", () => {
  const train = aTrain();
  for (let index = 1; index <= 6; index++) train.queued(`Check ${index}`);
  train.cycled();
  assertEquals(train.record(1).severity, "P1");
  train.failed("Check 3", { on: RC, minutes: 1 });
  assertEquals(actionsOf(train.decision()), ["remove_label P1", "add_labels P0"]);
});
