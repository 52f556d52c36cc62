/**
 * Decisions about reasons that no issue tracks: wait, adopt a person's issue, or raise one.
 * @module
 */

import { adopting, adoptions } from "./adopting.ts";
import type { BlockerDecision, DecisionFacts, PlanInput, RaisingInput } from "./decision.ts";
import { readFingerprint, sameBlocker } from "./fingerprint.ts";
import { titleOf, trackingIssue } from "./issue_text.ts";
import { unique } from "./labels.ts";
import { groupSubject, isSome, type Reason, type Subject, subjectOf } from "./reasons.ts";
import { membersOf, newRecord } from "./records.ts";
import { minutesBetween } from "./time.ts";

/** What to do about reasons that no issue tracks. */
export function raising(free: readonly Reason[], input: RaisingInput): BlockerDecision[] {
  const { now, policy, threshold_minutes } = input;
  const old = free.filter(({ since }) => minutesBetween(since, now) >= threshold_minutes);
  const young = free.filter((reason) => !old.includes(reason));
  const { adopted, left } = adoptions(old, input);
  return [
    ...adopted.map(({ issue, own }) => adopting(issue, own, input)),
    ...grouped(left, policy.group_above).map((subject) => raise(subject, input)),
    ...young.map((reason) => waiting(subjectOf(reason), input)),
  ];
}

/** Reasons as they are raised: more than `group_above` of one line become one. */
function grouped(reasons: readonly Reason[], group_above: number): Subject[] {
  return [...Map.groupBy(reasons, ({ line }) => line).values()].flatMap((own) =>
    isSome(own) && own.length > group_above ? [groupSubject(own)] : own.map(subjectOf)
  );
}

function waiting(subject: Subject, { now, threshold_minutes }: PlanInput): BlockerDecision {
  const minutes = minutesBetween(subject.since, now);
  return {
    ...aboutSubject(subject),
    verdict: "wait",
    reason: `It has held for ${minutes} of ${threshold_minutes} minutes.`,
    change: null,
    record: null,
  };
}

function raise(subject: Subject, input: RaisingInput): BlockerDecision {
  const { now, policy, threshold_minutes } = input;
  const decision = aboutSubject(subject);
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
  const name = readFingerprint(subject.fingerprint);
  const older = input.history.find((item) => sameBlocker(item, name))?.issue ?? null;
  const labels = unique([...policy.base_labels, subject.severity]);
  const record = newRecord(subject, 0, now);
  return {
    ...decision,
    verdict: "raise",
    reason: `It has held for ${
      minutesBetween(subject.since, now)
    } minutes, ${threshold_minutes} are allowed, and no issue tracks it.`,
    change: {
      reason: `${titleOf(subject)} has kept ${subject.line} from shipping since ${subject.since}.`,
      cap: "new_issues",
      actions: [{
        kind: "create_issue",
        fingerprint: subject.fingerprint,
        ...trackingIssue(subject, older),
        labels,
      }],
    },
    record: {
      ...record,
      ...name.group ? { members: membersOf(subject) } : {},
      applied_labels: labels,
    },
  };
}

function aboutSubject(subject: Subject): DecisionFacts {
  return {
    fingerprint: subject.fingerprint,
    line: subject.line,
    what: titleOf(subject),
    severity: subject.severity,
    issue: null,
    since: subject.since,
    subject,
  };
}
