/**
 * Recovery: what the markers in an issue of ours tell of its blocker when state has lost it.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import { extractSection, findMarkers } from "../report/marker.ts";
import type { BlockerRecord } from "../state/state.ts";
import { carries } from "./labels.ts";

/** Name of the section of an issue's body that is ours. */
export const STATUS_SECTION = "status";

/** Kind of the marker that carries a blocker's fingerprint. */
export const BLOCKER_MARKER = "blocker";
/** Kind of the marker that carries since when the blocker holds. */
export const SINCE_MARKER = "since";
/** Kind of the marker that carries since when the reason is gone. */
export const CLEARED_MARKER = "cleared";
/** Kind of the marker that carries when we closed the issue. */
export const CLOSED_MARKER = "closed";
/** Kind of the marker that carries when the blocker came back: its levels count from then. */
export const RETURNED_MARKER = "returned";
/** Kind of the marker of an issue that we did not raise. */
export const ADOPTED_MARKER = "adopted";

/** The first marker of a kind inside our section: elsewhere people may have pasted any. */
export function ownMarker(body: string, kind: string): string | null {
  return findMarkers(extractSection(body, STATUS_SECTION) ?? "", kind)[0] ?? null;
}

/** A record rebuilt from an issue of ours: the markers' times, the labels as they stand. */
export function recoverRecord(issue: IssueFacts, fingerprint: string): BlockerRecord {
  const cleared = time(ownMarker(issue.body, CLEARED_MARKER));
  const returned = time(ownMarker(issue.body, RETURNED_MARKER));
  const closed = issue.state === "closed" ? time(ownMarker(issue.body, CLOSED_MARKER)) : null;
  return {
    issue_number: issue.number,
    first_seen: time(ownMarker(issue.body, SINCE_MARKER)) ?? issue.created_at,
    last_seen: issue.updated_at,
    last_issue_update: issue.updated_at,
    escalation_level: "none",
    severity: carries(issue.labels, "P0") ? "P0" : "P1",
    fingerprint,
    applied_labels: [...issue.labels],
    ...ownMarker(issue.body, ADOPTED_MARKER) === null ? {} : { adopted: true },
    ...returned === null ? {} : { returned_at: returned },
    ...cleared === null ? {} : { cleared_at: cleared },
    ...cleared === null || closed === null ? {} : { closed_at: closed },
  };
}

/**
 * Since when a blocker holds, where the state and our own issue disagree: the earlier time, for the
 * state may have been damaged or edited. A blocker that returned began again, whatever the issue says.
 */
export function firstSeenOf(issue: IssueFacts, record: BlockerRecord): string {
  const told = issue.viewer_did_author && record.returned_at === undefined
    ? time(ownMarker(issue.body, SINCE_MARKER))
    : null;
  return told !== null && Date.parse(told) < Date.parse(record.first_seen)
    ? told
    : record.first_seen;
}

function time(value: string | null): string | null {
  return value !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) &&
      !Number.isNaN(Date.parse(value))
    ? value
    : null;
}
