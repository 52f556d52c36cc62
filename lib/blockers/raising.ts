/**
 * Decisions about reasons that no issue tracks: wait, adopt a person's issue, or raise one.
 * @module
 */

import { namesReason, recordKey, type Tracked } from "./ownership.ts";
import { adoptComment, titleOf, trackingIssue } from "./issue_text.ts";
import type { BlockerDecision, PlanInput } from "./plan.ts";
import { groupSubject, type Reason, type Subject, subjectOf } from "./reasons.ts";
import { newRecord } from "./records.ts";
import { instant, minutesBetween } from "./time.ts";

/** A reason that no issue tracks. */
export function raising(
  subject: Subject,
  input: PlanInput & { tracked: readonly Tracked[] },
): BlockerDecision {
  const { now, policy, issues, records } = input;
  const decision = {
    fingerprint: subject.fingerprint,
    line: subject.line,
    what: titleOf(subject),
    severity: subject.severity,
    issue: null,
    since: subject.since,
  };
  const minutes = minutesBetween(subject.since, now);
  if (minutes < input.threshold_minutes) {
    return {
      ...decision,
      verdict: "wait",
      reason: `It has held for ${minutes} of ${input.threshold_minutes} minutes.`,
      change: null,
      record: null,
    };
  }
  if (!input.dashboard.complete) {
    return {
      ...decision,
      verdict: "hold",
      reason:
        "GitHub could not be read in full, so an issue for it may exist unseen: nothing is raised.",
      change: null,
      record: null,
    };
  }
  const adopted = subject.group
    ? undefined
    : issues.find((issue) =>
      issue.state === "open" && records[recordKey(issue.number)]?.fingerprint === undefined &&
      !input.tracked.some((item) => item.issue.number === issue.number) &&
      policy.base_labels.some((label) => issue.labels.includes(label)) &&
      namesReason(issue, subject.reasons[0] as Reason)
    );
  if (adopted !== undefined) {
    const known = records[recordKey(adopted.number)];
    const first = [known?.first_seen ?? adopted.created_at, adopted.created_at, subject.since]
      .toSorted()[0] as string;
    return {
      ...decision,
      verdict: "adopt",
      issue: adopted,
      since: first,
      reason: `#${adopted.number} already names this line and check: it is adopted, not doubled.`,
      change: {
        reason: `#${adopted.number} was raised by ${adopted.author} for the same line and check.`,
        actions: [{
          kind: "comment",
          issue: adopted.number,
          key: `adopted/${subject.fingerprint}`,
          body: adoptComment(subject),
        }],
      },
      record: {
        ...newRecord(subject, adopted.number, now),
        ...known,
        first_seen: first,
        severity: subject.severity,
        fingerprint: subject.fingerprint,
        adopted: true,
        last_seen: instant(now),
      },
    };
  }
  const older = input.tracked
    .filter((item) => item.issue.state === "closed" && item.fingerprint === subject.fingerprint)
    .at(-1)?.issue ?? null;
  const draft = trackingIssue(subject, older);
  const labels = [...new Set([...policy.base_labels, subject.severity])];
  return {
    ...decision,
    verdict: "raise",
    reason:
      `It has held for ${minutes} minutes, ${input.threshold_minutes} are allowed, and no issue tracks it.`,
    change: {
      reason: `${titleOf(subject)} keeps ${subject.line} from shipping since ${subject.since}.`,
      cap: "new_issues",
      actions: [{ kind: "create_issue", fingerprint: subject.fingerprint, ...draft, labels }],
    },
    record: { ...newRecord(subject, 0, now), applied_labels: labels },
    ...older === null ? {} : { forget: recordKey(older.number) },
  };
}

/** Reasons without an issue, as they would be raised: more than `group_above` failures of one line become one. */
export function subjectsOf(
  free: readonly Reason[],
  { policy, threshold_minutes, now }: PlanInput,
): Subject[] {
  const lines = Map.groupBy(free, ({ line }) => line);
  return [...lines].flatMap(([line, reasons]) => {
    const old = reasons.filter(({ since }) => minutesBetween(since, now) >= threshold_minutes);
    if (old.length <= policy.group_above) return reasons.map(subjectOf);
    const young = reasons.filter((reason) => !old.includes(reason));
    return [groupSubject(line, old), ...young.map(subjectOf)];
  });
}
