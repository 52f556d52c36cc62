import { assertEquals } from "@std/assert";
import { marker, section } from "../../lib/report/marker.ts";
import { aBlockedTrain, aTrain, RC } from "./builders.ts";

const FINGERPRINT =
  "release_line=4.2&blocking_workflow=Unit%20Tests&blocking_job=&blocker_category=failed";
const COPIED = section("status", marker("blocker", FINGERPRINT));

Deno.test("planBlockers() ignores and reports our marker in a person's issue", () => {
  const train = aTrain().personOpened("Something", { body: COPIED }).failed("Unit Tests");
  assertEquals(train.plan().notes, [
    "#1 carries our marker but somebody else wrote it: the marker is ignored.",
  ]);
  assertEquals(train.cycle(), ["raise 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() believes our marker in our section only", () => {
  const pasted = aTrain().failed("Unit Tests")
    .personOpened("Digests", { viewer_did_author: true, body: marker("blocker", FINGERPRINT) });
  assertEquals(pasted.cycle(), ["raise 4.2 Unit Tests #2"]);
  const train = aBlockedTrain();
  const other = marker("blocker", FINGERPRINT.replace("Unit", "Other"));
  train.change(1, { body: `${other}\n${train.issue(1).body}` }).forgot();
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() believes the state, not a marker that contradicts it, and reports that", () => {
  const train = aBlockedTrain().failed("Lint");
  train.change(1, { body: train.issue(1).body.replace("Unit%2520Tests", "Lint") });
  assertEquals(train.plan().notes, [
    "The marker in #1 contradicts the state: the state is believed.",
  ]);
  assertEquals(train.cycle(), ["raise 4.2 Lint #2", "track 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() reports nothing about markers that are right, adopted issues included", () => {
  const train = aTrain().personOpened("4.2: Lint").failed("Unit Tests").failed("Lint").cycled();
  assertEquals(train.cycled().plan().notes, []);
});

Deno.test("planBlockers() falls back on the marker when the state's fingerprint names nothing", () => {
  const train = aBlockedTrain();
  train.records["issue:1"] = { ...train.record(1), fingerprint: "damaged" };
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).fingerprint, FINGERPRINT);
});

Deno.test("planBlockers() fills the fingerprint in where an older script's record lacks it", () => {
  const train = aBlockedTrain();
  const { fingerprint: _, ...older } = train.record(1);
  train.records["issue:1"] = older;
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).fingerprint, FINGERPRINT);
});

Deno.test("planBlockers() rebuilds a lost record from the markers, without resetting first_seen", () => {
  const train = aBlockedTrain().later(600);
  const before = train.record(1);
  train.forgot();
  assertEquals(train.decision().change, null);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  const { first_seen, severity, fingerprint, applied_labels } = train.record(1);
  assertEquals({ first_seen, severity, fingerprint, applied_labels }, {
    first_seen: before.first_seen,
    severity: "P0",
    fingerprint: FINGERPRINT,
    applied_labels: ["release-blocker", "P0"],
  });
});

Deno.test("planBlockers() dates a lost record from the marker although the reason began anew since", () => {
  const train = aBlockedTrain().later(600).drop(RC).candidate("v4.2.0-rc.2")
    .failed("Unit Tests", { on: "v4.2.0-rc.2", minutes: 5 }).forgot();
  assertEquals(train.decision().since, "2026-01-08T10:00:00Z");
});

Deno.test("planBlockers() has nothing to say of closed issues without a record whose reason is gone", () => {
  const train = aBlockedTrain().met("Unit Tests").closed(1).forgot();
  assertEquals([train.cycle(), train.records], [[], {}]);
});

Deno.test("planBlockers() takes an edited time for none, and dates the record from the issue", () => {
  const train = aBlockedTrain();
  for (const wrong of ["yesterday", "2026-99-99T99:99:99Z"]) {
    const encoded = marker("since", wrong);
    train.change(1, { body: train.issue(1).body.replace(/<!-- release-ops:since .*-->/, encoded) });
    assertEquals(
      train.forgot().decision().since,
      train.ago(120),
      "the reason is older than the issue",
    );
    train.later(1).queued("Unit Tests", { minutes: 0 });
    assertEquals(train.decision().since, "2026-01-08T12:00:00Z");
    train.later(-1).failed("Unit Tests");
  }
});

Deno.test("planBlockers() knows that a blocker has cleared when state is lost", () => {
  const train = aBlockedTrain().later(60).met("Unit Tests").cycled().later(60);
  const { cleared_at } = train.record(1);
  train.forgot();
  assertEquals(train.decision().change, null, "it is not said again");
  assertEquals(train.cycle(), ["cleared 4.2 Unit Tests #1"]);
  assertEquals(train.record(1).cleared_at, cleared_at);
});

Deno.test("planBlockers() knows what it closed when state is lost, and reopens it", () => {
  const train = aBlockedTrain().with({ auto_close: true, green_cycles: 2 }).met("Unit Tests")
    .cycled().later(60).cycled();
  const { closed_at } = train.record(1);
  train.forgot().later(60);
  assertEquals(train.cycle(), []);
  train.failed("Unit Tests", { minutes: 0 });
  assertEquals(train.cycle(), ["reopen 4.2 Unit Tests #1"]);
  assertEquals(closed_at, train.ago(60));
});

Deno.test("planBlockers() does not reopen what a person closed when state is lost", () => {
  const cleared = aBlockedTrain().met("Unit Tests").cycled().closed(1).forgot().later(60);
  assertEquals(cleared.failed("Unit Tests").cycle(), ["raise 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() knows by the times whether a closing was a dismissal when state is lost", () => {
  const dismissed = aBlockedTrain().later(60).closed(1).later(60).forgot();
  assertEquals(dismissed.cycle(), ["dismissed 4.2 Unit Tests #1"]);
  const solved = aBlockedTrain().later(60).met("Unit Tests").closed(1).later(600).forgot();
  assertEquals(solved.failed("Unit Tests", { minutes: 100 }).cycle(), ["raise 4.2 Unit Tests #2"]);
});

Deno.test("planBlockers() tracks by the open issue when state is lost, not by older closed ones", () => {
  const train = aBlockedTrain().closed(1).cycled().met("Unit Tests").cycled();
  train.later(200).failed("Unit Tests").cycled().forgot();
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #2"]);
  assertEquals(train.comments, {});
});

Deno.test("planBlockers() lets the younger of two issues for one blocker close itself", () => {
  const train = aBlockedTrain();
  train.personOpened("4.2 again", {
    viewer_did_author: true,
    body: train.issue(1).body.replace("failed", "queued"),
  });
  assertEquals(train.partly().cycle(), ["track 4.2 Unit Tests #1", "duplicate 4.2 Unit Tests #2"]);
  assertEquals(train.issue(2).state, "open", "nothing is closed on half an observation");
  assertEquals(train.fully().cycle(), ["track 4.2 Unit Tests #1", "duplicate 4.2 Unit Tests #2"]);
  assertEquals([train.issue(1).state, train.issue(2).state], ["open", "closed"]);
  assertEquals(train.comments, { 2: ["duplicate/1"] });
  assertEquals(train.records["issue:2"], undefined);
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1"]);
  assertEquals(train.met("Unit Tests").cycle(), ["clear 4.2 Unit Tests #1"]);
});

Deno.test("planBlockers() closes no person's issue that doubles an older one", () => {
  const train = aBlockedTrain().personOpened("4.2: Unit Tests");
  train.records["issue:2"] = { ...train.record(1), issue_number: 2, adopted: true };
  assertEquals(train.cycle(), ["track 4.2 Unit Tests #1", "duplicate 4.2 Unit Tests #2"]);
  assertEquals([train.issue(2).state, train.comments], ["open", {}]);
});

Deno.test("planBlockers() does not take the issue of one line or commit for that of another", () => {
  const train = aBlockedTrain().candidate("v4.1.3-rc.1")
    .failed("Unit Tests", { on: "v4.1.3-rc.1" });
  assertEquals(train.cycle(), ["raise 4.1 Unit Tests #2", "track 4.2 Unit Tests #1"]);
  assertEquals(train.met("Unit Tests", RC).cycle(), [
    "track 4.1 Unit Tests #2",
    "clear 4.2 Unit Tests #1",
  ]);
});
