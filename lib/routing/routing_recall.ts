/**
 * Recalls a routing that the state does not know: when a cycle dies after it routed an issue and
 * before it saved, the routing comment is the only trace of what was done, and by which rule.
 * @module
 */

import { recordKey } from "../blockers/ownership.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { findMarkers, marker } from "../report/marker.ts";
import type { State } from "../state/state.ts";
import type { RoutingDecision } from "./routing_decision.ts";
import { recordAfterRouting, type RoutingDone, triageAfterRouting } from "./routing_memory.ts";

/** Kind of the marker in a routing comment that says what was done. */
const ROUTED_MARKER = "routed";

/** Key of the one routing comment of an issue. */
export function routingKey(issue: number): string {
  return `routed/${issue}`;
}

/** The hidden line of a routing comment that says what was done. */
export function routingNote(done: RoutingDone): string {
  return marker(ROUTED_MARKER, JSON.stringify(done));
}

/** What a routing comment of ours says was done; null when it says nothing, or nothing usable. */
export function readRoutingNote(body: string): RoutingDone | null {
  for (const value of findMarkers(body, ROUTED_MARKER)) {
    const { at, team, rule, labels, assignees, removed } = parsed(value);
    if (
      typeof at === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at) &&
      typeof team === "string" && typeof rule === "string" &&
      isTexts(labels) && isTexts(assignees) && isTexts(removed)
    ) {
      return { at, team, rule, labels, assignees, removed };
    }
  }
  return null;
}

/**
 * True when an issue looks routed, the state remembers no routing of it, and it was touched since the
 * state was saved: then its routing comment is worth one look.
 */
export function mayBeForgotten({ issue, cause }: RoutingDecision, state: State): boolean {
  if (cause !== "has_team" && cause !== "settled") return false;
  if (issue.number < 0) return false; // only planned: there is nothing to look at
  const { triage, record } = gaps(issue, state);
  return (triage && isSince(issue.updated_at, state.triage.last_run_at)) ||
    (record && isSince(issue.updated_at, state.blockers.last_updated));
}

/**
 * The state with a forgotten routing in it. `done` is null when nobody but people routed the issue: then
 * that is remembered, so that nobody looks again. What was done before the state was last saved was known
 * then, and has been dropped on purpose.
 */
export function withRecalled(
  state: State,
  issue: IssueFacts,
  { done, at }: { done: RoutingDone | null; at: string },
): State {
  const { triage, record } = gaps(issue, state);
  const key = recordKey(issue.number);
  const known = state.blockers.blockers[key];
  const { processed_issues, last_run_at } = state.triage;
  const looked = { ...processed_issues, [String(issue.number)]: { last_processed_at: at } };
  return {
    ...state,
    triage: !triage
      ? state.triage
      : done !== null && isSince(done.at, last_run_at)
      ? { ...triageAfterRouting(state.triage, issue.number, done), last_run_at }
      : { ...state.triage, processed_issues: looked },
    blockers: record && known !== undefined && done !== null &&
        isSince(done.at, state.blockers.last_updated)
      ? {
        ...state.blockers,
        blockers: { ...state.blockers.blockers, [key]: recordAfterRouting(known, done) },
      }
      : state.blockers,
  };
}

/**
 * What was done in all, when the comment of a routing was there already: an earlier cycle began with
 * it, died on the way, and this one did the rest.
 */
export function wholeRouting(
  done: RoutingDone,
  { begun, state }: { begun: RoutingDone | null; state: State },
): RoutingDone {
  if (begun === null || !isSince(begun.at, state.triage.last_run_at)) return done;
  const both = (names: "labels" | "assignees" | "removed"): string[] => [
    ...new Set([...begun[names], ...done[names]]),
  ];
  return {
    ...done,
    labels: both("labels"),
    assignees: both("assignees"),
    removed: both("removed"),
  };
}

/** Which parts of the state lack what a routing of the issue would have left there. */
function gaps({ number }: IssueFacts, state: State): { triage: boolean; record: boolean } {
  const processed = state.triage.processed_issues[String(number)];
  const record = state.blockers.blockers[recordKey(number)];
  // A triage state that was saved with the route, or later, has dropped its entry on purpose. In a local
  // folder one file is written after the other, and a cycle may die between them.
  const dropped = Date.parse(record?.route?.at ?? "") <= Date.parse(state.triage.last_run_at ?? "");
  return {
    triage: processed === undefined && !dropped,
    record: record?.fingerprint !== undefined && record.route === undefined &&
      (processed === undefined || processed.applied_labels !== undefined),
  };
}

/** The clock of a cycle stands still: what it did and what it saved carry the same time. */
function isSince(time: string, saved: string | null): boolean {
  return saved === null || !(Date.parse(time) < Date.parse(saved));
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
