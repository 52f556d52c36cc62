/**
 * Snapshots of facts, and what changed between two of them: the digest and the handoff tell news by it.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
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
    blockers: blockers.slice(0, MOST).filter(({ issue }) => issue.number > 0).map((
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
  /** Blockers that were open then, or opened since, and are closed now. */
  readonly closed: readonly IssueFacts[];
  readonly escalated: readonly { blocker: OpenBlocker; from: string; to: string }[];
  readonly candidates: readonly { name: string; from: string | null; to: string | null }[];
}

/** Compares the facts of now with a snapshot; `from` bounds what counts as closed since. */
export function changesSince(
  before: FactSnapshot | null,
  now: {
    dashboard: Dashboard;
    blockers: readonly OpenBlocker[];
    issues: readonly IssueFacts[];
    from: string;
  },
): Changes {
  const known = new Map(before?.blockers.map((blocker) => [blocker.number, blocker]));
  const opened = now.blockers.filter(({ issue }) =>
    before === null ? issue.created_at >= now.from : !known.has(issue.number)
  );
  const closed = now.issues.filter((issue) =>
    issue.state === "closed" && (issue.closed_at ?? "") >= now.from
  );
  const escalated = now.blockers.flatMap((blocker) => {
    const from = known.get(blocker.issue.number)?.level;
    const to = blocker.record?.escalation_level ?? "none";
    return from === undefined || from === to ? [] : [{ blocker, from, to }];
  });
  const states = new Map(
    now.dashboard.candidates.map(({ tag, promotable_state }) => [tag, promotable_state]),
  );
  const names = new Set([...Object.keys(before?.candidates ?? {}), ...states.keys()]);
  const candidates = before === null ? [] : [...names].flatMap((name) => {
    const from = Object.hasOwn(before.candidates, name) ? before.candidates[name] ?? null : null;
    const to = states.get(name) ?? null;
    return from === to || (to === null && !now.dashboard.complete) ? [] : [{ name, from, to }];
  });
  return { opened, closed, escalated, candidates };
}

/** What the content hash of a digest is taken over: facts without now, ages and run links. */
export function hashedFacts(snapshot: FactSnapshot): unknown {
  return { blockers: snapshot.blockers, candidates: snapshot.candidates };
}
