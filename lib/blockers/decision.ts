/**
 * Decisions of step 2, and what they are made from.
 * @module
 */

import type { Dashboard } from "../candidates/dashboard.ts";
import type { Change } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, Severity } from "../state/state.ts";
import type { FingerprintField } from "./fingerprint.ts";
import { titleOf } from "./issue_text.ts";
import type { Named, Tracked } from "./ownership.ts";
import type { Subject } from "./reasons.ts";

/** What the plan wants for one blocker. */
export type Verdict =
  | "raise"
  | "reopen"
  | "adopt"
  | "track"
  | "wait"
  | "dismissed"
  | "clear"
  | "close"
  | "cleared"
  | "duplicate"
  | "hold";

/** What a decision is about. */
export interface DecisionFacts {
  readonly fingerprint: string;
  readonly line: string;
  /** What is wrong, in a few words: the check's name, or `7 required checks`. */
  readonly what: string;
  readonly severity: Severity;
  /** Null for an issue that does not exist (yet, or any more). */
  readonly issue: IssueFacts | null;
  readonly since: string;
  /** The reasons that hold; null when none does. */
  readonly subject: Subject | null;
}

/** One decision with its reason. */
export interface BlockerDecision extends DecisionFacts {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly change: Change | null;
  /** What to remember once the change succeeded; null when nothing changes or the record goes. */
  readonly record: BlockerRecord | null;
  /** Key of a record to forget once the change succeeded. */
  readonly forget?: string;
}

/** What step 2 may read of the policies. */
export interface BlockerPolicy {
  readonly green_cycles: number;
  readonly reopen_days: number;
  readonly group_above: number;
  readonly fingerprint_fields: readonly FingerprintField[];
  readonly base_labels: readonly string[];
  readonly auto_close: boolean;
  /** Said once when the reason is gone; Markdown, empty for nothing more than our own words. */
  readonly close_comment: string;
  readonly resolved_labels: readonly string[];
}

/** The inputs of a plan. */
export interface PlanInput {
  readonly dashboard: Dashboard;
  readonly issues: readonly IssueFacts[];
  readonly records: Readonly<Record<string, BlockerRecord>>;
  readonly policy: BlockerPolicy;
  readonly threshold_minutes: number;
  readonly now: Temporal.Instant;
}

/** What raising needs to know besides: what is tracked, and what was. */
export type RaisingInput = PlanInput & {
  readonly tracked: readonly Tracked[];
  /** Closed issues, closed last first. */
  readonly history: readonly Tracked[];
};

/** What a decision about a tracked blocker says of it. */
export function aboutTracked(
  item: Tracked,
  { record, subject }: { record: BlockerRecord; subject: Subject | null },
): DecisionFacts {
  return {
    fingerprint: item.fingerprint,
    line: item.line,
    what: subject === null ? whatOf(item) : titleOf(subject),
    severity: record.severity,
    issue: item.issue,
    since: record.first_seen,
    subject,
  };
}

/** What a blocker was about, where no reason holds any more. */
export function whatOf({ check, record }: Named): string {
  return check ?? `${record.members?.length ?? "several"} required checks`;
}
