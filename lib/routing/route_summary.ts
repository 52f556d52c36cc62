/**
 * The counts of a routing report.
 * @module
 */

import type { RoutingDecision, SkipCause } from "./routing_decision.ts";
import type { RouteRule } from "./rules.ts";

/** What routing decided, in numbers. Names and counts in the order of the report, largest first. */
export interface RouteSummary {
  /** Issues that a change was wanted for. */
  readonly routed: number;
  /** Issues with a trigger label that were left alone. */
  readonly skipped: number;
  /** Routed issues by team; `default` for those without one. */
  readonly by_team: readonly (readonly [team: string, count: number])[];
  /** Routed issues by the type of the rule that decided. */
  readonly by_rule: readonly (readonly [type: RouteRule["type"], count: number])[];
  /** Skipped issues by why they were left alone. */
  readonly by_cause: readonly (readonly [cause: SkipCause, count: number])[];
}

/** Counts decisions for a report. */
export function routeSummary(decisions: readonly RoutingDecision[]): RouteSummary {
  const routed = decisions.filter(({ verdict }) => verdict === "route");
  return {
    routed: routed.length,
    skipped: decisions.length - routed.length,
    by_team: counts(routed.map(({ team }) => team ?? "default")),
    by_rule: counts(routed.flatMap(({ rule }) => rule === null ? [] : [rule.type])),
    by_cause: counts(decisions.flatMap(({ cause }) => cause === null ? [] : [cause])),
  };
}

function counts<T>(values: readonly T[]): (readonly [T, number])[] {
  const groups = Map.groupBy(values, (value) => value);
  return [...groups].map(([value, all]) => [value, all.length] as const)
    .toSorted(([, a], [, b]) => b - a);
}
