/**
 * What a result means for a requirement: met, failed, or not known yet.
 * @module
 */

import type { UnmetCategory } from "./dashboard.ts";
import { millisOf } from "./instants.ts";
import type { RequirementPolicy } from "./requirement_policy.ts";
import type { CheckResult } from "./results.ts";

/** What the policy says about results that are neither success nor failure. */
export type SkipPolicy = Pick<RequirementPolicy, "on_skipped" | "on_neutral">;

/** Why a requirement is not met, worst first: what failed, then what no waiting will fix, then the rest. */
export const CATEGORY_RANK: Readonly<Record<UnmetCategory, number>> = {
  failed: 0,
  missing: 1,
  waiting: 2,
  queued: 3,
  running: 4,
};

/**
 * Why a result does not meet a requirement, or null when it does. A conclusion that GitHub adds one day
 * counts as failed until it is known here.
 */
function unmetCategory(result: CheckResult, policy: SkipPolicy): UnmetCategory | null {
  if (!result.completed) return pendingCategory(result.conclusion);
  switch (result.conclusion) {
    case "success":
      return null;
    case "skipped":
      return policy.on_skipped === "pass" ? null : "failed";
    case "neutral":
      return policy.on_neutral === "pass" ? null : "failed";
    default:
      return "failed";
  }
}

/** The result that decides: the worst one, of equals the one that has stood longest. Null when there is none. */
export function worstResult(
  results: readonly CheckResult[],
  policy: SkipPolicy,
): { result: CheckResult; category: UnmetCategory | null } | null {
  const judged = results.map((result) => ({ result, category: unmetCategory(result, policy) }));
  const sorted = judged.sort((a, b) =>
    rankOf(a.category) - rankOf(b.category) ||
    millisOf(a.result.since) - millisOf(b.result.since) ||
    (`${a.result.url} ${a.result.conclusion}` < `${b.result.url} ${b.result.conclusion}` ? -1 : 1)
  );
  return sorted[0] ?? null;
}

function rankOf(category: UnmetCategory | null): number {
  return category === null ? Infinity : CATEGORY_RANK[category];
}

function pendingCategory(status: string): UnmetCategory {
  if (status === "in_progress") return "running";
  return status === "waiting" ? "waiting" : "queued";
}
