/**
 * Why a candidate may ship or not: every check that the policy names, why it is asked for, and which of
 * its results decides.
 * @module
 */

import type { Candidate, DashboardCheck } from "./dashboard.ts";
import { evaluateCandidate, type EvaluateOptions } from "./evaluate.ts";
import { applyPolicy } from "./requirements.ts";
import { matchesEntry, resultsOf } from "./results.ts";
import type { ChosenCandidate } from "./select.ts";
import { worstResult } from "./verdict.ts";

/** A result that counts for a check. */
export interface ExplainedResult {
  /** GitHub's conclusion, or its status while there is none. */
  readonly conclusion: string;
  /** When it completed, started or was created. */
  readonly since: string;
  /** Its page; null when the reporter gave none. */
  readonly url: string | null;
  /** Whether it is the one that decides: the worst, of equals the one that has stood longest. */
  readonly decides: boolean;
}

/** A check of the policy on one candidate. */
export interface ExplainedCheck extends DashboardCheck {
  /** Why it has this requirement, in words. */
  readonly why: string;
  /** Results that count; one that a later run replaced does not. */
  readonly results: readonly ExplainedResult[];
}

/** A candidate with what it was judged by. */
export interface Explained {
  /** As in `dashboard.json`. */
  readonly candidate: Candidate;
  /** In the order of the policy. */
  readonly checks: readonly ExplainedCheck[];
}

/** Explains a candidate; it is judged by the very functions that make the dashboard. */
export function explainCandidate(chosen: ChosenCandidate, evidence: EvaluateOptions): Explained {
  const candidate = evaluateCandidate(chosen, evidence);
  const results = evidence.checks === null ? [] : resultsOf(evidence.checks);
  const applied = applyPolicy(evidence.policy, {
    base: chosen.base,
    comparison: chosen.base === null ? null : evidence.comparison,
  });
  return {
    candidate,
    checks: applied.map(({ entry, why }, index) => {
      const found = results.filter((result) => matchesEntry(result, entry));
      const decides = worstResult(found, evidence.policy)?.result;
      return {
        ...candidate.checks[index] as DashboardCheck,
        why,
        results: found.map((result) => {
          const { conclusion, since, url } = result;
          return { conclusion, since, url, decides: result === decides };
        }),
      };
    }),
  };
}
