/**
 * Open blockers: the issues that count as blockers now, whoever raised them.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, Severity } from "../state/state.ts";
import { recordKey } from "./ownership.ts";

/** An open issue that tracks a blocker, with what state remembers of it. */
export interface OpenBlocker {
  /** Its number is negative while it is only planned. */
  readonly issue: IssueFacts;
  /** The record's, else told by a label; `P1` where neither says. */
  readonly severity: Severity;
  /** Earliest known time: the record's, else the issue's own. */
  readonly since: string;
  /** Null for an issue that no earlier cycle has seen. */
  readonly record: BlockerRecord | null;
}

/** Open issues with a blocker label whose reason has not cleared, worst and oldest first. */
export function openBlockers(
  issues: readonly IssueFacts[],
  options: { records: Readonly<Record<string, BlockerRecord>>; labels: readonly string[] },
): OpenBlocker[] {
  const wanted = options.labels.map((label) => label.toLowerCase());
  return issues
    .filter((issue) => issue.state === "open")
    .filter((issue) => issue.labels.some((label) => wanted.includes(label.toLowerCase())))
    .map((issue) => {
      const record = options.records[recordKey(issue.number)] ?? null;
      const labelled = issue.labels.find((label) => /^p[01]$/i.test(label))?.toUpperCase();
      const severity = record?.severity ?? (labelled === "P0" ? "P0" : "P1");
      return { issue, severity, since: record?.first_seen ?? issue.created_at, record };
    })
    .filter(({ record }) => record?.cleared_at === undefined)
    .toSorted((a, b) =>
      a.severity < b.severity
        ? -1
        : a.severity > b.severity
        ? 1
        : a.since < b.since
        ? -1
        : a.since > b.since
        ? 1
        : 0
    );
}
