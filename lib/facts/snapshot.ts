/**
 * Snapshots of facts, and what changed between two of them: the digest and the handoff tell news by it.
 * @module
 */

import { carries } from "../blockers/labels.ts";
import type { OpenBlocker } from "../blockers/open.ts";
import { isBy } from "../blockers/time.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import { compareLevels } from "../escalation/level.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { FactSnapshot } from "../state/state.ts";

/** Most blockers and candidates in a snapshot: state has a bound. */
const MOST = 200;

/** The facts of a cycle, bounded. */
export function snapshotOf(
  dashboard: Dashboard,
  { blockers, at }: { blockers: readonly OpenBlocker[]; at: string },
): FactSnapshot {
  return {
    at,
    blockers: blockers.filter(({ issue }) => issue.number > 0).slice(0, MOST).map((
      { issue, severity, record },
    ) => ({
      number: issue.number,
      title: issue.title,
      severity,
      level: record?.escalation_level ?? "none",
    })),
    candidates: Object.fromEntries(
      dashboard.candidates.slice(0, MOST).map((
        { tag, promotable_state },
      ) => [tag, promotable_state]),
    ),
  };
}

/** What is new since a snapshot, or since a time when there is none. */
export interface Changes {
  /** Blockers that are open now and were not then. */
  readonly opened: readonly OpenBlocker[];
  /** Blockers whose issue was closed since. */
  readonly closed: readonly IssueFacts[];
  /** Blockers that were open then and whose reason is gone, with the issue still open. */
  readonly cleared: readonly IssueFacts[];
  /** Blockers that rose to a level. */
  readonly escalated: readonly { blocker: OpenBlocker; from: string; to: string }[];
  /** Candidates whose state changed. */
  readonly candidates: readonly CandidateChange[];
}

/** A candidate whose state is not what it was. */
export interface CandidateChange {
  /** Tag or branch. */
  readonly name: string;
  /** Promotable state before; null for a new candidate. */
  readonly from: string | null;
  /** Promotable state now; null for one that is gone. */
  readonly to: string | null;
}

/** Candidates whose state changed. What was not looked at in full is not gone. */
export function changedCandidates(
  before: Readonly<Record<string, string>>,
  dashboard: Dashboard,
): CandidateChange[] {
  const states = new Map(
    dashboard.candidates.map(({ tag, promotable_state }) => [tag, promotable_state]),
  );
  return [...new Set([...Object.keys(before), ...states.keys()])].flatMap((name) => {
    const from = Object.hasOwn(before, name) ? before[name] ?? null : null;
    const to = states.get(name) ?? null;
    return from === to || (to === null && !dashboard.complete) ? [] : [{ name, from, to }];
  });
}

/** The facts of now. */
export interface FactsNow {
  /** Where it is incomplete, a candidate that is missing is not gone. */
  readonly dashboard: Dashboard;
  /** Open blockers of this cycle. */
  readonly blockers: readonly OpenBlocker[];
  /** Open and recently closed ones, blockers and others. */
  readonly issues: readonly IssueFacts[];
  /** Labels that make an issue a blocker. */
  readonly labels: readonly string[];
  /** Bounds what counts as closed since. */
  readonly from: string;
}

/** Compares the facts of now with a snapshot. What was not looked at in full has not changed. */
export function changesSince(before: FactSnapshot | null, now: FactsNow): Changes {
  const known = new Map(before?.blockers.map((blocker) => [blocker.number, blocker]));
  const open = new Set(now.blockers.map(({ issue }) => issue.number));
  const whole = before !== null && before.blockers.length < MOST;
  return {
    opened: now.blockers.filter(({ issue }) =>
      !known.has(issue.number) && (whole || isBy(now.from, issue.created_at))
    ),
    closed: closedSince(now.issues, { ...now, known: [...known.keys()] }),
    cleared: now.issues.filter(({ number, state, labels }) =>
      known.has(number) && state === "open" && !open.has(number) &&
      now.labels.some((label) => carries(labels, label))
    ),
    escalated: now.blockers.flatMap((blocker) => {
      const from = known.get(blocker.issue.number)?.level;
      const to = blocker.record?.escalation_level ?? "none";
      return from === undefined || compareLevels(to, from) <= 0 ? [] : [{ blocker, from, to }];
    }),
    candidates: before === null ? [] : changedCandidates(before.candidates, now.dashboard),
  };
}

/** Blocker issues that were closed at a time or later: those known as blockers, or labelled as such. */
export function closedSince(
  issues: readonly IssueFacts[],
  { from, known, labels }: { from: string; known: readonly number[]; labels: readonly string[] },
): IssueFacts[] {
  return issues.filter((issue) =>
    issue.state === "closed" && isBy(from, issue.closed_at ?? "") &&
    (known.includes(issue.number) || labels.some((label) => carries(issue.labels, label)))
  );
}

/** What the content hash of a digest is taken over: facts without now, ages and run links. */
export function hashedFacts(snapshot: FactSnapshot): unknown {
  return { blockers: snapshot.blockers, candidates: snapshot.candidates };
}
