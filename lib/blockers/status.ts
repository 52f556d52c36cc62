/**
 * Keeps the section that is ours in an issue's body up to date: written when its content differs, at
 * most every so many minutes, and at once when the issue is touched in this cycle anyway.
 * @module
 */

import type { Action } from "../gate/action.ts";
import type { ChangeResult } from "../gate/gate.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerDecision } from "./decision.ts";
import { minutesBetween } from "./time.ts";

/** When a section may be written. */
export interface RefreshOptions {
  /** When we last wrote to the issue; null for never. */
  readonly last_update: string | null;
  /** Least minutes between two edits that nothing else asks for. */
  readonly min_minutes: number;
  /** True when the issue is written to in this cycle anyway. */
  readonly touched: boolean;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
}

/** The edit that brings a body to what is wanted; null when there is nothing to write, or not yet. */
export function refresh(
  issue: IssueFacts,
  body: string | null,
  { last_update, min_minutes, touched, now }: RefreshOptions,
): Action | null {
  if (body === null || body === issue.body) return null;
  const due = last_update === null || minutesBetween(last_update, now) >= min_minutes;
  return touched || due ? { kind: "edit_issue", issue: issue.number, body } : null;
}

/** By issue, what step 2 says of it and could write. */
export function trackedNow(
  carried: readonly { decision: BlockerDecision; result: ChangeResult | null }[],
): Map<number, BlockerDecision> {
  return new Map(
    carried.flatMap(({ decision, result }) =>
      decision.issue === null || result?.outcome === "failed" || result?.outcome === "deferred"
        ? []
        : [[decision.issue.number, decision]]
    ),
  );
}
