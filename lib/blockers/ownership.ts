/**
 * Ownership: which issue tracks which blocker. State is the authority; a marker in an issue that we
 * wrote is how state is recovered.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import { findMarkers } from "../report/marker.ts";
import type { BlockerRecord } from "../state/state.ts";
import { type BlockerName, readFingerprint } from "./fingerprint.ts";
import { BLOCKER_MARKER, firstSeenOf, ownMarker, recoverRecord } from "./recovery.ts";

export { BLOCKER_MARKER } from "./recovery.ts";

/** Key of an issue in `blockers_state.json`. */
export function recordKey(number: number): string {
  return `issue:${number}`;
}

/** A blocker that state knows. */
export interface Named extends BlockerName {
  /** As it was written: fields that the policy no longer has stay in it. */
  readonly fingerprint: string;
  /** Never null here: what names no line is not a blocker of ours. */
  readonly line: string;
  /** From state, or rebuilt from the issue. */
  readonly record: BlockerRecord;
}

/** An issue and what it tracks. */
export interface Tracked extends Named {
  /** Open, or closed not long ago. */
  readonly issue: IssueFacts;
  /** True when state had no record and it was rebuilt from the issue's own markers and labels. */
  readonly recovered: boolean;
}

/** Who tracks what, and what was not believed. */
export interface Ownership {
  /** Oldest first. */
  readonly tracked: readonly Tracked[];
  /** Blockers whose reason held when last seen, and whose issue is not there any more. */
  readonly gone: readonly Named[];
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
    const recorded = nameOf(record?.fingerprint);
    const note = disbelief(issue, recorded?.fingerprint ?? null);
    if (note !== null) notes.push(note);
    const name = recorded ??
      (issue.viewer_did_author ? nameOf(ownMarker(issue.body, BLOCKER_MARKER)) : null);
    if (name === null) continue;
    tracked.push({
      ...name,
      issue,
      record: record === null
        ? recoverRecord(issue, name.fingerprint)
        : { ...record, first_seen: firstSeenOf(issue, record), fingerprint: name.fingerprint },
      recovered: record === null,
    });
  }
  return { tracked, gone: goneOf(issues, records), notes };
}

/**
 * Issues that state names are looked up by number until their reason has cleared. One that is not
 * found was deleted, or moved to another repository.
 */
function goneOf(
  issues: readonly IssueFacts[],
  records: Readonly<Record<string, BlockerRecord>>,
): Named[] {
  const there = new Set(issues.map(({ number }) => number));
  return Object.values(records).flatMap((record) => {
    const name = nameOf(record.fingerprint);
    const over = record.cleared_at !== undefined || record.closed_at !== undefined;
    return name === null || over || there.has(record.issue_number) ? [] : [{ ...name, record }];
  });
}

/** Why the marker in an issue is not believed; null when there is none, or it is right. */
function disbelief(issue: IssueFacts, recorded: string | null): string | null {
  const marked = findMarkers(issue.body, BLOCKER_MARKER);
  if (!issue.viewer_did_author) {
    return marked.every((value) => value === recorded)
      ? null
      : `#${issue.number} carries our marker but somebody else wrote it: the marker is ignored.`;
  }
  return recorded === null || marked.every((value) => value === recorded)
    ? null
    : `The marker in #${issue.number} contradicts the state: the state is believed.`;
}

/** The blocker that a fingerprint names; null when it names none. */
function nameOf(
  fingerprint: string | null | undefined,
): Omit<Named, "record"> | null {
  if (fingerprint === null || fingerprint === undefined) return null;
  const { line, check, sha, group } = readFingerprint(fingerprint);
  if (line === null || (check === null && !group)) return null;
  return { fingerprint, line, check: group ? null : check, sha: group ? null : sha };
}

/** Planned issues carry negative numbers and are the youngest. */
function order(number: number): number {
  return number > 0 ? number : Number.MAX_SAFE_INTEGER + number;
}
