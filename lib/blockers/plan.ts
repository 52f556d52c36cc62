/**
 * The plan of step 2: compares the reasons that hold with the issues that track them, and says for
 * each what should be done and why. Pure: facts, records, policy and `now` in; decisions out.
 * @module
 */

import type { Dashboard } from "../candidates/dashboard.ts";
import type { Change } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord } from "../state/state.ts";
import { clearing } from "./clearing.ts";
import type { FingerprintField } from "./fingerprint.ts";
import { duplicate, holding } from "./holding.ts";
import { ownershipOf, type Tracked } from "./ownership.ts";
import { raising, subjectsOf } from "./raising.ts";
import { type Reason, reasonsOf } from "./reasons.ts";
import { daysBetween } from "./time.ts";

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

/** One decision with its reason. */
export interface BlockerDecision {
  readonly verdict: Verdict;
  readonly fingerprint: string;
  readonly line: string;
  /** What is wrong, in a few words: the check's name, or `7 required checks`. */
  readonly what: string;
  readonly severity: "P0" | "P1";
  /** Null for an issue that does not exist yet. */
  readonly issue: IssueFacts | null;
  readonly since: string;
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

/** The plan of step 2. */
export interface BlockerPlan {
  readonly decisions: readonly BlockerDecision[];
  /** Markers that were not believed, and the like. */
  readonly notes: readonly string[];
}

/** Plans what to do about every reason that holds and every issue that tracks one. */
export function planBlockers(input: PlanInput): BlockerPlan {
  const { dashboard, issues, records, policy } = input;
  const reasons = reasonsOf(dashboard, policy.fingerprint_fields);
  const { tracked, notes } = ownershipOf(issues, records);
  const decisions: BlockerDecision[] = [];
  const covered = new Set<Reason>();
  const keepers = new Set<Tracked>();

  for (const item of tracked) {
    const twin = [...keepers].find((kept) =>
      kept.fingerprint === item.fingerprint && kept.issue.state === "open" &&
      item.issue.state === "open"
    );
    if (twin !== undefined) {
      if (item.issue.viewer_did_author) decisions.push(duplicate(item, twin));
      continue;
    }
    const own = reasons.filter((reason) => covers(item, reason) && !covered.has(reason));
    if (!isCurrent(item, own, input)) continue;
    keepers.add(item);
    own.forEach((reason) => covered.add(reason));
    decisions.push(
      own.length > 0 ? holding(item, own, input) : clearing(item, input),
    );
  }

  const free = reasons.filter((reason) => !covered.has(reason));
  for (const subject of subjectsOf(free, input)) {
    decisions.push(raising(subject, { ...input, tracked }));
  }
  return { decisions: decisions.toSorted(byLine), notes };
}

/** A closed issue speaks for a reason only while a person's closing stands, or while we may reopen it. */
function isCurrent(item: Tracked, own: readonly Reason[], { now, policy }: PlanInput): boolean {
  if (item.issue.state === "open") return true;
  const { record } = item;
  if (record.cleared_at === undefined) return true;
  if (own.length === 0) return false;
  if (record.closed_at === undefined) return false; // a person closed it, then the reason cleared: over
  return daysBetween(record.closed_at, now) <= policy.reopen_days;
}

function covers(item: Tracked, reason: Reason): boolean {
  if (item.line !== reason.line) return false;
  if (item.check === null) return item.issue.state === "open" || isMember(item, reason);
  return item.fingerprint === reason.fingerprint || item.check === reason.check;
}

function isMember(item: Tracked, reason: Reason): boolean {
  return item.record.members?.includes(reason.check) ?? true;
}

function byLine(a: BlockerDecision, b: BlockerDecision): number {
  const left = `${a.line}\n${a.severity}\n${a.what}`;
  const right = `${b.line}\n${b.severity}\n${b.what}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
