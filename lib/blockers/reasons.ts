/**
 * Reasons: what keeps each line from shipping right now, gathered over the candidates of the line.
 * @module
 */

import type { Candidate, Dashboard, Unmet } from "../candidates/dashboard.ts";
import type { Severity } from "../state/state.ts";
import {
  type BlockerCategory,
  type FingerprintField,
  fingerprintOf,
  groupFingerprint,
} from "./fingerprint.ts";

/** One candidate's unmet requirement behind a reason. */
export interface Evidence {
  readonly candidate: Candidate;
  readonly unmet: Unmet;
}

/** One reason why a line cannot ship: a required check that is not met, on one candidate or several. */
export interface Reason {
  readonly fingerprint: string;
  readonly line: string;
  readonly check: string;
  readonly category: BlockerCategory;
  readonly severity: Severity;
  /** The earliest time at which it held, of the candidates that have it now. */
  readonly since: string;
  readonly evidence: readonly Evidence[];
}

/** The reasons of every line, in the order of the dashboard; a failure outranks a check that is only late. */
export function reasonsOf(dashboard: Dashboard, fields: readonly FingerprintField[]): Reason[] {
  const groups = new Map<string, Evidence[]>();
  for (const candidate of dashboard.candidates) {
    for (const unmet of candidate.unmet) {
      const key = JSON.stringify([candidate.line, unmet.name]);
      groups.set(key, [...groups.get(key) ?? [], { candidate, unmet }]);
    }
  }
  return [...groups.values()].map((evidence) => reasonOf(evidence, fields));
}

function reasonOf(all: readonly Evidence[], fields: readonly FingerprintField[]): Reason {
  const worst = (["failed", "queued", "missing"] as const)
    .find((category) => all.some(({ unmet }) => categoryOf(unmet) === category)) ?? "missing";
  const evidence = all.filter(({ unmet }) => categoryOf(unmet) === worst)
    .toSorted((a, b) => a.unmet.since < b.unmet.since ? -1 : a.unmet.since > b.unmet.since ? 1 : 0);
  const { candidate, unmet } = evidence[0] as Evidence;
  const identity = {
    release_line: candidate.line,
    blocking_workflow: unmet.name,
    blocking_job: unmet.jobs.map((job) => job.name).toSorted()[0] ?? "",
    blocker_category: worst,
    blocking_sha: candidate.commit_sha,
  };
  return {
    fingerprint: fingerprintOf(identity, fields),
    line: candidate.line,
    check: unmet.name,
    category: worst,
    severity: severityOf(worst),
    since: unmet.since,
    evidence: [...evidence, ...all.filter((item) => !evidence.includes(item))],
  };
}

/** `P0` blocked, `P1` pending too long. */
export function severityOf(category: BlockerCategory): Severity {
  return category === "failed" ? "P0" : "P1";
}

/** Running and waiting are ways of being queued, as far as a blocker is concerned. */
export function categoryOf(unmet: Unmet): BlockerCategory {
  return unmet.category === "failed" || unmet.category === "missing" ? unmet.category : "queued";
}

/** What an issue tracks: one reason, or all of a line's at once. */
export interface Subject {
  readonly fingerprint: string;
  readonly line: string;
  readonly group: boolean;
  readonly severity: Severity;
  readonly since: string;
  readonly reasons: readonly Reason[];
}

/** A reason as the subject of an issue of its own. */
export function subjectOf(reason: Reason): Subject {
  const { fingerprint, line, severity, since } = reason;
  return { fingerprint, line, group: false, severity, since, reasons: [reason] };
}

/** All the given reasons of one line as the subject of one issue. */
export function groupSubject(line: string, reasons: readonly Reason[]): Subject {
  return {
    fingerprint: groupFingerprint(line),
    line,
    group: true,
    severity: reasons.some(({ severity }) => severity === "P0") ? "P0" : "P1",
    since: reasons.map(({ since }) => since).toSorted()[0] ?? "",
    reasons,
  };
}
