/**
 * What happened in a shift, as far as it is known: to blockers from what state and labels remember, to
 * candidates from the times of their checks.
 * @module
 */

import { recordKey } from "../blockers/ownership.ts";
import type { OpenBlocker } from "../blockers/open.ts";
import { isBy } from "../blockers/time.ts";
import type { Candidate } from "../candidates/dashboard.ts";
import { carriedLevel } from "../escalation/escalation_labels.ts";
import type { EscalationPolicy } from "../escalation/escalation_policy.ts";
import { compareLevels, thresholdsOf } from "../escalation/level.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, HandoffBlocker, Level } from "../state/state.ts";

/** One thing that happened. */
export interface ShiftEvent {
  /** RFC 3339; null where it is known to have happened in the shift, but not when. */
  readonly at: string | null;
  /** What, in words that stand before its subject: `opened`, `reached level page:`. */
  readonly said: string;
  /** The blocker's issue; null for a candidate. */
  readonly issue: IssueFacts | null;
  /** Null for a blocker. */
  readonly candidate: Candidate | null;
}

/** What the events of a shift are read off. */
export interface ShiftFacts {
  /** Open now and not when the shift began. */
  readonly opened: readonly OpenBlocker[];
  /** Closed in the shift. */
  readonly closed: readonly IssueFacts[];
  /** Open now, whenever they were opened. */
  readonly blockers: readonly OpenBlocker[];
  /** Those of the last handoff, with the labels of that time. */
  readonly before: readonly HandoffBlocker[];
  /** Open and recently closed issues. */
  readonly issues: readonly IssueFacts[];
  /** By `issue:123`. */
  readonly records: Readonly<Record<string, BlockerRecord>>;
  /** As of now. */
  readonly candidates: readonly Candidate[];
  /** Tells which level a label stands for, and when a level is due. */
  readonly policy: EscalationPolicy;
  /** When the shift began, RFC 3339. */
  readonly since: string;
  /** The instant of the cycle, RFC 3339. */
  readonly now: string;
}

/** What happened, the newest first; what has no time comes last. */
export function shiftEvents(facts: ShiftFacts): ShiftEvent[] {
  const { opened, closed, since, now } = facts;
  const within = (at: string | null | undefined): at is string =>
    !isBy(at ?? "", since) && isBy(at ?? "", now);
  const about = (issue: IssueFacts, at: string | null, said: string): ShiftEvent => ({
    at,
    said,
    issue,
    candidate: null,
  });
  const events = [
    ...opened.map(({ issue }) => about(issue, issue.created_at, "opened")),
    ...closed.map((issue) => about(issue, issue.closed_at, "closed")),
    ...facts.issues.flatMap((issue) => {
      const { cleared_at, route, returned_at } = facts.records[recordKey(issue.number)] ?? {};
      return [
        ...within(cleared_at) ? [about(issue, cleared_at, "cleared")] : [],
        ...within(returned_at) ? [about(issue, returned_at, "returned")] : [],
        ...route !== undefined && route.team !== "default" && within(route.at)
          ? [about(issue, route.at, `routed to ${route.team}:`)]
          : [],
      ];
    }),
    ...facts.blockers.flatMap((blocker) => {
      const level = risenTo(blocker, facts);
      if (level === null) return [];
      const at = dueAt(blocker, level, facts);
      return [about(blocker.issue, within(at) ? at : null, `reached level ${level}:`)];
    }),
    ...facts.candidates.filter(({ promotable_state, since }) =>
      promotable_state !== "pending" && within(since)
    ).map((candidate): ShiftEvent => ({
      at: candidate.since,
      said: candidate.promotable_state === "blocked" ? "blocked:" : "passed its checks:",
      issue: null,
      candidate,
    })),
  ];
  return events.toSorted((a, b) => Date.parse(b.at ?? now) - Date.parse(a.at ?? now))
    .toSorted((a, b) => Number(a.at === null) - Number(b.at === null));
}

/**
 * The level that a blocker is known to have risen to in the shift; null when none is. Of a blocker that
 * was there before, its labels of then tell the level: where none stands for a level, nothing is known.
 */
function risenTo(
  { issue, severity, record }: OpenBlocker,
  { opened, before, policy }: ShiftFacts,
): Level | null {
  const level = record?.escalation_level ?? "none";
  if (level === "none") return null;
  if (opened.some((blocker) => blocker.issue.number === issue.number)) return level;
  const then = before.find(({ number }) => number === issue.number);
  if (then === undefined || carriedLevel(issue.labels, severity, policy) !== level) return null;
  return compareLevels(carriedLevel(then.labels, severity, policy), level) < 0 ? level : null;
}

/** When a level was due; null when the policy knows no limit for it. */
function dueAt(
  { severity, since }: OpenBlocker,
  level: Level,
  { policy }: ShiftFacts,
): string | null {
  const minutes = level === "none" ? undefined : thresholdsOf(severity, policy)[level];
  const first = Date.parse(since);
  if (minutes === undefined || Number.isNaN(first)) return null;
  return Temporal.Instant.fromEpochMilliseconds(first + Math.round(minutes * 60_000))
    .toString({ smallestUnit: "second" });
}
