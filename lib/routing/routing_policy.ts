/**
 * What step 3 may read of the routing policy.
 * @module
 */

/** Kinds of rule, in the order in which they are tried. */
export const RULE_TYPES = ["label", "filepath", "keyword"] as const;

/** What a rule looks at. */
export type RuleType = typeof RULE_TYPES[number];

/** One rule of a team: any of its patterns is enough. */
export interface RoutingRule {
  /** Types are tried in the order label, filepath, keyword, whatever the order in the policy. */
  readonly type: RuleType;
  /** Labels (`*` allowed), globs, or whole words; none is a regular expression. */
  readonly patterns: readonly string[];
}

/** A team: how it is recognised, and what an issue that goes to it gets. */
export interface RoutingTeam {
  /** Logins; GitHub cannot assign teams. */
  readonly assignees: readonly string[];
  /** Any of them on an issue means that it has its team. */
  readonly labels: readonly string[];
  /** Steps in the list of priorities by which its issues rank higher; `true` is one step. */
  readonly priority_boost: number | boolean;
  /** Empty: issues reach the team through CODEOWNERS alone. */
  readonly rules: readonly RoutingRule[];
}

/** A priority label and the age, in hours, from which on it is given. */
export interface PriorityRule {
  /** Hours since the issue was created. */
  readonly age_hours: number;
  /** The label's name, for example `priority/high`. */
  readonly priority: string;
}

/** The routing policy, as far as deciding needs it. */
export interface RoutingPolicy {
  /** False: every issue is skipped, with that as the cause. */
  readonly enabled: boolean;
  /** Any of them brings an open issue to routing. */
  readonly trigger_labels: readonly string[];
  /** By name, in the order of the policy file. */
  readonly teams: Readonly<Record<string, RoutingTeam>>;
  /** What an issue gets that no rule matches; both empty leave it alone. */
  readonly default: { readonly assignees: readonly string[]; readonly labels: readonly string[] };
  /** What comes besides labels and assignees; priority goes by the issue's age. */
  readonly post_routing_actions: {
    readonly add_routing_comment: boolean;
    readonly remove_triage_label: boolean;
    readonly auto_priority: { readonly enabled: boolean; readonly rules: readonly PriorityRule[] };
  };
  /** How many issues a cycle may route, and for how long one of them then rests. */
  readonly rate_limit: {
    /** The gate's cap `routed_issues`. */
    readonly max_issues_per_run: number;
    readonly cooldown_minutes: number;
  };
}
