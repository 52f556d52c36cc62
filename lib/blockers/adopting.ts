/**
 * Adoption: a blocker that a person (or an older script) raised an issue for already is watched there,
 * and no second issue is opened.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord } from "../state/state.ts";
import { adoptComment } from "./comments.ts";
import type { BlockerDecision, RaisingInput } from "./decision.ts";
import { titleOf } from "./issue_text.ts";
import { carries, unique } from "./labels.ts";
import { namesReason } from "./naming.ts";
import { recordKey } from "./ownership.ts";
import { type Reason, type Some, subject as subjectUnder, subjectOf } from "./reasons.ts";
import { newRecord } from "./records.ts";
import { earliest } from "./time.ts";

/** Issues to adopt with the reasons that they name, and the reasons that no issue names. */
export interface Adoptions {
  /** Each issue once, with reasons of one line only. */
  readonly adopted: readonly { readonly issue: IssueFacts; readonly own: Some<Reason> }[];
  /** In their order: for these an issue is raised. */
  readonly left: readonly Reason[];
}

/** Finds the oldest open blocker issue, tracked by nobody yet, that names each reason. */
export function adoptions(reasons: readonly Reason[], input: RaisingInput): Adoptions {
  const { issues, tracked, policy, dashboard } = input;
  if (!dashboard.complete) return { adopted: [], left: reasons };
  const taken = new Set(tracked.map(({ issue }) => issue.number));
  const candidates = issues
    .filter((issue) => issue.state === "open" && !taken.has(issue.number))
    .filter(({ labels }) => policy.base_labels.some((label) => carries(labels, label)))
    .toSorted((a, b) => a.number - b.number);
  const adopted = new Map<IssueFacts, [Reason, ...Reason[]]>();
  const left: Reason[] = [];
  for (const reason of reasons) {
    const issue = candidates.find((candidate) => namesReason(candidate, reason));
    const own = issue === undefined ? undefined : adopted.get(issue);
    if (issue === undefined) left.push(reason);
    else if (own === undefined) adopted.set(issue, [reason]);
    else if (own[0].line === reason.line) own.push(reason);
    else left.push(reason); // an issue tracks one line
  }
  return { adopted: [...adopted].map(([issue, own]) => ({ issue, own })), left };
}

/** Adopts an issue: it counts from when it was opened, or earlier if the reason is older. */
export function adopting(
  issue: IssueFacts,
  own: Some<Reason>,
  { records, now, policy }: RaisingInput,
): BlockerDecision {
  const known = records[recordKey(issue.number)];
  const { fingerprint } = subjectOf(own[0]);
  const subject = subjectUnder(fingerprint, own);
  const first_seen = earliest(issue.created_at, known?.first_seen ?? "", subject.since);
  const severity = subject.severity === "P0" || known?.severity === "P0" ||
      carries(issue.labels, "P0")
    ? "P0"
    : "P1";
  // Labels that were there already count as ours too: whoever takes one off has the last word.
  const present = policy.base_labels.filter((label) => carries(issue.labels, label));
  const record: BlockerRecord = {
    ...newRecord(subject, issue.number, now),
    ...known,
    first_seen,
    severity,
    fingerprint,
    adopted: true,
    last_seen: newRecord(subject, issue.number, now).last_seen,
    applied_labels: unique([...known?.applied_labels ?? [], ...present]),
  };
  return {
    fingerprint,
    line: subject.line,
    what: titleOf(subject),
    severity,
    issue,
    since: first_seen,
    subject,
    verdict: "adopt",
    reason: `#${issue.number} already names this line and check: it is adopted, not doubled.`,
    change: {
      reason: `#${issue.number} was raised by ${issue.author} for the same line and check.`,
      actions: [{
        kind: "comment",
        issue: issue.number,
        key: `adopted/${fingerprint}`,
        body: adoptComment(subject),
      }],
    },
    record,
  };
}
