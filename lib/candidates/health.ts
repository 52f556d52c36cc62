/**
 * The health score: one number for how well the release train runs, and how it changed.
 * @module
 */

import { MAX_HISTORY } from "../state/merge.ts";
import type { Severity } from "../state/state.ts";
import type { Candidate, HealthPoint } from "./dashboard.ts";

/** An open issue that tracks a blocker. */
export interface ScoredBlocker {
  /** Severity that its issue bears. */
  readonly severity: Severity;
}

/**
 * Scores 100, minus 5 per open blocker, minus 20 more per P0 among them, minus 3 per failed required
 * check of any candidate; never below 0.
 */
export function scoreHealth(
  candidates: readonly Pick<Candidate, "unmet">[],
  { open_blockers, at }: { open_blockers: readonly ScoredBlocker[]; at: string },
): HealthPoint {
  const p0 = open_blockers.filter(({ severity }) => severity === "P0").length;
  const failed_checks = candidates.flatMap(({ unmet }) => unmet)
    .filter(({ category }) => category === "failed").length;
  const score = Math.max(0, 100 - 5 * open_blockers.length - 20 * p0 - 3 * failed_checks);
  return { at, score, open_blockers: open_blockers.length, p0, failed_checks };
}

/** The history with the point added when its score differs from the last: it records changes, not ticks. */
export function extendHistory(history: readonly HealthPoint[], point: HealthPoint): HealthPoint[] {
  const extended = history.at(-1)?.score === point.score ? history : [...history, point];
  return extended.slice(-MAX_HISTORY);
}
