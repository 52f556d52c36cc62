/**
 * What is lost when the record of an open blocker is forgotten, where the state must not grow further.
 * @module
 */

import { carries } from "../blockers/labels.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord } from "../state/state.ts";
import { canonical } from "../state/serialize.ts";
import { severityOf } from "./escalation_labels.ts";

/**
 * How much is lost, the least first. 0: nothing, the issue tells the same. 1: what a person took off an
 * issue of their own again, which is then put there once more. 2: the same of an issue that we raised,
 * with its route. 3: that a person dismissed a blocker, by closing its issue or by taking the label of every
 * blocker off; it is then raised once more, beside that issue.
 * @param options `base`: the labels of every blocker
 */
export function lossOf(
  record: BlockerRecord,
  issue: IssueFacts | undefined,
  { base = [] }: { base?: readonly string[] } = {},
): number {
  if (issue === undefined || issue.state === "closed") return 3;
  const removed = (record.applied_labels ?? []).some((label) =>
    carries(base, label) && !carries(issue.labels, label)
  );
  if (removed) return 3;
  if (record.fingerprint !== undefined) return 2;
  return isTold(record, issue) ? 0 : 1;
}

/** True when the next cycle makes the very same record of the issue, as of every issue that it sees first. */
function isTold(record: BlockerRecord, issue: IssueFacts): boolean {
  const first_seen = Date.parse(record.first_seen);
  const told: BlockerRecord = {
    issue_number: issue.number,
    first_seen: first_seen === Date.parse(issue.created_at) ? record.first_seen : "",
    last_seen: record.last_seen,
    last_issue_update: null,
    escalation_level: "none",
    severity: severityOf(issue.labels, undefined),
    ...issue.viewer_did_author ? {} : { adopted: true },
  };
  return canonical(record) === canonical(told);
}
