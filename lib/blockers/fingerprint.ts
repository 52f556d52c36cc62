/**
 * Fingerprints: the stable name of a blocker, readable and free of anything that a check name could
 * smuggle into a marker.
 * @module
 */

import { cutText } from "../report/clean.ts";
import { contentHash } from "../report/content_hash.ts";

/** The fields that a policy may build a fingerprint from. */
export type FingerprintField =
  | "release_line"
  | "blocking_workflow"
  | "blocking_job"
  | "blocker_category"
  | "blocking_sha";

/** Why a line cannot ship, in the coarse words of a fingerprint. */
export type BlockerCategory = "failed" | "queued" | "missing";

/** What identifies a blocker. */
export interface Identity {
  /** `4.2`, `main`, or a branch without a version in its name. */
  readonly release_line: string;
  /** The required check's name in the policy. */
  readonly blocking_workflow: string;
  /** The failed job, where there is one. */
  readonly blocking_job: string;
  /** Running and waiting count as queued. */
  readonly blocker_category: BlockerCategory;
  /** Full commit id of the candidate. */
  readonly blocking_sha: string;
}

/** The part of a fingerprint that lasts: one check on one line is one blocker, whatever else changes. */
export interface BlockerName {
  /** Null when a damaged fingerprint names none: it then matches nothing. */
  readonly line: string | null;
  /** The required check; null for a group. */
  readonly check: string | null;
  /** The commit, where the policy tells blockers apart by it; else null. */
  readonly sha: string | null;
}

/** Characters of a job's name in a fingerprint: an issue's body must have room for it, encoded, and more. */
const LONGEST_JOB = 100;

/** A blocker is one check on one line, so these two are there even where the policy leaves them out. */
const ALWAYS: readonly FingerprintField[] = ["release_line", "blocking_workflow"];

/** `release_line=4.2&blocking_workflow=Unit%20Tests&…`, with the policy's fields in the policy's order. */
export function fingerprintOf(identity: Identity, fields: readonly FingerprintField[]): string {
  return [...new Set([...ALWAYS.filter((field) => !fields.includes(field)), ...fields])]
    .map((field) => `${field}=${encode(bounded(identity[field], field))}`).join("&");
}

/** Job names have no limit of their own; two long ones still differ by their hash. */
function bounded(value: string, field: FingerprintField): string {
  return field !== "blocking_job" || value.length <= LONGEST_JOB
    ? value
    : `${cutText(value, LONGEST_JOB)}~${contentHash(value).slice(0, 12)}`;
}

/** The fingerprint of all failures of one line taken together. */
export function groupFingerprint(line: string): string {
  return `release_line=${encode(line)}&group=all`;
}

/** What a fingerprint says of itself; null for fields that it lacks. */
export function readFingerprint(fingerprint: string): BlockerName & { readonly group: boolean } {
  const fields = new Map<string, string>();
  for (const part of fingerprint.split("&")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals), decode(part.slice(equals + 1)));
  }
  return {
    line: fields.get("release_line") ?? null,
    check: fields.get("blocking_workflow") ?? null,
    sha: fields.get("blocking_sha") || null,
    group: fields.has("group"),
  };
}

/**
 * True when two names stand for one blocker: the same check (or the group) on the same line, and the
 * same commit where both know theirs. Category and job do not count: a check that was late and then
 * fails is the same blocker.
 */
export function sameBlocker(a: BlockerName, b: BlockerName): boolean {
  return a.line === b.line && a.check === b.check &&
    (a.sha === null || b.sha === null || a.sha === b.sha);
}

/** Line and check as one key: names that are the same blocker have the same. */
export function nameKey({ line, check }: BlockerName): string {
  return JSON.stringify([line, check]);
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // damaged by hand: then it names nothing, and matches nothing
  }
}
