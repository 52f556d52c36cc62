import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { emptyState } from "../../lib/state/defaults.ts";
import { materialChange } from "../../lib/state/material.ts";
import type { BlockerRecord, State } from "../../lib/state/state.ts";
import { anyState, changed, pairKey, record, stateWith } from "./states.ts";

const LATER = "2026-01-09T00:00:00Z";

Deno.test("materialChange() is empty when nothing differs", () => {
  fc.assert(fc.property(anyState, (state) => {
    assertEquals(materialChange(state, structuredClone(state)), []);
  }));
});

Deno.test("materialChange() is empty when only volatile fields differ", () => {
  const before = changed(stateWith(record(1)), "blockers", {
    watched: {
      a: { first_observed: "2026-01-01T00:00:00Z", last_observed: "2026-01-01T00:00:00Z" },
    },
  });
  let after: State = changed(before, "blockers", {
    last_updated: LATER,
    blockers: { "issue:1": record(1, { last_seen: LATER }) },
    watched: { a: { first_observed: "2026-01-01T00:00:00Z", last_observed: LATER } },
  });
  after = changed(after, "triage", { last_run_at: LATER });
  assertEquals(materialChange(before, after), []);
});

const fields: [keyof BlockerRecord, unknown][] = [
  ["first_seen", LATER],
  ["last_issue_update", LATER],
  ["escalation_level", "page"],
  ["severity", "P0"],
  ["fingerprint", "f"],
  ["members", ["ci"]],
  ["adopted", true],
  ["applied_labels", ["P0"]],
  ["applied_assignees", ["ann"]],
  ["route", { team: "core", rule: "default", at: LATER }],
  ["returned_at", LATER],
  ["cleared_at", LATER],
  ["green_cycles", 2],
  ["closed_at", LATER],
  ["dismissed_at", LATER],
];
for (const [name, value] of fields) {
  Deno.test(`materialChange() names the blocker and the field when ${name} changes`, () => {
    const after = stateWith({ ...record(1), [name]: value });
    assertEquals(materialChange(stateWith(record(1)), after), [`the blocker #1 changed: ${name}`]);
    assertEquals(materialChange(after, stateWith(record(1))), [`the blocker #1 changed: ${name}`]);
  });
}

Deno.test("materialChange() tells new and dropped blockers", () => {
  const [before, after] = [stateWith(record(1)), stateWith(record(2))];
  assertEquals(materialChange(before, after), [
    "the blocker #1 was dropped",
    "the blocker #2 is new",
  ]);
});

Deno.test("materialChange() names the file and the fields of every other change", () => {
  const before = emptyState();
  let after = changed(before, "digest", { last_digest_at: LATER, last_occurrence: "digest@x" });
  after = changed(after, "handoff", { previous_context: "watch the queue" });
  after = changed(after, "triage", { processed_issues: { "4": { last_processed_at: LATER } } });
  after = changed(after, "blockers", {
    watched: { a: { first_observed: LATER } },
    health_history: [{ at: LATER, score: 1, open_blockers: 0, p0: 0, failed_checks: 0 }],
    note: "unknown field",
  });
  assertEquals(materialChange(before, after), [
    "blockers_state.json changed: watched, health_history, note",
    "digest_state.json changed: last_digest_at, last_occurrence",
    "handoff_state.json changed: previous_context",
    "triage_state.json changed: processed_issues",
  ]);
});

Deno.test("materialChange() ignores issues that were only planned", () => {
  assertEquals(materialChange(stateWith(), stateWith(record(-3))), []);
});

Deno.test("materialChange() sees a blocker appear when its key is a method's name", () => {
  const before = stateWith();
  const after = changed(before, "blockers", { blockers: { constructor: record(1) } });
  assertNotEquals(materialChange(before, after), []);
});

/** A state that remembers so many comparisons. */
function knowing(count: number, matches: Record<string, string | null> = {}): State {
  const known = { changed_files: 1, truncated: false, matches };
  const keys = Array.from({ length: count }, (_, index) => pairKey("a", String(index)));
  return changed(emptyState(), "observation", {
    comparisons: Object.fromEntries(keys.map((key) => [key, known])),
  });
}

Deno.test("materialChange() counts five comparisons that would be asked again, not four", () => {
  assertEquals(materialChange(emptyState(), knowing(4)), []);
  const reason = ["5 comparisons would be asked again"];
  assertEquals(materialChange(emptyState(), knowing(5)), reason);
  assertEquals(materialChange(knowing(3), knowing(7)), []);
  assertEquals(materialChange(knowing(3), knowing(8)), reason);
});

Deno.test("materialChange() counts comparisons that were asked for other patterns", () => {
  assertEquals(materialChange(knowing(5, { "^a": null }), knowing(5, { "^b": null })), [
    "5 comparisons would be asked again",
  ]);
});

Deno.test("materialChange() is empty when comparisons are merely forgotten", () => {
  assertEquals(materialChange(knowing(9), emptyState()), []);
});

Deno.test("materialChange() finds a commit that passed not worth a commit, and a failing run worth one", () => {
  const run = { tag: "v4.2.0-rc.1", commit_sha: "a", url: "u", at: "2026-01-08T08:15:00Z" };
  const passed = changed(emptyState(), "blockers", { last_passed: { "4.2/ci": run } });
  assertEquals(materialChange(emptyState(), passed), []);
  const failing = { ci: { first: run, latest: run } };
  assertEquals(materialChange(stateWith(record(1)), stateWith(record(1, { failing }))), [
    "the blocker #1 changed: failing",
  ]);
});
