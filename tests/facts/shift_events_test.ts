import { assertEquals } from "@std/assert";
import { openBlockers } from "../../lib/blockers/open.ts";
import { shiftEvents, type ShiftFacts } from "../../lib/facts/shift_events.ts";
import type { BlockerRecord, HandoffBlocker } from "../../lib/state/state.ts";
import { aTrain, type Train } from "../blockers/builders.ts";
import { candidate } from "../pages/fixtures.ts";
import { policiesOf } from "../policy/build.ts";

const { escalation } = policiesOf({});
const WARNED = escalation.labels.p0_warn;
const PAGED = escalation.labels.p0_page;

/** A train whose issue #1 tracks Unit Tests, failed for 600 minutes, with this level and these labels. */
function risen(level: BlockerRecord["escalation_level"], labels: readonly string[]): Train {
  const train = aTrain().failed("Unit Tests", { minutes: 600 }).cycled();
  train.records["issue:1"] = { ...train.record(1), escalation_level: level };
  return train.change(1, { labels: [...train.issue(1).labels, ...labels] });
}

function before(train: Train, labels: readonly string[]): HandoffBlocker[] {
  const { number, title, url, created_at } = train.issue(1);
  return [{ number, title, url, createdAt: created_at, labels: ["release-blocker", ...labels] }];
}

/** `08:00 reached level page: #1` */
function said(train: Train, facts: Partial<ShiftFacts> = {}): string[] {
  const blockers = openBlockers(train.issues, {
    records: train.records,
    labels: ["release-blocker"],
  });
  return shiftEvents({
    opened: [],
    closed: [],
    blockers,
    before: [],
    issues: train.issues,
    records: train.records,
    candidates: [],
    policy: escalation,
    since: train.ago(480),
    now: train.ago(),
    ...facts,
  }).map(({ at, said, issue, candidate }) =>
    `${at ?? "?"} ${said} ${issue === null ? candidate?.tag : `#${issue.number}`}`
  );
}

Deno.test("shiftEvents() tells that a blocker rose since the last handoff, as its labels show", () => {
  const train = risen("page", [...WARNED, ...PAGED]);
  assertEquals(said(train, { before: before(train, WARNED) }), [
    `${train.ago(120)} reached level page: #1`,
  ]);
});

Deno.test("shiftEvents() tells no rise of which nothing is known", () => {
  const train = risen("page", [...WARNED, ...PAGED]);
  assertEquals(said(train, { before: before(train, [...WARNED, ...PAGED]) }), []);
  assertEquals(said(train), []);
  const unlabelled = risen("page", []);
  assertEquals(said(unlabelled, { before: before(unlabelled, WARNED) }), []);
});

Deno.test("shiftEvents() gives no time to a level that was due before the shift", () => {
  const train = risen("page", [...WARNED, ...PAGED]);
  const since = train.ago(60);
  assertEquals(said(train, { since, before: before(train, WARNED) }), ["? reached level page: #1"]);
});

Deno.test("shiftEvents() tells what was opened and rose, closed, cleared and routed in the shift", () => {
  const train = risen("page", PAGED).personOpened("Login", { minutes: 30 }).closed(2);
  train.records["issue:1"] = {
    ...train.record(1),
    route: { team: "backend", rule: "a rule", at: train.ago(90) },
  };
  const blockers = openBlockers(train.issues, {
    records: train.records,
    labels: ["release-blocker"],
  });
  const [opened] = blockers;
  assertEquals(
    said(train, { opened: opened === undefined ? [] : [opened], closed: [train.issue(2)] }).map(
      (event) => event.slice(event.indexOf(" ") + 1),
    ).toSorted(),
    ["closed #2", "opened #1", "reached level page: #1", "routed to backend: #1"],
  );
  train.records["issue:1"] = { ...train.record(1), cleared_at: train.ago(10) };
  assertEquals(said(train)[0], `${train.ago(10)} cleared #1`);
  assertEquals(said(train, { since: train.ago(5) }), []);
});

Deno.test("shiftEvents() tells which candidates passed or failed in the shift, and no pending ones", () => {
  const train = aTrain();
  const at = (minutes: number) => ({ since: train.ago(minutes) });
  const candidates = [
    { ...candidate("v4.2.0-rc.2"), ...at(20) },
    { ...candidate("release/4.1", { state: "blocked" }), ...at(10) },
    { ...candidate("main", { state: "pending" }), ...at(5) },
    { ...candidate("release/4.0", { state: "blocked" }), ...at(900) },
  ];
  assertEquals(said(train, { candidates }), [
    `${train.ago(10)} blocked: release/4.1`,
    `${train.ago(20)} passed its checks: v4.2.0-rc.2`,
  ]);
});
