/**
 * The known fields of every state file, in the order in which they are written, with what each may
 * hold and what happens to it in a race.
 * @module
 */

import type { HealthPoint } from "../candidates/dashboard.ts";
import { emptyState } from "./defaults.ts";
import { epochOf, type Field, type Fields, type Kind, kinds } from "./kinds.ts";
import { repairBlocker } from "./repair.ts";
import {
  type BlockerRecord,
  type BlockersState,
  type CheckedCommit,
  type DigestState,
  type FactSnapshot,
  type FailingRuns,
  type HandoffBlocker,
  type HandoffState,
  type KnownComparison,
  type ObservationState,
  type ProcessedIssue,
  type State,
  STATE_VERSION,
  type TriageState,
  type Watched,
} from "./state.ts";

/** The names a type spells out, without its index signature. */
type KnownName<T> = keyof {
  [Name in keyof T as string extends Name ? never : number extends Name ? never : Name]: T[Name];
};

// A field added to the type without a line here is a type error, so nothing escapes the tables.
function shape<T>(
  fields: Readonly<Record<KnownName<T>, Field>>,
  rest: Omit<Kind & { is: "object" }, "is" | "fields"> = {},
): Kind & { is: "object" } {
  return { is: "object", fields, ...rest };
}

function rankOfTime(value: unknown): number {
  return epochOf(value) ?? -Infinity;
}

/** An occurrence's key ends in its start: `digest@2026-01-08T08:00Z`. */
function rankOfOccurrence(value: unknown): number {
  return typeof value === "string"
    ? rankOfTime(value.slice(value.lastIndexOf("@") + 1))
    : -Infinity;
}

function list(of: Kind): Kind {
  return { is: "list", of };
}

const texts = list(kinds.text);

const route = shape<NonNullable<BlockerRecord["route"]>>({
  team: { of: kinds.text, required: true },
  rule: { of: kinds.text, required: true },
  at: { of: kinds.past, required: true },
}, {
  together: [{ fields: ["team", "rule", "at"], rank: ({ at }) => [rankOfTime(at)] }],
});

/** A commit with its result is one fact: after a race it comes whole from one side. */
function checkedCommit(wins: "earlier" | "later"): Kind & { is: "object" } {
  const sign = wins === "later" ? 1 : -1;
  return shape<CheckedCommit>({
    tag: { of: kinds.text, required: true },
    commit_sha: { of: kinds.text, required: true },
    url: { of: kinds.text, required: true },
    // dated by whoever committed or reported: a clock ahead of ours is no damage
    at: { of: kinds.time, required: true },
  }, {
    together: [{
      fields: ["tag", "commit_sha", "url", "at"],
      rank: ({ at }) => [sign * rankOfTime(at)],
    }],
  });
}

const failing = shape<FailingRuns>({
  first: { of: checkedCommit("earlier"), required: true },
  latest: { of: checkedCommit("later"), required: true },
});

// Where a value is unusable, its stand-in must not make a blocker look milder than it may be.
const blocker = shape<BlockerRecord>({
  issue_number: { of: kinds.integer, required: true },
  first_seen: { of: kinds.past, required: true, merge: "earliest" },
  last_seen: { of: kinds.past, required: true, merge: "latest", volatile: true },
  last_issue_update: { of: kinds.past_or_null, otherwise: () => null, merge: "latest" },
  escalation_level: { of: kinds.level, otherwise: () => "none", merge: "highest_level" },
  severity: { of: kinds.severity, otherwise: () => "P0", merge: "worst_severity" },
  fingerprint: { of: kinds.text },
  members: { of: texts, merge: "union" },
  failing: { of: { is: "map", of: failing, key: /./s } },
  adopted: { of: kinds.flag, merge: "either" },
  applied_labels: { of: texts, merge: "union" },
  applied_assignees: { of: texts, merge: "union" },
  route: { of: route },
  returned_at: { of: kinds.past, merge: "latest" },
  cleared_at: { of: kinds.past },
  green_cycles: { of: kinds.count },
  closed_at: { of: kinds.past, merge: "latest" },
  dismissed_at: { of: kinds.past, merge: "latest" },
}, {
  repair: repairBlocker,
  // A reason that holds on one side outranks a clearing seen by the other; then the later clearing.
  together: [{
    fields: ["cleared_at", "green_cycles"],
    rank: ({ cleared_at, green_cycles }) =>
      cleared_at === undefined
        ? [Infinity, 0]
        : [rankOfTime(cleared_at), -(typeof green_cycles === "number" ? green_cycles : 0)],
  }],
});

const watched = shape<Watched>({
  first_observed: { of: kinds.past, required: true, merge: "earliest" },
  last_observed: { of: kinds.past, merge: "latest", volatile: true },
});

const healthPoint = shape<HealthPoint>({
  at: { of: kinds.past, required: true },
  score: { of: kinds.number, required: true },
  open_blockers: { of: kinds.count, required: true },
  p0: { of: kinds.count, required: true },
  failed_checks: { of: kinds.count, required: true },
});

const version: Field = { of: kinds.version, otherwise: () => STATE_VERSION };

const blockersFile = shape<BlockersState>({
  version,
  last_updated: {
    of: kinds.time_or_null,
    otherwise: () => null,
    merge: "latest",
    volatile: true,
  },
  blockers: {
    of: { is: "map", of: blocker, key: /^issue:[1-9]\d{0,14}$/ },
    otherwise: () => ({}),
  },
  watched: { of: { is: "map", of: watched, key: /./s }, otherwise: () => ({}) },
  last_passed: { of: { is: "map", of: checkedCommit("later"), key: /./s }, volatile: true },
  health_history: { of: list(healthPoint), otherwise: () => [], merge: "history" },
  candidate_states: {
    of: { is: "map", of: kinds.text, key: /./s },
    otherwise: () => ({}),
  },
});

const factBlocker = shape<FactSnapshot["blockers"][number]>({
  number: { of: kinds.integer, required: true },
  title: { of: kinds.text, otherwise: () => "" },
  severity: { of: kinds.severity, otherwise: () => "P0" },
  level: { of: kinds.level, otherwise: () => "none" },
});

const snapshot = shape<FactSnapshot>({
  at: { of: kinds.past, required: true },
  blockers: { of: list(factBlocker), otherwise: () => [] },
  candidates: { of: { is: "map", of: kinds.text, key: /./s }, otherwise: () => ({}) },
});

const digestFile = shape<DigestState>({
  version,
  last_digest_at: { of: kinds.time_or_null, otherwise: () => null },
  last_digest_hash: { of: kinds.text_or_null, otherwise: () => null },
  last_comment_id: { of: kinds.integer_or_null, otherwise: () => null },
  last_occurrence: { of: kinds.text },
  snapshot: { of: snapshot },
}, {
  together: [{
    fields: [
      "last_digest_at",
      "last_digest_hash",
      "last_comment_id",
      "last_occurrence",
      "snapshot",
    ],
    rank: (side) => [rankOfOccurrence(side.last_occurrence), rankOfTime(side.last_digest_at)],
  }],
});

const handoffBlocker = shape<HandoffBlocker>({
  number: { of: kinds.integer, required: true },
  title: { of: kinds.text, otherwise: () => "" },
  labels: { of: texts, otherwise: () => [] },
  createdAt: { of: kinds.time, required: true },
  url: { of: kinds.text, otherwise: () => "" },
});

const handoffFile = shape<HandoffState>({
  version,
  last_handoff_at: { of: kinds.time_or_null, otherwise: () => null },
  last_handoff_shift: { of: kinds.text_or_null, otherwise: () => null },
  previous_context: { of: kinds.text_or_null, otherwise: () => null },
  last_blocker_snapshot: { of: list(handoffBlocker), otherwise: () => [] },
  last_occurrence: { of: kinds.text },
}, {
  together: [{
    fields: [
      "last_handoff_at",
      "last_handoff_shift",
      "previous_context",
      "last_blocker_snapshot",
      "last_occurrence",
    ],
    rank: (side) => [rankOfOccurrence(side.last_occurrence), rankOfTime(side.last_handoff_at)],
  }],
});

const processed = shape<ProcessedIssue>({
  last_processed_at: { of: kinds.past, required: true, merge: "latest" },
  applied_labels: { of: texts, merge: "union" },
  applied_assignees: { of: texts, merge: "union" },
  removed_labels: { of: texts, merge: "union" },
});

const triageFile = shape<TriageState>({
  version,
  last_run_at: { of: kinds.time_or_null, otherwise: () => null, merge: "latest", volatile: true },
  processed_issues: {
    of: { is: "map", of: processed, key: /^[1-9]\d{0,14}$/ },
    otherwise: () => ({}),
  },
  routing_stats: {
    of: shape<TriageState["routing_stats"]>({
      total_routed: { of: kinds.count, otherwise: () => 0, merge: "sum" },
      by_team: {
        of: { is: "map", of: kinds.count, key: /./s, merge: "sum" },
        otherwise: () => ({}),
      },
    }),
    otherwise: () => emptyState().triage.routing_stats,
  },
});

const comparison = shape<KnownComparison>({
  changed_files: { of: kinds.count, required: true },
  truncated: { of: kinds.flag, required: true },
  // A pattern whose entry is lost was not asked, so the pair is asked again: nothing is matched by default.
  matches: { of: { is: "map", of: kinds.text_or_null, key: /^/ }, required: true },
}, {
  // One list of files gave all of it. The longer one counts: that a file is missing from the other, and
  // so matches nothing there, must not switch a conditional check off.
  together: [{
    fields: ["changed_files", "truncated", "matches"],
    rank: ({ changed_files, matches }) => [
      Number(changed_files),
      Object.values(matches ?? {}).filter((file) => file !== null).length,
    ],
  }],
});

const observationFile = shape<ObservationState>({
  version,
  // One that is asked again costs a request, so it is counted before it is worth a commit.
  comparisons: {
    of: { is: "map", of: comparison, key: /^[0-9a-f]{40,64}\.\.\.[0-9a-f]{40,64}$/ },
    otherwise: () => ({}),
    volatile: true,
  },
});

/** The shape of each part of the state. */
export const SHAPES = {
  blockers: blockersFile,
  digest: digestFile,
  handoff: handoffFile,
  triage: triageFile,
  observation: observationFile,
} as const satisfies Record<keyof State, Kind & { is: "object" }>;

/** The parts of the state, in their documented order. */
export const PARTS = [
  "blockers",
  "digest",
  "handoff",
  "triage",
  "observation",
] as const satisfies (keyof State)[];

/** A part of the state as an object of fields. */
export function fieldsOf(state: State, part: keyof State): Fields {
  return { ...state[part] };
}
