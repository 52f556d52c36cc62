/**
 * Ownership: which issue tracks which blocker. State is the authority; a marker in an issue that we
 * wrote is how state is recovered; a person's issue is adopted when it names the same line and check.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import { findMarkers } from "../report/marker.ts";
import type { BlockerRecord } from "../state/state.ts";
import { readFingerprint } from "./fingerprint.ts";
import type { Reason } from "./reasons.ts";

/** Kind of the marker that carries a blocker's fingerprint. */
export const BLOCKER_MARKER = "blocker";
/** Kind of the marker that carries since when the blocker holds: what a lost state is rebuilt from. */
export const SINCE_MARKER = "since";
/** Kind of the marker that carries since when the reason is gone. */
export const CLEARED_MARKER = "cleared";

/** Key of an issue in `blockers_state.json`. */
export function recordKey(number: number): string {
  return `issue:${number}`;
}

/** An issue and what it tracks. */
export interface Tracked {
  readonly issue: IssueFacts;
  readonly fingerprint: string;
  readonly line: string;
  /** The required check; null for a group. */
  readonly check: string | null;
  readonly record: BlockerRecord;
  /** True when state had no record and it was rebuilt from the issue's own markers and labels. */
  readonly recovered: boolean;
}

/** Who tracks what, and what was not believed. */
export interface Ownership {
  /** Oldest first. */
  readonly tracked: readonly Tracked[];
  /** Sentences about markers that were ignored, with the reason. */
  readonly notes: readonly string[];
}

/** Reads ownership off state and issues; markers count only where `viewer_did_author`. */
export function ownershipOf(
  issues: readonly IssueFacts[],
  records: Readonly<Record<string, BlockerRecord>>,
): Ownership {
  const tracked: Tracked[] = [];
  const notes: string[] = [];
  for (const issue of issues.toSorted((a, b) => order(a.number) - order(b.number))) {
    const record = records[recordKey(issue.number)] ?? null;
    const marked = findMarkers(issue.body, BLOCKER_MARKER)[0] ?? null;
    const recorded = record?.fingerprint ?? null;
    if (marked !== null && !issue.viewer_did_author && recorded !== marked) {
      notes.push(
        `#${issue.number} carries our marker but somebody else wrote it: the marker is ignored.`,
      );
    } else if (marked !== null && recorded !== null && marked !== recorded) {
      notes.push(
        `The marker in #${issue.number} contradicts the state: the state is believed.`,
      );
    }
    const fingerprint = recorded ?? (issue.viewer_did_author ? marked : null);
    if (fingerprint === null) continue;
    const { line, check, group } = readFingerprint(fingerprint);
    if (line === null || (check === null && !group)) continue;
    tracked.push({
      issue,
      fingerprint,
      line,
      check: group ? null : check,
      record: record ?? recover(issue, fingerprint),
      recovered: record === null,
    });
  }
  return { tracked, notes };
}

/** A record rebuilt from an issue of ours: the markers' times, the labels as they stand. */
function recover(issue: IssueFacts, fingerprint: string): BlockerRecord {
  const cleared = time(findMarkers(issue.body, CLEARED_MARKER)[0]);
  return {
    issue_number: issue.number,
    first_seen: time(findMarkers(issue.body, SINCE_MARKER)[0]) ?? issue.created_at,
    last_seen: issue.updated_at,
    last_issue_update: issue.updated_at,
    escalation_level: "none",
    severity: issue.labels.includes("P0") ? "P0" : "P1",
    fingerprint,
    applied_labels: [...issue.labels],
    ...cleared === null ? {} : { cleared_at: cleared },
    ...cleared !== null && issue.closed_at !== null ? { closed_at: issue.closed_at } : {},
  };
}

function time(value: string | undefined): string | null {
  return value !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? value : null;
}

/** Planned issues carry negative numbers and are the youngest. */
function order(number: number): number {
  return number > 0 ? number : Number.MAX_SAFE_INTEGER + number;
}

/** True when a person's issue names the line and the check of a reason, in its title or its labels. */
export function namesReason(issue: IssueFacts, reason: Reason): boolean {
  const texts = [issue.title, ...issue.labels];
  return texts.some((value) => contains(value, reason.check)) &&
    texts.some((value) => contains(value, reason.line));
}

/** Whole words, in any case: `4.2` is not in `14.2` or `4.20`, but it is in `v4.2.1` and `release/4.2`. */
function contains(text: string, words: string): boolean {
  const haystack = text.toLowerCase();
  const needle = words.toLowerCase();
  for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
    const before = haystack.slice(0, at).replace(/(^|[^a-z0-9])v$/, "$1").at(-1) ?? " ";
    const after = haystack[at + needle.length] ?? " ";
    if (!/[\p{L}\p{N}_]/u.test(after) && !/[\p{L}\p{N}_.]/u.test(before)) return true;
  }
  return false;
}
