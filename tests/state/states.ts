/**
 * Builders and generators of state for the tests of this folder.
 * @module
 */

import fc from "fast-check";
import { emptyState } from "../../lib/state/defaults.ts";
import type { BlockerRecord, State } from "../../lib/state/state.ts";

/** The instant at which the tests of this folder happen. */
export const NOW = Temporal.Instant.from("2026-02-01T12:00:00Z");

/** A record with the six fields that every known script writes. */
export function record(number: number, changes: Partial<BlockerRecord> = {}): BlockerRecord {
  return {
    issue_number: number,
    first_seen: "2026-01-08T08:00:00Z",
    last_seen: "2026-01-08T12:00:00Z",
    last_issue_update: null,
    escalation_level: "warn",
    severity: "P1",
    ...changes,
  };
}

/** A state with these blocker records. */
export function stateWith(...records: BlockerRecord[]): State {
  const state = emptyState();
  for (const item of records) state.blockers.blockers[`issue:${item.issue_number}`] = item;
  return state;
}

/** A state whose part is changed. */
export function changed<Part extends keyof State>(
  state: State,
  part: Part,
  changes: Partial<State[Part]>,
): State {
  return { ...state, [part]: { ...state[part], ...changes } };
}

const time = fc.constantFrom(
  "2026-01-01T00:00:00Z",
  "2026-01-02T00:00:00Z",
  "2026-01-08T08:15:00Z",
  "2026-01-31T23:59:59Z",
);
const word = fc.constantFrom("core", "docs", "constructor", "toString", "P0", "needs|pipe", "ü");
const words = fc.uniqueArray(word, { maxLength: 3 });
const count = fc.nat(9);
const level = fc.constantFrom("none", "warn", "escalate", "page");
const severity = fc.constantFrom("P0", "P1");
const occurrence = (task: string): fc.Arbitrary<string> =>
  fc.constantFrom("01", "02", "03").map((day) => `${task}@2026-01-${day}T08:00Z`);

const checkedCommit = fc.record({ tag: word, commit_sha: word, url: word, at: time });

function blockerRecord(number: number): fc.Arbitrary<object> {
  return fc.record({
    issue_number: fc.constant(number),
    first_seen: time,
    last_seen: time,
    last_issue_update: fc.option(time),
    escalation_level: level,
    severity,
    fingerprint: word,
    members: words,
    failing: mapOf(
      ["Unit Tests", "constructor"],
      () => fc.record({ first: checkedCommit, latest: checkedCommit }),
    ),
    adopted: fc.boolean(),
    applied_labels: words,
    applied_assignees: words,
    route: fc.record({ team: word, rule: word, at: time }),
    returned_at: time,
    cleared_at: time,
    green_cycles: count,
    closed_at: time,
    dismissed_at: time,
  }, {
    requiredKeys: [
      "issue_number",
      "first_seen",
      "last_seen",
      "last_issue_update",
      "escalation_level",
      "severity",
    ],
  });
}

function mapOf(
  keys: readonly string[],
  value: (key: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value(key)])), { requiredKeys: [] });
}

const healthPoint = fc.record({
  at: time,
  score: fc.integer({ min: 0, max: 100 }),
  open_blockers: count,
  p0: count,
  failed_checks: count,
});

/** Key of a comparison between two commits whose ids repeat one digit. */
export function pairKey(base: string, head: string): string {
  return `${base.repeat(40)}...${head.repeat(40)}`;
}

/** Any state without fields that are unknown to us. */
export const knownState = fc.record({
  blockers: fc.record({
    version: fc.constant("1.0.0"),
    last_updated: fc.option(time),
    blockers: mapOf(
      ["issue:2", "issue:3", "issue:10", "issue:11"],
      (key) => blockerRecord(Number(key.slice(6))),
    ),
    watched: mapOf(
      ["main/ci@a1", "4.2/lint@b2"],
      () =>
        fc.record({ first_observed: time, last_observed: time }, {
          requiredKeys: ["first_observed"],
        }),
    ),
    last_passed: mapOf(["main/ci", "4.2/constructor"], () => checkedCommit),
    health_history: fc.array(healthPoint, { maxLength: 3 }),
    candidate_states: mapOf(["v4.2.0-rc.1", "main", "constructor"], () => word),
  }),
  digest: fc.record({
    version: fc.constant("1.0.0"),
    last_digest_at: fc.option(time),
    last_digest_hash: fc.option(word),
    last_comment_id: fc.option(count),
    last_occurrence: occurrence("digest"),
    snapshot: fc.record({
      at: time,
      blockers: fc.array(
        fc.record({ number: fc.integer({ min: 1, max: 9 }), title: word, severity, level }),
        { maxLength: 2 },
      ),
      candidates: mapOf(["v4.2.0-rc.1", "main", "constructor"], () => word),
    }),
  }, { requiredKeys: ["version", "last_digest_at", "last_digest_hash", "last_comment_id"] }),
  handoff: fc.record({
    version: fc.constant("1.0.0"),
    last_handoff_at: fc.option(time),
    last_handoff_shift: fc.option(word),
    previous_context: fc.option(fc.string()),
    last_blocker_snapshot: fc.array(
      fc.record({
        number: fc.integer({ min: 1, max: 9 }),
        title: fc.string(),
        labels: words,
        createdAt: time,
        url: word,
      }),
      { maxLength: 2 },
    ),
    last_occurrence: occurrence("handoff"),
  }, {
    requiredKeys: [
      "version",
      "last_handoff_at",
      "last_handoff_shift",
      "previous_context",
      "last_blocker_snapshot",
    ],
  }),
  triage: fc.record({
    version: fc.constant("1.0.0"),
    last_run_at: fc.option(time),
    processed_issues: mapOf(
      ["2", "3", "10"],
      () =>
        fc.record({ last_processed_at: time, applied_labels: words }, {
          requiredKeys: ["last_processed_at"],
        }),
    ),
    routing_stats: fc.record({
      total_routed: count,
      by_team: mapOf(["core", "docs", "constructor"], () => count),
    }),
  }),
  observation: fc.record({
    version: fc.constant("1.0.0"),
    comparisons: mapOf(
      [pairKey("a", "b"), pairKey("a", "c")],
      () =>
        fc.record({
          changed_files: count,
          truncated: fc.boolean(),
          matches: mapOf(["^src/", "constructor", ""], () => fc.option(word)),
        }),
    ),
  }),
}) as unknown as fc.Arbitrary<State>;

/** Fields that other scripts might add, under names that no field of ours has. */
export const unknownFields = fc.dictionary(
  fc.constantFrom("x_a", "x_b", "a_first", "7"),
  fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("__proto__")),
  { noNullPrototype: true },
);

/** Any state, with unknown fields on the top of files and inside records. */
export const anyState: fc.Arbitrary<State> = fc
  .tuple(knownState, unknownFields, unknownFields, unknownFields)
  .map(([state, top, inside, deep]) => ({
    blockers: {
      ...state.blockers,
      ...top,
      blockers: mapValues(state.blockers.blockers, (item) => ({ ...item, ...inside })),
    },
    digest: { ...state.digest, ...inside },
    handoff: { ...state.handoff, ...top },
    triage: {
      ...state.triage,
      ...deep,
      processed_issues: mapValues(
        state.triage.processed_issues,
        (item) => ({ ...item, ...inside }),
      ),
      routing_stats: { ...state.triage.routing_stats, ...deep },
    },
    observation: {
      ...state.observation,
      ...deep,
      comparisons: mapValues(state.observation.comparisons, (item) => ({ ...item, ...inside })),
    },
  }));

function mapValues<T>(records: Record<string, T>, change: (item: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(records).map(([key, item]) => [key, change(item)]));
}
