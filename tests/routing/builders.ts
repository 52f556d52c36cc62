/**
 * Builders of the small worlds that the routing tests are about.
 * @module
 */

import type { IssueFacts } from "../../lib/observation/observation.ts";
import type { RoutingPolicy, RoutingTeam } from "../../lib/routing/routing_policy.ts";
import { decideRouting, type RoutingInput } from "../../lib/routing/routing.ts";
import type { RoutingDecision } from "../../lib/routing/routing_decision.ts";
import type { BlockerRecord, TriageState } from "../../lib/state/state.ts";

/** The clock of these tests. */
export const NOW = Temporal.Instant.from("2026-01-08T12:00:00Z");

/** A person's open blocker, one hour old. */
export function anIssue(facts: Partial<IssueFacts> = {}): IssueFacts {
  const number = facts.number ?? 7;
  return {
    number,
    id: `I_${number}`,
    url: `https://github.com/acme/app/issues/${number}`,
    title: "It does not work",
    body: "",
    state: "open",
    created_at: "2026-01-08T11:00:00Z",
    updated_at: "2026-01-08T11:00:00Z",
    closed_at: null,
    author: "ada",
    viewer_did_author: false,
    labels: ["release-blocker"],
    assignees: [],
    ...facts,
  };
}

/** A team that no rule leads to. */
export function aTeam(name: string, team: Partial<RoutingTeam> = {}): RoutingTeam {
  return { assignees: [], labels: [`team/${name}`], priority_boost: 0, rules: [], ...team };
}

/** A policy without teams whose default is the label `needs-triage`. */
export function aPolicy(policy: Partial<RoutingPolicy> = {}): RoutingPolicy {
  return {
    enabled: true,
    trigger_labels: ["release-blocker"],
    teams: {},
    default: { assignees: [], labels: ["needs-triage"] },
    post_routing_actions: {
      add_routing_comment: false,
      remove_triage_label: true,
      auto_priority: { enabled: false, rules: [] },
    },
    rate_limit: { max_issues_per_run: 20, cooldown_minutes: 60 },
    ...policy,
  };
}

/** A record of a blocker. */
export function aRecord(record: Partial<BlockerRecord> = {}): BlockerRecord {
  return {
    issue_number: 7,
    first_seen: "2026-01-08T11:00:00Z",
    last_seen: "2026-01-08T11:00:00Z",
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    ...record,
  };
}

/** Triage state that knows nothing, or the given issues. */
export function aTriage(processed_issues: TriageState["processed_issues"] = {}): TriageState {
  return {
    version: 1,
    last_run_at: null,
    processed_issues,
    routing_stats: { total_routed: 0, by_team: {} },
  };
}

/** Routing of a small world. */
export function route(input: Partial<RoutingInput> = {}): RoutingDecision[] {
  return decideRouting({
    issues: [anIssue()],
    records: {},
    triage: aTriage(),
    policy: aPolicy(),
    codeowners: null,
    dashboard: null,
    now: NOW,
    ...input,
  });
}

/** Routing of one issue. */
export function routeOne(
  issue: Partial<IssueFacts>,
  input: Partial<RoutingInput> = {},
): RoutingDecision {
  const [decision] = route({ issues: [anIssue(issue)], ...input });
  if (decision === undefined) throw new Error("no decision");
  return decision;
}
