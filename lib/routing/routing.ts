/**
 * Step 3, the deciding: which open issues go to which team, and what is written for it.
 * @module
 */

import { recordKey } from "../blockers/ownership.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, TriageState } from "../state/state.ts";
import { type OwnersRule, parseCodeowners } from "./codeowners.ts";
import { decisionFor, hasTrigger } from "./remaining.ts";
import { routeOf } from "./route.ts";
import type { RoutingDecision } from "./routing_decision.ts";
import { routingFacts } from "./routing_facts.ts";
import { memoryOf } from "./routing_memory.ts";
import type { RoutingPolicy } from "./routing_policy.ts";
import { type CompiledRule, compileRules } from "./rules.ts";
import { teamOf } from "./team_labels.ts";

/** The inputs of routing. */
export interface RoutingInput {
  /** As the world now is, with what step 2 has just raised; closed ones are passed over. */
  readonly issues: readonly IssueFacts[];
  /** By `issue:123`. */
  readonly records: Readonly<Record<string, BlockerRecord>>;
  /** `triage_state.json`: cooldowns, and what was done before. */
  readonly triage: TriageState;
  /** The routing policy. */
  readonly policy: RoutingPolicy;
  /** Text of the CODEOWNERS file; null when there is none. */
  readonly codeowners: string | null;
  /** Names the failed jobs behind issues of ours; null when there is none. */
  readonly dashboard: Dashboard | null;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
}

interface Context extends RoutingInput {
  readonly rules: readonly CompiledRule[];
  readonly owners: readonly OwnersRule[];
}

/**
 * Decides for every open issue with a trigger label, oldest first.
 * @throws {Failure} when a glob of the policy cannot be read
 */
export function decideRouting(input: RoutingInput): RoutingDecision[] {
  const context: Context = {
    ...input,
    rules: compileRules(input.policy.teams),
    owners: input.codeowners === null ? [] : parseCodeowners(input.codeowners),
  };
  return input.issues
    .filter(({ state, labels }) => state === "open" && hasTrigger(labels, input.policy))
    .toSorted(byAge)
    .map((issue) => decide(issue, context));
}

function decide(issue: IssueFacts, context: Context): RoutingDecision {
  const { policy, now } = context;
  const skipped = { issue, verdict: "skip", team: null, rule: null, change: null } as const;
  if (!policy.enabled) {
    return { ...skipped, cause: "disabled", reason: "The routing policy says `enabled: false`." };
  }
  const present = teamOf(issue.labels, policy);
  if (present !== null) {
    const reason = `It carries the label ${present.label} of the team ${present.team}.`;
    return { ...skipped, team: present.team, cause: "has_team", reason };
  }
  const record = context.records[recordKey(issue.number)];
  const memory = memoryOf(record, context.triage.processed_issues[String(issue.number)], now);
  const waited = memory.processed_at === null
    ? Infinity
    : Math.floor((now.epochMilliseconds - memory.processed_at) / 60_000);
  const { cooldown_minutes } = policy.rate_limit;
  if (waited < cooldown_minutes) {
    const reason = `It was routed ${waited} min ago; the cooldown is ${cooldown_minutes} min.`;
    return { ...skipped, cause: "cooldown", reason };
  }
  const facts = routingFacts(issue, { record, dashboard: context.dashboard });
  return decisionFor(routeOf(facts, context), { issue, memory, record, policy, now });
}

/** Oldest first; planned issues, with negative numbers, in the order in which they were planned. */
function byAge(a: IssueFacts, b: IssueFacts): number {
  return Date.parse(a.created_at) - Date.parse(b.created_at) ||
    Math.abs(a.number) - Math.abs(b.number);
}
