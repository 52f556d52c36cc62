/**
 * Decisions about a second issue for one blocker.
 * @module
 */

import type { Change } from "../gate/action.ts";
import { duplicateComment } from "./comments.ts";
import { aboutTracked, type BlockerDecision, type PlanInput } from "./decision.ts";
import { recordKey, type Tracked } from "./ownership.ts";
import { instant } from "./time.ts";

/** Two open issues for one blocker: the younger closes itself, if it is ours. */
export function duplicate(item: Tracked, kept: Tracked, input: PlanInput): BlockerDecision {
  const { issue, record } = item;
  const decision = {
    ...aboutTracked(item, { record, subject: null }),
    verdict: "duplicate",
    change: null,
    record: null,
  } as const;
  const older = `#${kept.issue.number} is older and tracks the same blocker`;
  if (!issue.viewer_did_author || record.adopted === true) {
    return { ...decision, reason: `${older}; a person raised this one, so it stays.` };
  }
  if (!input.dashboard.complete) {
    return {
      ...decision,
      reason: `${older}; nothing is closed while GitHub cannot be read in full.`,
    };
  }
  return {
    ...decision,
    reason: `${older}: this one closes itself.`,
    change: duplicateChange(issue.number, kept.issue),
    forget: recordKey(issue.number),
  };
}

/** A closed issue whose blocker a later one has taken up: nothing is written, and its record ends. */
export function outlived(item: Tracked, { now }: PlanInput): BlockerDecision {
  const record = { ...item.record, cleared_at: instant(now) };
  return {
    ...aboutTracked(item, { record, subject: null }),
    verdict: "cleared",
    reason: "A person closed the issue, and a later one has taken the blocker up.",
    change: null,
    record,
  };
}

/** Closes an issue that doubles an older one, and says so. */
export function duplicateChange(
  number: number,
  kept: { readonly number: number; readonly url: string },
): Change {
  return {
    reason: `#${number} doubles #${kept.number}.`,
    actions: [
      {
        kind: "comment",
        issue: number,
        key: `duplicate/${kept.number}`,
        body: duplicateComment(kept),
      },
      { kind: "close_issue", issue: number, state_reason: "not_planned" },
    ],
  };
}
