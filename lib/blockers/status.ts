/**
 * Keeps the section that is ours in an issue's body up to date: written when its content differs, at
 * most every so many minutes, and at once when the issue is touched in this cycle anyway.
 * @module
 */

import type { Dashboard } from "../candidates/dashboard.ts";
import type { Action } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { type FingerprintField, readFingerprint } from "./fingerprint.ts";
import { type SectionInput, withStatus } from "./issue_text.ts";
import { groupSubject, reasonsOf, type Subject, subjectOf } from "./reasons.ts";
import { minutesBetween } from "./time.ts";

/** What deciding about a section needs. */
export interface StatusOptions {
  /** Null when step 1 failed: then nothing is refreshed. */
  readonly dashboard: Dashboard | null;
  readonly fields: readonly FingerprintField[];
  readonly record: NonNullable<SectionInput["record"]>;
  readonly next: SectionInput["next"];
  readonly min_minutes: number;
  /** True when the issue is written to in this cycle anyway. */
  readonly touched: boolean;
  readonly now: Temporal.Instant;
}

/** The edit that brings the section up to date; null when there is nothing to write, or not yet. */
export function refreshStatus(issue: IssueFacts, options: StatusOptions): Action | null {
  const { dashboard, record, touched, now, min_minutes } = options;
  if (dashboard === null || !dashboard.complete || record.fingerprint === undefined) return null;
  const subject = currentSubject(dashboard, {
    fingerprint: record.fingerprint,
    fields: options.fields,
  });
  if (subject === null && record.cleared_at === undefined) return null;
  const body = withStatus(issue.body, {
    subject,
    fingerprint: record.fingerprint,
    record,
    next: options.next,
  });
  if (body === issue.body) return null;
  const since = record.last_issue_update === null
    ? Infinity
    : minutesBetween(record.last_issue_update, now);
  return touched || since >= min_minutes ? { kind: "edit_issue", issue: issue.number, body } : null;
}

/** What a fingerprint stands for right now; null when its reason is gone. */
function currentSubject(
  dashboard: Dashboard,
  { fingerprint, fields }: { fingerprint: string; fields: readonly FingerprintField[] },
): Subject | null {
  const { line, check, group } = readFingerprint(fingerprint);
  const own = reasonsOf(dashboard, fields).filter((reason) =>
    reason.line === line && (group || reason.check === check || reason.fingerprint === fingerprint)
  );
  if (own[0] === undefined) return null;
  return group ? groupSubject(own[0].line, own) : subjectOf(own[0]);
}
