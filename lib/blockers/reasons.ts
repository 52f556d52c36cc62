/**
 * Reasons: what keeps each line from shipping right now, gathered over the candidates of the line.
 * @module
 */

import type { Candidate, Dashboard, Unmet } from "../candidates/dashboard.ts";
import type { BlockersState, CheckedCommit, Severity } from "../state/state.ts";
import { lastPassed } from "./check_history.ts";
import {
  type BlockerCategory,
  type BlockerName,
  type FingerprintField,
  fingerprintOf,
  groupFingerprint,
} from "./fingerprint.ts";

/** One candidate's unmet requirement behind a reason. */
export interface Evidence {
  /** The commit that the requirement keeps from shipping. */
  readonly candidate: Pick<Candidate, "tag" | "line" | "commit_sha" | "commit_url">;
  /** The requirement, with its result and its time. */
  readonly unmet: Unmet;
}

/** One reason why a line cannot ship: a required check that is not met, on one candidate or several. */
export interface Reason extends BlockerName {
  /** Built from the worst evidence and the policy's fields. */
  readonly fingerprint: string;
  /** The line that it keeps from shipping. */
  readonly line: string;
  /** The required check's name in the policy. */
  readonly check: string;
  /** Of the worst evidence: a failure outranks a check that is only late. */
  readonly category: BlockerCategory;
  /** `P0` for a failure, `P1` for anything that is merely late. */
  readonly severity: Severity;
  /** The earliest time at which it held, of the candidates that have it now. */
  readonly since: string;
  /** What decides first. */
  readonly evidence: Some<Evidence>;
  /** The newest commit of the line that is known to pass the check; null when none is. */
  readonly passed: CheckedCommit | null;
}

/**
 * The reasons of every line, in the order of the dashboard; a failure outranks a check that is only
 * late. With `blocking_sha` among the fields each commit has reasons of its own.
 * @param options `last_passed`: as the state remembers it
 */
export function reasonsOf(
  dashboard: Dashboard,
  fields: readonly FingerprintField[],
  options: { last_passed?: BlockersState["last_passed"] } = {},
): Reason[] {
  const bySha = fields.includes("blocking_sha");
  const all = dashboard.candidates.flatMap((candidate) =>
    candidate.unmet.map((unmet): Evidence => ({ candidate, unmet }))
  );
  const groups = Map.groupBy(
    all,
    ({ candidate: { line, commit_sha }, unmet }) =>
      JSON.stringify([line, unmet.name, bySha ? commit_sha : null]),
  );
  return [...groups.values()].map((evidence) => {
    const reason = reasonOf(evidence, fields);
    return { ...reason, passed: lastPassed(reason, { dashboard, known: options.last_passed }) };
  });
}

function reasonOf(
  all: readonly Evidence[],
  fields: readonly FingerprintField[],
): Omit<Reason, "passed"> {
  const sorted = all.toSorted(worstFirst);
  const { candidate, unmet } = sorted[0] as Evidence;
  const category = categoryOf(unmet);
  // As a fingerprint spells them, so that they are recognised in one.
  const [line, check] = [candidate.line.toWellFormed(), unmet.name.toWellFormed()];
  const identity = {
    release_line: line,
    blocking_workflow: check,
    blocking_job: unmet.jobs.map((job) => job.name).toSorted()[0] ?? "",
    blocker_category: category,
    blocking_sha: candidate.commit_sha,
  };
  return {
    fingerprint: fingerprintOf(identity, fields),
    line,
    check,
    sha: fields.includes("blocking_sha") ? candidate.commit_sha : null,
    category,
    severity: severityOf(category),
    since: unmet.since,
    evidence: sorted as unknown as Some<Evidence>,
  };
}

/** `P0` blocked, `P1` pending too long. */
export function severityOf(category: BlockerCategory): Severity {
  return category === "failed" ? "P0" : "P1";
}

/** Running and waiting are ways of being queued, as far as a blocker is concerned. */
function categoryOf(unmet: Unmet): BlockerCategory {
  return unmet.category === "failed" || unmet.category === "missing" ? unmet.category : "queued";
}

/** What an issue tracks: one reason, or several of a line at once. */
export interface Subject {
  /** Of the one reason, or of the line's group. */
  readonly fingerprint: string;
  /** One issue never speaks for two lines. */
  readonly line: string;
  /** That of the worst reason. */
  readonly severity: Severity;
  /** That of the oldest reason, RFC 3339. */
  readonly since: string;
  /** The worst first, then the oldest. */
  readonly reasons: Some<Reason>;
}

/** A list that is not empty. */
export type Some<T> = readonly [T, ...T[]];

/** True when a list is not empty. */
export function isSome<T>(list: readonly T[]): list is Some<T> {
  return list.length > 0;
}

/** A reason as the subject of an issue of its own. */
export function subjectOf(reason: Reason): Subject {
  return subject(reason.fingerprint, [reason]);
}

/** All the given reasons of one line as the subject of one issue. */
export function groupSubject(reasons: Some<Reason>): Subject {
  return subject(groupFingerprint(reasons[0].line), reasons);
}

/** The given reasons under a fingerprint that is known. */
export function subject(fingerprint: string, all: Some<Reason>): Subject {
  const reasons = all.toSorted((a, b) =>
    order(a.severity, b.severity) || order(a.since, b.since) || order(a.check, b.check)
  ) as unknown as Some<Reason>;
  return {
    fingerprint,
    line: reasons[0].line,
    severity: reasons[0].severity,
    since: reasons.map(({ since }) => since).reduce((a, b) => b < a ? b : a),
    reasons,
  };
}

const RANK: Readonly<Record<BlockerCategory, number>> = { failed: 0, queued: 1, missing: 2 };

function worstFirst(a: Evidence, b: Evidence): number {
  return RANK[categoryOf(a.unmet)] - RANK[categoryOf(b.unmet)] ||
    order(a.unmet.since, b.unmet.since) || order(a.candidate.tag, b.candidate.tag);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
