/**
 * What routing remembers: what it did to an issue, so that it never does again what a person undid, and
 * how the counts of `triage_state.json` go on.
 * @module
 */

import type { BlockerRecord, TriageState } from "../state/state.ts";
import type { RoutingDecision } from "./routing_decision.ts";
import { ruleWords } from "./rules.ts";

/** What we did to an issue in earlier cycles. Names in lower case: GitHub compares them so. */
export interface RoutingMemory {
  /** Labels that we added: one that is gone was taken away by a person. */
  readonly labels: ReadonlySet<string>;
  /** Logins that we assigned: likewise. */
  readonly assignees: ReadonlySet<string>;
  /** Labels that we removed: one that is back was put there by a person. */
  readonly removed_labels: ReadonlySet<string>;
  /** When it was routed last, in milliseconds; null when never, or when the time makes no sense. */
  readonly processed_at: number | null;
}

/**
 * What state knows of an issue. Damaged or future values count as nothing known, and what happened
 * before a blocker cleared and returned is over.
 */
export function memoryOf(
  record: BlockerRecord | undefined,
  processed: TriageState["processed_issues"][string] | undefined,
  now: Temporal.Instant,
): RoutingMemory {
  const at = Date.parse(processed?.last_processed_at ?? "");
  const routed = Date.parse(record?.route?.at ?? processed?.last_processed_at ?? "");
  if (Date.parse(record?.returned_at ?? "") > routed) {
    return { labels: names(), assignees: names(), removed_labels: names(), processed_at: null };
  }
  return {
    labels: names(record?.applied_labels, processed?.applied_labels),
    assignees: names(record?.applied_assignees, processed?.applied_assignees),
    removed_labels: names(processed?.removed_labels),
    processed_at: Number.isNaN(at) || at > now.epochMilliseconds ? null : at,
  };
}

/** What routing did to an issue: all that there is to remember of it. */
export interface RoutingDone {
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  readonly at: string;
  /** `default` where no team was chosen. */
  readonly team: string;
  /** The rule in words, as the record of a blocker keeps it. */
  readonly rule: string;
  /** Labels that were added, as GitHub spells them. */
  readonly labels: readonly string[];
  /** Logins that were assigned. */
  readonly assignees: readonly string[];
  /** Labels that were taken off. */
  readonly removed: readonly string[];
}

/** What a decision does once its change succeeded; null when it asks for none. */
export function routingDone(decision: RoutingDecision, now: Temporal.Instant): RoutingDone | null {
  const { change, rule, team } = decision;
  if (change === null || rule === null) return null;
  return {
    at: now.toString({ smallestUnit: "second" }),
    team: team ?? "default",
    rule: ruleWords(rule),
    labels: change.actions.flatMap((it) => it.kind === "add_labels" ? it.labels : []),
    assignees: change.actions.flatMap((it) => it.kind === "add_assignees" ? it.assignees : []),
    removed: change.actions.flatMap((it) => it.kind === "remove_label" ? [it.label] : []),
  };
}

/** `triage_state.json` after an issue was routed. */
export function triageAfterRouting(
  triage: TriageState,
  number: number,
  done: RoutingDone,
): TriageState {
  const key = String(number);
  const before = triage.processed_issues[key];
  const { at, team, labels, assignees, removed } = done;
  const stats = triage.routing_stats;
  const counted = Object.hasOwn(stats.by_team, team) ? stats.by_team[team] ?? 0 : 0;
  return {
    ...triage,
    last_run_at: at,
    processed_issues: {
      ...triage.processed_issues,
      [key]: {
        ...before,
        last_processed_at: at,
        applied_labels: merged(before?.applied_labels, labels),
        applied_assignees: merged(before?.applied_assignees, assignees),
        removed_labels: merged(before?.removed_labels, removed),
      },
    },
    routing_stats: {
      ...stats,
      total_routed: stats.total_routed + 1,
      by_team: { ...stats.by_team, [team]: counted + 1 },
    },
  };
}

/** The record of a blocker after its issue was routed. */
export function recordAfterRouting(record: BlockerRecord, done: RoutingDone): BlockerRecord {
  const { at, team, rule, labels, assignees } = done;
  return {
    ...record,
    last_issue_update: at,
    applied_labels: merged(record.applied_labels, labels),
    applied_assignees: merged(record.applied_assignees, assignees),
    route: { team, rule, at },
  };
}

function merged(before: unknown, added: readonly string[]): string[] {
  return [...new Set([...strings(before), ...added])];
}

function names(...lists: readonly unknown[]): Set<string> {
  return new Set(lists.flatMap(strings).map((name) => name.toLowerCase()));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
