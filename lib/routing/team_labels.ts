/**
 * Team labels: whose issue it is, read off its labels.
 * @module
 */

import { fold } from "../blockers/labels.ts";
import type { RoutingPolicy } from "./routing_policy.ts";

/**
 * The team whose label an issue carries, and that label; null when it carries none. Labels that say
 * something else too are no team's: triggers, severities and priorities.
 */
export function teamOf(
  labels: readonly string[],
  policy: Pick<RoutingPolicy, "teams" | "trigger_labels" | "post_routing_actions">,
): { readonly team: string; readonly label: string } | null {
  const others = [
    "P0",
    "P1",
    ...policy.trigger_labels,
    ...policy.post_routing_actions.auto_priority.rules.map(({ priority }) => priority),
  ];
  const excluded = new Set(others.map(fold));
  const present = new Set(labels.map(fold));
  for (const [team, { labels: own }] of Object.entries(policy.teams)) {
    const label = own.find((it) => present.has(fold(it)) && !excluded.has(fold(it)));
    if (label !== undefined) return { team, label };
  }
  return null;
}
