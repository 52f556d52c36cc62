/**
 * Decisions of step 2, and what they are made from.
 * @module
 */

import type { Dashboard } from "../candidates/dashboard.ts";
import type { Change } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, BlockersState, Severity } from "../state/state.ts";
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
  /** Stable name of the blocker: what its issue is found by. */
  readonly fingerprint: string;
  /** `4.2`, `main`, or a branch without a version in its name. */
  readonly line: string;
  /** What is wrong, in a few words: the check's name, or `7 required checks`. */
  readonly what: string;
  /** The worst of its reasons, or the record's when none holds. */
  readonly severity: Severity;
  /** Null for an issue that does not exist (yet, or any more). */
  readonly issue: IssueFacts | null;
  /** Since when it holds, RFC 3339: the earliest time known. */
  readonly since: string;
  /** The reasons that hold; null when none does. */
  readonly subject: Subject | null;
}

/** One decision with its reason. */
export interface BlockerDecision extends DecisionFacts {
  /** What happens to its issue. */
  readonly verdict: Verdict;
  /** Why, in one sentence for people; plain text. */
  readonly reason: string;
  /** What to write; null when nothing is. */
  readonly change: Change | null;
  /** What to remember once the change succeeded; null when nothing changes or the record goes. */
  readonly record: BlockerRecord | null;
  /** Key of a record to forget once the change succeeded. */
  readonly forget?: string;
}

/** What step 2 may read of the policies. */
export interface BlockerPolicy {
  /** Complete cycles without the reason before we close an issue. */
  readonly green_cycles: number;
  /** Days after closing within which a blocker that returns is reopened, not raised anew. */
  readonly reopen_days: number;
  /** More failures than this of one line at once become one issue. */
  readonly group_above: number;
  /** What tells blockers apart; the line and the check always do. */
  readonly fingerprint_fields: readonly FingerprintField[];
  /** Carried by every blocker issue; any of them makes a person's issue one. */
  readonly base_labels: readonly string[];
  /** False leaves closing to people. */
  readonly auto_close: boolean;
  /** Said once when the reason is gone; Markdown, empty for nothing more than our own words. */
  readonly close_comment: string;
  /** Added when the reason is gone. */
  readonly resolved_labels: readonly string[];
}

/** The inputs of a plan. */
export interface PlanInput {
  /** With `complete` false nothing is cleared, closed or adopted. */
  readonly dashboard: Dashboard;
  /** All that were observed, open and recently closed. */
  readonly issues: readonly IssueFacts[];
  /** By `issue:123`. */
  readonly records: Readonly<Record<string, BlockerRecord>>;
  /** The newest commits known to pass, by `line/check`. */
  readonly last_passed: BlockersState["last_passed"];
  /** Of the blockers and of their escalation, as far as step 2 needs it. */
  readonly policy: BlockerPolicy;
  /** Minutes that a reason must have held before an issue is raised for it. */
  readonly threshold_minutes: number;
  /** The instant of the cycle. */
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
