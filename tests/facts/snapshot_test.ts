import { assertEquals } from "@std/assert";
import { type OpenBlocker, openBlockers } from "../../lib/blockers/open.ts";
import {
  type Changes,
  changesSince,
  closedSince,
  hashedFacts,
  snapshotOf,
} from "../../lib/facts/snapshot.ts";
import { contentHash } from "../../lib/report/content_hash.ts";
import type { FactSnapshot } from "../../lib/state/state.ts";
import { aBlockedTrain, aTrain, RC, START, type Train } from "../blockers/builders.ts";

const LABELS = ["release-blocker"];

function blockersOf(train: Train): OpenBlocker[] {
  return openBlockers(train.issues, { records: train.records, labels: LABELS });
}

function snapshot(train: Train): FactSnapshot {
  return snapshotOf(train.dashboard, { blockers: blockersOf(train), at: train.ago() });
}

/** What changed on a train, in numbers and names. */
function changes(
  train: Train,
  before: FactSnapshot | null,
  from = START,
): Record<keyof Changes, unknown> {
  const found = changesSince(before, {
    dashboard: train.dashboard,
    blockers: blockersOf(train),
    issues: train.issues,
    labels: LABELS,
    from,
  });
  return {
    opened: found.opened.map(({ issue }) => issue.number),
    closed: found.closed.map(({ number }) => number),
    cleared: found.cleared.map(({ number }) => number),
    escalated: found.escalated.map(({ blocker, from, to }) => [blocker.issue.number, from, to]),
    candidates: found.candidates.map(({ name, from, to }) => `${name}: ${from}, now ${to}`),
  };
}

const NONE = { opened: [], closed: [], cleared: [], escalated: [], candidates: [] };

Deno.test("snapshotOf() keeps open blockers and candidates, without planned issues", () => {
  const train = aBlockedTrain();
  const planned = { ...train.issue(1), number: -1 };
  const [blocker] = blockersOf(train);
  const blockers = [{ ...blocker, issue: planned } as OpenBlocker, ...blockersOf(train)];
  assertEquals(snapshotOf(train.dashboard, { blockers, at: START }), {
    at: START,
    blockers: [{
      number: 1,
      title: "4.2 is blocked: Unit Tests failed",
      severity: "P0",
      level: "none",
    }],
    candidates: { [RC]: "blocked" },
  });
});

Deno.test("snapshotOf() is bounded, and what is beyond its bound is not news forever", () => {
  const train = aTrain();
  for (let index = 0; index < 205; index++) train.personOpened(`Blocker ${index}`);
  const before = snapshot(train);
  assertEquals(before.blockers.length, 200);
  assertEquals(changes(train.later(60), before, train.ago(60)), NONE);
  train.personOpened("A new one", { minutes: 1 });
  assertEquals(changes(train, before, train.ago(60)).opened, [206]);
});

Deno.test("changesSince() finds nothing when nothing changed", () => {
  const train = aBlockedTrain();
  assertEquals(changes(train.later(60), snapshot(train)), NONE);
});

Deno.test("changesSince() tells what is open now and was not then, also when it was opened before", () => {
  const train = aBlockedTrain();
  const before = snapshot(train);
  train.personOpened("4.2 again", { minutes: 9_000 });
  assertEquals(changes(train, before), { ...NONE, opened: [2] });
});

Deno.test("changesSince() goes by times when there is no snapshot, and tells no candidates", () => {
  const train = aBlockedTrain().personOpened("old", { minutes: 60 });
  assertEquals(changes(train, null), { ...NONE, opened: [1] });
});

Deno.test("changesSince() tells what was closed since, of blockers only", () => {
  const train = aBlockedTrain().personOpened("4.2 burns").personOpened("a bug", { labels: ["bug"] })
    .personOpened("closed long ago").closed(4);
  const before = snapshot(train);
  train.later(60).closed(1).closed(2).closed(3);
  assertEquals(changes(train, before, train.ago(30)), { ...NONE, closed: [1, 2] });
  const unlabelled = train.unlabelled(2, "release-blocker");
  assertEquals(changes(unlabelled, before, train.ago(30)).closed, [1, 2], "it was one then");
});

Deno.test("changesSince() tells what has cleared and is still open", () => {
  const train = aBlockedTrain();
  const before = snapshot(train);
  train.met("Unit Tests").cycle();
  assertEquals(changes(train, before).cleared, [1]);
  assertEquals(changes(train, snapshot(train)).cleared, [], "once");
});

Deno.test("changesSince() tells levels that rose, and not that a blocker began again", () => {
  const train = aBlockedTrain();
  const before = snapshot(train);
  train.records["issue:1"] = { ...train.record(1), escalation_level: "page" };
  assertEquals(changes(train, before).escalated, [[1, "none", "page"]]);
  const paged = snapshot(train);
  train.records["issue:1"] = { ...train.record(1), escalation_level: "none" };
  assertEquals(changes(train, paged).escalated, []);
});

Deno.test("changesSince() tells candidates that came, changed and went; absence is no evidence", () => {
  const train = aTrain();
  const before = snapshot(train);
  train.candidate("main").failed("Lint");
  assertEquals(changes(train, before).candidates, [
    `${RC}: success, now blocked`,
    "main: null, now success",
  ]);
  train.met("Lint").drop(RC).drop("main");
  assertEquals(changes(train, before).candidates, [`${RC}: success, now null`]);
  assertEquals(changes(train.partly(), before).candidates, []);
});

Deno.test("changesSince() takes no candidate for an inherited property", () => {
  const train = aTrain().candidate("constructor");
  assertEquals(changes(train, snapshot(aTrain())).candidates, ["constructor: null, now success"]);
});

Deno.test("closedSince() compares times, not texts", () => {
  const train = aTrain().personOpened("4.2").change(1, {
    state: "closed",
    closed_at: "2026-01-08T12:00:00Z",
  });
  const options = { known: [], labels: LABELS };
  assertEquals(
    closedSince(train.issues, { ...options, from: "2026-01-08T12:00:00.000Z" }).length,
    1,
  );
  assertEquals(closedSince(train.issues, { ...options, from: "2026-01-08T12:00:01Z" }).length, 0);
});

Deno.test("hashedFacts() do not change with the clock", () => {
  const train = aBlockedTrain();
  const before = contentHash(hashedFacts(snapshot(train)));
  assertEquals(contentHash(hashedFacts(snapshot(train.later(600)))), before);
  train.records["issue:1"] = { ...train.record(1), escalation_level: "warn" };
  assertEquals(contentHash(hashedFacts(snapshot(train))) === before, false);
});
