import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MAX_STATE_BYTES, pruneState } from "../../lib/state/prune.ts";
import { serializeState } from "../../lib/state/serialize.ts";
import type { BlockerRecord, State } from "../../lib/state/state.ts";
import { anyState, changed, NOW, record, stateWith } from "./states.ts";

function daysAgo(days: number): string {
  return NOW.subtract({ hours: 24 * days }).toString();
}

function keys(state: State): string[] {
  return Object.keys(state.blockers.blockers);
}

const kept: [string, Partial<BlockerRecord>][] = [
  ["it is open", { last_seen: daysAgo(200), first_seen: daysAgo(300) }],
  ["it is a person's, tracks no check and was open 29 days ago", {
    adopted: true,
    last_seen: daysAgo(29),
  }],
  ["it is a person's and tracks a check whose reason holds", {
    adopted: true,
    fingerprint: "line=4.2",
    last_seen: daysAgo(200),
  }],
  ["we closed it and its reason holds", { closed_at: daysAgo(90) }],
  ["a person closed it and its reason holds", { dismissed_at: daysAgo(90) }],
  ["it was closed 29 days ago", { cleared_at: daysAgo(60), closed_at: daysAgo(29) }],
  ["its reason went away 29 days ago", { cleared_at: daysAgo(29), dismissed_at: daysAgo(60) }],
  ["its reason is gone and its issue is still seen open", {
    cleared_at: daysAgo(90),
    last_seen: daysAgo(0),
  }],
];
for (const [when, changes] of kept) {
  Deno.test(`pruneState() keeps a blocker when ${when}`, () => {
    const { state, dropped } = pruneState(stateWith(record(1, changes)), { now: NOW });
    assertEquals([keys(state), dropped], [["issue:1"], []]);
  });
}

const over: [string, Partial<BlockerRecord>][] = [
  ["we closed it", { cleared_at: daysAgo(40), closed_at: daysAgo(31) }],
  ["a person closed it", { cleared_at: daysAgo(31), dismissed_at: daysAgo(50) }],
  ["it is a person's, tracks no check and was last open", {
    adopted: true,
    last_seen: daysAgo(31),
  }],
  ["its issue was last seen open", { cleared_at: daysAgo(50), last_seen: daysAgo(31) }],
];
for (const [when, changes] of over) {
  Deno.test(`pruneState() drops a cleared blocker when ${when} over 30 days ago`, () => {
    const state = stateWith(record(1, changes), record(2));
    const result = pruneState(state, { now: NOW });
    assertEquals(keys(result.state), ["issue:2"]);
    assertEquals(result.dropped, ["issue:1: over for 30 days"]);
    assertEquals(keys(state), ["issue:1", "issue:2"], "the given state is untouched");
  });
}

Deno.test("pruneState() drops watched checks that were not renewed", () => {
  const state = changed(stateWith(), "blockers", {
    watched: {
      renewed: { first_observed: daysAgo(100), last_observed: daysAgo(0) },
      lapsed: { first_observed: daysAgo(100), last_observed: daysAgo(8) },
      plain: { first_observed: daysAgo(80) },
      ancient: { first_observed: daysAgo(121) },
    },
  });
  const result = pruneState(state, { now: NOW });
  assertEquals(Object.keys(result.state.blockers.watched), ["renewed", "plain"]);
  assertEquals(result.dropped, [
    "lapsed: no longer observed missing",
    "ancient: no longer observed missing",
  ]);
});

Deno.test("pruneState() drops issues that were routed more than 30 days ago", () => {
  const state = changed(stateWith(), "triage", {
    processed_issues: {
      "4": { last_processed_at: daysAgo(31) },
      "5": { last_processed_at: daysAgo(29) },
    },
  });
  const result = pruneState(state, { now: NOW });
  assertEquals(Object.keys(result.state.triage.processed_issues), ["5"]);
  assertEquals(result.dropped, ["4: routed more than 30 days ago"]);
});

Deno.test("pruneState() keeps the last 100 points of the health history", () => {
  const point = { at: daysAgo(1), open_blockers: 0, p0: 0, failed_checks: 0 };
  const health_history = Array.from({ length: 130 }, (_, score) => ({ ...point, score }));
  const { state } = pruneState(changed(stateWith(), "blockers", { health_history }), { now: NOW });
  assertEquals(state.blockers.health_history.length, 100);
  assertEquals(state.blockers.health_history[0]?.score, 30);
});

Deno.test("pruneState() drops the oldest closed blockers first when the state is too large", () => {
  const closed = Array.from({ length: 40 }, (_, index) => {
    const at = NOW.subtract({ hours: 24 * 20 }).add({ hours: index }).toString();
    return record(index + 1, { cleared_at: at, closed_at: at });
  });
  const open = Array.from({ length: 10 }, (_, index) => record(index + 100));
  const { state, dropped, bytes } = pruneState(stateWith(...closed, ...open), {
    now: NOW,
    max_bytes: 10_000,
  });
  assert(bytes <= 10_000, String(bytes));
  assert(bytes > 8_000, `more than needed was dropped: ${bytes}`);
  const left = keys(state).map((key) => Number(key.slice(6)));
  const gone = dropped.length;
  assertEquals(
    left.filter((number) => number < 100),
    [...Array(40 - gone).keys()].map((i) => i + gone + 1),
  );
  assertEquals(left.filter((number) => number >= 100).length, 10);
});

Deno.test("pruneState() forgets the issues routed longest ago when that is still too large", () => {
  const processed_issues = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      String(index + 1),
      { last_processed_at: NOW.subtract({ minutes: 200 - index }).toString() },
    ]),
  );
  const state = changed(stateWith(record(1)), "triage", { processed_issues });
  const result = pruneState(state, { now: NOW, max_bytes: 5_000 });
  assert(result.bytes <= 5_000, String(result.bytes));
  assertEquals(keys(result.state), ["issue:1"]);
  assertEquals(result.dropped[0], "1: the state was larger than 5000 bytes");
  assertEquals(Object.keys(result.state.triage.processed_issues).at(-1), "200");
});

const many = Array.from({ length: 2_000 }, (_, index) => record(index + 1));

Deno.test("pruneState() stays within its bound when open blockers alone are too large", () => {
  const { state, dropped, lost, told, bytes } = pruneState(stateWith(...many), { now: NOW });
  assert(bytes <= MAX_STATE_BYTES && bytes > 0.99 * MAX_STATE_BYTES, String(bytes));
  assertEquals([keys(state).length + lost, dropped.length, told], [2_000, lost, 0]);
});

Deno.test("pruneState() forgets first, and all at once, what issues tell themselves", () => {
  const loss = ({ issue_number }: BlockerRecord): number => issue_number % 2;
  const options = { now: NOW, loss };
  const { state, lost, told } = pruneState(stateWith(...many), options);
  assertEquals([keys(state).length, told, lost], [1_000, 1_000, 0]);
  assertEquals(
    pruneState(stateWith(record(2)), options).told,
    0,
    "it fits, so nothing is forgotten",
  );
  const closed = record(4_001, { cleared_at: daysAgo(2), closed_at: daysAgo(1) });
  assertEquals(keys(pruneState(stateWith(...many, closed), options).state).at(-1), "issue:4001");
});

/** Each is forgotten before the next one. */
const lighter: [string, Partial<BlockerRecord>, Partial<BlockerRecord>][] = [
  ["less is lost", { fingerprint: "less", escalation_level: "page" }, { fingerprint: "more" }],
  ["its level is lower", { escalation_level: "warn", severity: "P0" }, {
    escalation_level: "escalate",
  }],
  ["it only waits", { severity: "P1", first_seen: daysAgo(9) }, { severity: "P0" }],
  ["it is younger", { first_seen: daysAgo(3) }, { first_seen: daysAgo(4) }],
];
for (const [why, light, heavy] of lighter) {
  Deno.test(`pruneState() forgets the open blocker first of which ${why}`, () => {
    for (const [a, b] of [[light, heavy], [heavy, light]] as const) {
      const both = stateWith(record(1, a), record(2, b));
      const { state } = pruneState(both, {
        now: NOW,
        max_bytes: pruneState(both, { now: NOW }).bytes - 1,
        loss: ({ fingerprint }) => fingerprint === "more" ? 2 : 1,
      });
      assertEquals(keys(state), [a === heavy ? "issue:1" : "issue:2"]);
    }
  });
}

Deno.test("pruneState() reports the size that is written and changes nothing the second time", () => {
  fc.assert(fc.property(anyState, (state) => {
    const once = pruneState(state, { now: NOW });
    const size = Object.values(serializeState(once.state))
      .reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
    assertEquals(once.bytes, size);
    const again = pruneState(once.state, { now: NOW });
    assertEquals([again.dropped, serializeState(again.state)], [[], serializeState(once.state)]);
  }));
});
