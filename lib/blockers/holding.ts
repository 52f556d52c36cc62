/**
 * Decisions about blockers whose reason holds and that an issue tracks already.
 * @module
 */

import type { Change } from "../gate/action.ts";
import type { BlockerRecord } from "../state/state.ts";
import { duplicateComment, returnedComment, titleOf } from "./issue_text.ts";
import { recordKey, type Tracked } from "./ownership.ts";
import type { BlockerDecision, PlanInput } from "./plan.ts";
import { groupSubject, type Reason, subjectOf } from "./reasons.ts";
import { renewed, returned } from "./records.ts";
import { instant } from "./time.ts";

/** A blocker that is tracked and whose reason holds. */
export function holding(item: Tracked, own: readonly Reason[], input: PlanInput): BlockerDecision {
  const subject = item.check === null ? groupSubject(item.line, own) : subjectOf(own[0] as Reason);
  const record = renewed(item, subject, input.now);
  const decision = {
    fingerprint: item.fingerprint,
    line: item.line,
    what: titleOf(subject),
    severity: record.severity,
    issue: item.issue,
    since: record.first_seen,
  };
  const number = item.issue.number;
  if (item.issue.state === "closed") {
    if (item.record.closed_at === undefined) {
      return {
        ...decision,
        verdict: "dismissed",
        reason:
          "A person closed the issue: it is not raised again until the reason has cleared and returned.",
        change: null,
        record: { ...record, dismissed_at: item.issue.closed_at ?? instant(input.now) },
      };
    }
    const back = returned(record, subject, item.issue.labels);
    return {
      ...decision,
      verdict: "reopen",
      since: back.first_seen,
      reason: `It returned within ${input.policy.reopen_days} days after we closed the issue.`,
      change: {
        reason: `The reason for #${number} returned, so the issue is reopened.`,
        actions: [
          { kind: "reopen_issue", issue: number },
          {
            kind: "comment",
            issue: number,
            key: `returned/${subject.since}`,
            body: returnedComment(subject),
          },
        ],
      },
      record: back,
    };
  }
  const removed = item.record.applied_labels?.find((label) =>
    input.policy.base_labels.includes(label) && !item.issue.labels.includes(label)
  );
  if (removed !== undefined) {
    return {
      ...decision,
      verdict: "dismissed",
      reason:
        `A person took the label ${removed} away: it is not a release blocker any more until the reason has cleared and returned.`,
      change: null,
      record,
    };
  }
  if (item.record.cleared_at !== undefined) {
    const back = returned(record, subject, item.issue.labels);
    return {
      ...decision,
      verdict: "track",
      since: back.first_seen,
      reason: "It had cleared and has returned; the issue was still open.",
      change: {
        reason: `The reason for #${number} returned while the issue was open.`,
        actions: [{
          kind: "comment",
          issue: number,
          key: `returned/${subject.since}`,
          body: returnedComment(subject),
        }],
      },
      record: back,
    };
  }
  const missing = severityLabels(item, record);
  return {
    ...decision,
    verdict: "track",
    reason: item.recovered
      ? "Tracked by our issue; the record was recovered from its marker."
      : "Tracked already; nothing to add.",
    change: missing,
    record: missing === null ? record : {
      ...record,
      applied_labels: [...new Set([...record.applied_labels ?? [], record.severity])],
    },
  };
}

/** A blocker that was only late and now fails is more severe: its label follows. */
function severityLabels({ issue, record }: Tracked, next: BlockerRecord): Change | null {
  if (record.severity === next.severity) return null;
  if (issue.labels.includes(next.severity)) return null;
  if (record.applied_labels?.includes(next.severity)) return null;
  const old = record.applied_labels?.includes(record.severity) &&
    issue.labels.includes(record.severity);
  return {
    reason: `The severity of #${issue.number} rose from ${record.severity} to ${next.severity}.`,
    actions: [
      ...old
        ? [{ kind: "remove_label", issue: issue.number, label: record.severity } as const]
        : [],
      { kind: "add_labels", issue: issue.number, labels: [next.severity] },
    ],
  };
}

/** Two issues for one fingerprint: the younger closes itself. */
export function duplicate(item: Tracked, kept: Tracked): BlockerDecision {
  const number = item.issue.number;
  return {
    verdict: "duplicate",
    fingerprint: item.fingerprint,
    line: item.line,
    what: item.check ?? "several required checks",
    severity: item.record.severity,
    issue: item.issue,
    since: item.record.first_seen,
    reason: `#${kept.issue.number} is older and tracks the same blocker: this one closes itself.`,
    change: {
      reason: `#${number} doubles #${kept.issue.number}.`,
      actions: [
        {
          kind: "comment",
          issue: number,
          key: `duplicate/${kept.issue.number}`,
          body: duplicateComment(kept.issue),
        },
        { kind: "close_issue", issue: number, state_reason: "not_planned" },
      ],
    },
    record: null,
    forget: recordKey(number),
  };
}
