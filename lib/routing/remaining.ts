/**
 * What is left to write for a route, once everything that is there already and everything that a person
 * undid is taken off.
 * @module
 */

import { HOUR } from "@std/datetime/constants";
import { fold } from "../blockers/labels.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { ASSIGNEES_LIMIT } from "../report/limits.ts";
import type { BlockerRecord } from "../state/state.ts";
import { priorityFor } from "./priority.ts";
import type { Route } from "./route.ts";
import { routingChange } from "./routing_change.ts";
import type { RoutingDecision } from "./routing_decision.ts";
import type { RoutingMemory } from "./routing_memory.ts";
import type { RoutingPolicy } from "./routing_policy.ts";
import { ruleWords } from "./rules.ts";

/** The label that says that nobody has looked at an issue yet. */
const TRIAGE_LABEL = "needs-triage";

/** An issue and everything that decides what is still to be written for it. */
export interface Routed {
  /** Open, with a trigger label. */
  readonly issue: IssueFacts;
  /** What we did to it in earlier cycles: none of it is done again. */
  readonly memory: RoutingMemory;
  /** Of the blocker that it tracks; undefined for an issue that is none. */
  readonly record: BlockerRecord | undefined;
  /** Says which labels count, and what comes besides the team's own. */
  readonly policy: RoutingPolicy;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
}

/** The decision for a route: what is left to write, or why nothing is. */
export function decisionFor(route: Route, routed: Routed): RoutingDecision {
  const { issue, policy } = routed;
  const { team, rule } = route;
  const decision = { issue, verdict: "skip", team, rule, change: null } as const;
  if (route.labels.length === 0 && route.assignees.length === 0) {
    const reason = team === null
      ? "No rule matches, and the policy's default names neither labels nor assignees."
      : `The ${ruleWords(rule)} leads to the team ${team}, which has neither labels nor assignees.`;
    return { ...decision, cause: "nobody", reason };
  }
  const gone = team === null ? undefined : route.labels.find((label) => wasRemoved(label, routed));
  if (gone !== undefined) {
    const reason =
      `A person took the label ${gone} away, so it does not go to the team ${team} again.`;
    return { ...decision, cause: "undone", reason };
  }
  const labels = newLabels(route.labels, routed);
  const assignees = newAssignees(route, routed);
  const remove = triageLabelOf(route, routed);
  if (labels.length === 0 && assignees.length === 0 && remove === null) {
    const reason = team !== null
      ? `Nothing is left to do for the team ${team}.`
      : rule.type === "default"
      ? "No rule names a team; it waits for a person to set one."
      : "Nothing is left to do: its owners have it.";
    return { ...decision, cause: "settled", reason };
  }
  const reason = reasonOf(route);
  const change = routingChange(issue.number, {
    route,
    labels: newLabels([...route.labels, ...priorities(route, routed)], routed),
    assignees,
    remove,
    remove_last: remove !== null && !hasTrigger(issue.labels.filter((it) => it !== remove), policy),
    comments: policy.post_routing_actions.add_routing_comment,
    reason,
    at: routed.now.toString({ smallestUnit: "second" }),
  });
  return { ...decision, verdict: "route", cause: null, reason, change };
}

/** True when a label among these brings an issue to routing. */
export function hasTrigger(labels: readonly string[], policy: RoutingPolicy): boolean {
  const triggers = new Set(policy.trigger_labels.map(fold));
  return labels.some((label) => triggers.has(fold(label)));
}

function reasonOf({ team, rule }: Route): string {
  if (rule.type === "default") return "No rule matches, so it goes to the policy's default.";
  const target = team === null ? "its owners" : `the team ${team}`;
  return `The ${ruleWords(rule)} matches "${rule.matched_text}", so it goes to ${target}.`;
}

/** The priority by age, as a list of one label or none. */
function priorities(route: Route, { issue, record, policy, now }: Routed): string[] {
  const since = Date.parse(record?.first_seen ?? issue.created_at);
  const age_hours = Number.isNaN(since) ? 0 : (now.epochMilliseconds - since) / HOUR;
  const priority = priorityFor(
    { age_hours, boost: route.priority_boost, labels: issue.labels },
    policy.post_routing_actions.auto_priority,
  );
  return priority === null ? [] : [priority];
}

/** Labels that are not there and that nobody took away, each once. */
function newLabels(labels: readonly string[], { issue, memory }: Routed): string[] {
  const known = new Set([...issue.labels.map(fold), ...memory.labels]);
  return labels.filter((label) => {
    const isNew = !known.has(fold(label));
    known.add(fold(label));
    return isNew;
  });
}

function newAssignees(route: Route, { issue, memory }: Routed): string[] {
  const known = new Set([...issue.assignees.map(fold), ...memory.assignees]);
  return route.assignees.filter((login) => !known.has(fold(login)))
    .slice(0, Math.max(0, ASSIGNEES_LIMIT - issue.assignees.length));
}

function wasRemoved(label: string, { issue, memory }: Routed): boolean {
  return memory.labels.has(fold(label)) && !issue.labels.some((it) => fold(it) === fold(label));
}

/** The triage label to take off; null when it is not there, is to stay, or was put back by a person. */
function triageLabelOf(route: Route, { issue, memory, policy }: Routed): string | null {
  if (!policy.post_routing_actions.remove_triage_label) return null;
  if (memory.removed_labels.has(TRIAGE_LABEL)) return null;
  if (route.labels.some((label) => fold(label) === TRIAGE_LABEL)) return null;
  return issue.labels.find((label) => fold(label) === TRIAGE_LABEL) ?? null;
}
