/**
 * Fingerprints: the stable name of a blocker, readable and free of anything that a check name could
 * smuggle into a marker.
 * @module
 */

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
  readonly release_line: string;
  /** The required check's name in the policy. */
  readonly blocking_workflow: string;
  /** The failed job, where there is one. */
  readonly blocking_job: string;
  readonly blocker_category: BlockerCategory;
  readonly blocking_sha: string;
}

/** `release_line=4.2&blocking_workflow=Unit%20Tests&…`, with the policy's fields in the policy's order. */
export function fingerprintOf(identity: Identity, fields: readonly FingerprintField[]): string {
  return fields.map((field) => `${field}=${encode(identity[field])}`).join("&");
}

/** The fingerprint of all failures of one line taken together. */
export function groupFingerprint(line: string): string {
  return `release_line=${encode(line)}&group=all`;
}

/** What a fingerprint says of itself; null for fields that it lacks. */
export function readFingerprint(
  fingerprint: string,
): { line: string | null; check: string | null; group: boolean } {
  const fields = new Map<string, string>();
  for (const part of fingerprint.split("&")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals), decode(part.slice(equals + 1)));
  }
  return {
    line: fields.get("release_line") ?? null,
    check: fields.get("blocking_workflow") ?? null,
    group: fields.has("group"),
  };
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
