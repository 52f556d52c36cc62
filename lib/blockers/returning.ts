/**
 * Decisions about blockers whose reason had cleared and is back: the slate is clean, so what people
 * undid in its earlier life is forgotten.
 * @module
 */

import type { Action } from "../gate/action.ts";
import { returnedComment } from "./comments.ts";
import { aboutTracked, type BlockerDecision, type PlanInput } from "./decision.ts";
import { carries, lacking, unique, without } from "./labels.ts";
import type { Tracked } from "./ownership.ts";
import type { Subject } from "./reasons.ts";
import { returned } from "./records.ts";

/** A blocker that had cleared and is back, with the issue still open or closed by us. */
export function returning(item: Tracked, subject: Subject, input: PlanInput): BlockerDecision {
  const { issue, record: known } = item;
  const back = returned(item, subject, input.now);
  const decision = aboutTracked(item, { record: back, subject });
  const closed = issue.state === "closed";
  if (closed && !input.dashboard.complete) {
    return {
      ...decision,
      verdict: "hold",
      reason:
        "GitHub could not be read in full, so an open issue for it may exist unseen: nothing is reopened.",
      change: null,
      record: null,
    };
  }
  const labels = labelChanges(item, subject, input);
  return {
    ...decision,
    verdict: closed ? "reopen" : "track",
    reason: closed
      ? `It returned within ${input.policy.reopen_days} days after we closed the issue.`
      : "It had cleared and has returned; the issue was still open.",
    change: {
      reason: closed
        ? `The reason for #${issue.number} returned, so the issue is reopened.`
        : `The reason for #${issue.number} returned while the issue was open.`,
      actions: [
        ...closed ? [{ kind: "reopen_issue", issue: issue.number } as const] : [],
        {
          kind: "comment",
          issue: issue.number,
          key: `returned/${known.cleared_at}`,
          body: returnedComment(subject),
        },
        ...labels.actions,
      ],
    },
    record: { ...back, applied_labels: labels.applied },
  };
}

/** Labels of a blocker that begins again: those of its severity come back, those of being resolved go. */
function labelChanges(
  { issue, record }: Tracked,
  { severity }: Subject,
  { policy }: PlanInput,
): { actions: Action[]; applied: string[] } {
  const applied = record.applied_labels ?? [];
  const wanted = [...policy.base_labels, severity];
  const outdated = without([...policy.resolved_labels, "P0", "P1"], wanted)
    .filter((label) => carries(applied, label) && carries(issue.labels, label));
  const missing = lacking(issue.labels, wanted);
  return {
    actions: [
      ...outdated.map((label): Action => ({ kind: "remove_label", issue: issue.number, label })),
      ...missing.length === 0
        ? []
        : [{ kind: "add_labels", issue: issue.number, labels: missing } as const],
    ],
    applied: unique([
      ...without(applied.filter((label) => carries(issue.labels, label)), outdated),
      ...missing,
    ]),
  };
}
