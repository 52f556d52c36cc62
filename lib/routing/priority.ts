/**
 * Priority by age: which priority label an issue gets when it is routed.
 * @module
 */

import type { RoutingPolicy } from "./routing_policy.ts";

/**
 * The priority for an age: the rule with the highest `age_hours` reached, raised by a team's boost of so
 * many rules; null when there is none to give. An issue that carries a priority of the list keeps it,
 * and a severity (`P0`, `P1`) is never contradicted.
 */
export function priorityFor(
  issue: { readonly age_hours: number; readonly boost: number; readonly labels: readonly string[] },
  policy: RoutingPolicy["post_routing_actions"]["auto_priority"],
): string | null {
  if (!policy.enabled) return null;
  const rules = policy.rules.toSorted((a, b) => a.age_hours - b.age_hours);
  const reached = rules.findLastIndex(({ age_hours }) => issue.age_hours >= age_hours);
  const index = Math.min(reached + issue.boost, rules.length - 1);
  const priority = rules[index]?.priority;
  if (priority === undefined) return null;
  const present = new Set(issue.labels.map((label) => label.toLowerCase()));
  if (rules.some((rule) => present.has(rule.priority.toLowerCase()))) return null;
  const severities = ["p0", "p1"];
  const contradicts = severities.includes(priority.toLowerCase()) &&
    severities.some((severity) => present.has(severity));
  return contradicts ? null : priority;
}
