/**
 * Decisions about blockers whose reason holds and that an issue tracks already.
 * @module
 */

import type { Action, Change } from "../gate/action.ts";
import { aboutTracked, type BlockerDecision, type PlanInput } from "./decision.ts";
import { titleAfterFailure } from "./issue_text.ts";
import { carries, without } from "./labels.ts";
import type { Tracked } from "./ownership.ts";
import { type Reason, type Some, type Subject, subject as subjectUnder } from "./reasons.ts";
import { renewed } from "./records.ts";
import { returning } from "./returning.ts";
import { instant } from "./time.ts";

/** A blocker that is tracked and whose reason holds. */
export function holding(item: Tracked, own: Some<Reason>, input: PlanInput): BlockerDecision {
  const { issue, record: known } = item;
  const subject = subjectUnder(item.fingerprint, own);
  const record = renewed(item, subject, input.now);
  const decision = aboutTracked(item, { record, subject });
  if (issue.state === "closed" && known.closed_at === undefined) {
    return {
      ...decision,
      verdict: "dismissed",
      reason:
        "A person closed the issue: it is not raised again until the reason has cleared and returned.",
      change: null,
      record: { ...record, dismissed_at: issue.closed_at ?? instant(input.now) },
    };
  }
  if (known.cleared_at !== undefined) return returning(item, subject, input);
  delete record.dismissed_at; // a person opened it again
  const removed = removedLabel(item, input);
  if (removed !== null) {
    return {
      ...decision,
      verdict: "dismissed",
      reason:
        `A person took the label ${removed} away: it is not a release blocker any more until the reason has cleared and returned.`,
      change: null,
      record,
    };
  }
  const change = severityChange(item, subject, record.severity);
  const labelled = change?.actions.some(({ kind }) => kind === "add_labels") ?? false;
  return {
    ...decision,
    verdict: "track",
    reason: change !== null
      ? `It was ${known.severity} and is ${record.severity} now.`
      : item.recovered
      ? "Tracked by our issue; the record was recovered from its marker."
      : "Tracked already; nothing to add.",
    change,
    record: !labelled ? record : {
      ...record,
      applied_labels: [
        ...without(known.applied_labels ?? [], [known.severity]),
        record.severity,
      ],
    },
  };
}

/** A label of every blocker that we put on the issue and that a person took off; null for none. */
export function removedLabel({ issue, record }: Tracked, { policy }: PlanInput): string | null {
  return (record.applied_labels ?? []).find((label) =>
    carries(policy.base_labels, label) && !carries(issue.labels, label)
  ) ?? null;
}

/** A blocker that was only late and now fails is more severe: its label follows, and our title of it. */
function severityChange(
  { issue, record }: Tracked,
  subject: Subject,
  severity: "P0" | "P1",
): Change | null {
  if (record.severity === severity) return null;
  const title = issue.viewer_did_author && record.adopted !== true
    ? titleAfterFailure(subject, issue.title)
    : null;
  const actions = [
    ...title === null ? [] : [{ kind: "edit_issue", issue: issue.number, title } as const],
    ...carries(issue.labels, severity) ? [] : severityLabels({ issue, record }, severity),
  ];
  return actions.length === 0 ? null : {
    reason: `The severity of #${issue.number} rose from ${record.severity} to ${severity}.`,
    actions,
  };
}

function severityLabels(
  { issue, record }: Pick<Tracked, "issue" | "record">,
  severity: "P0" | "P1",
): Action[] {
  const replaces = carries(record.applied_labels ?? [], record.severity) &&
    carries(issue.labels, record.severity);
  return [
    ...replaces
      ? [{ kind: "remove_label", issue: issue.number, label: record.severity } as const]
      : [],
    { kind: "add_labels", issue: issue.number, labels: [severity] },
  ];
}
