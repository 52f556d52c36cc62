/**
 * Records: what the state remembers of a blocker, as it changes from cycle to cycle.
 * @module
 */

import type { BlockerRecord } from "../state/state.ts";
import { rememberedRuns } from "./check_history.ts";
import type { Tracked } from "./ownership.ts";
import type { Subject } from "./reasons.ts";
import { earliest, instant } from "./time.ts";

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
    ...failingOf(subject, undefined),
  };
}

/** The record of a tracked blocker in this cycle: only an earlier `first_seen` replaces the known one. */
export function renewed(item: Tracked, subject: Subject, now: Temporal.Instant): BlockerRecord {
  const known = item.record;
  return {
    ...known,
    first_seen: known.cleared_at === undefined
      ? earliest(known.first_seen, subject.since)
      : known.first_seen,
    last_seen: instant(now),
    severity: subject.severity === "P0" ? "P0" : known.severity,
    ...failingOf(subject, known.failing),
    ...item.check === null
      ? { members: [...new Set([...known.members ?? [], ...membersOf(subject)])].toSorted() }
      : {},
  };
}

/** The record of a blocker that had cleared and is back: it starts again. */
export function returned(item: Tracked, subject: Subject, now: Temporal.Instant): BlockerRecord {
  const back: BlockerRecord = { ...item.record };
  delete back.cleared_at;
  delete back.closed_at;
  delete back.dismissed_at;
  delete back.green_cycles;
  delete back.failing;
  return {
    ...back,
    first_seen: subject.since,
    last_seen: instant(now),
    returned_at: instant(now),
    escalation_level: "none",
    severity: subject.severity,
    ...failingOf(subject, undefined),
    ...item.check === null ? { members: membersOf(subject) } : {},
  };
}

function failingOf(
  { reasons }: Subject,
  known: BlockerRecord["failing"],
): Pick<BlockerRecord, "failing"> {
  const failing = rememberedRuns(reasons, known);
  return failing === undefined ? {} : { failing };
}

/** Names of the checks of a subject, sorted. */
export function membersOf(subject: Subject): string[] {
  return [...new Set(subject.reasons.map(({ check }) => check))].toSorted();
}
