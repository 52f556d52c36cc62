/**
 * Records: what the state remembers of a blocker, as it changes from cycle to cycle.
 * @module
 */

import type { BlockerRecord } from "../state/state.ts";
import type { Tracked } from "./ownership.ts";
import type { Subject } from "./reasons.ts";
import { instant } from "./time.ts";

/** The record of a blocker that is tracked from now on. */
export function newRecord(subject: Subject, number: number, now: Temporal.Instant): BlockerRecord {
  return {
    issue_number: number,
    first_seen: subject.since,
    last_seen: instant(now),
    last_issue_update: null,
    escalation_level: "none",
    severity: subject.severity,
    fingerprint: subject.fingerprint,
    ...subject.group ? { members: membersOf(subject) } : {},
  };
}

/** The record of a tracked blocker in this cycle: only an earlier `first_seen` replaces the known one. */
export function renewed(item: Tracked, subject: Subject, now: Temporal.Instant): BlockerRecord {
  const known = item.record;
  const rose = subject.severity === "P0" ? "P0" as const : known.severity;
  return {
    ...known,
    first_seen: known.cleared_at === undefined && subject.since < known.first_seen
      ? subject.since
      : known.first_seen,
    last_seen: instant(now),
    severity: rose,
    ...subject.group
      ? { members: [...new Set([...known.members ?? [], ...membersOf(subject)])].toSorted() }
      : {},
  };
}

/** The record of a blocker that had cleared and is back: it starts again, and what a
 * person took off in its earlier life is forgotten. */
export function returned(
  record: BlockerRecord,
  subject: Subject,
  labels: readonly string[],
): BlockerRecord {
  const back = { ...record };
  delete back.cleared_at;
  delete back.closed_at;
  delete back.green_cycles;
  return {
    ...back,
    returned_at: subject.since,
    first_seen: subject.since,
    escalation_level: "none",
    severity: subject.severity,
    applied_labels: (record.applied_labels ?? []).filter((label) => labels.includes(label)),
  };
}

/** Names of the checks of a subject, sorted. */
export function membersOf(subject: Subject): string[] {
  return subject.reasons.map(({ check }) => check).toSorted();
}
