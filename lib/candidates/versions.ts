/**
 * Versions in the names of tags and branches: what a tag stands for, which line it belongs to, which
 * of two is newer.
 * @module
 */

import { compare, type SemVer } from "@std/semver";

/** `ga` a release, `rc` a release candidate, `other` any other pre-release (alpha, beta, dev …). */
export type VersionKind = "ga" | "rc" | "other";

/** A version read from the name of a tag. */
export interface Version {
  /** Release, RC, or another pre-release. */
  readonly kind: VersionKind;
  /** `major.minor`, the release line. */
  readonly line: string;
  /** What precedence is computed from. */
  readonly semver: SemVer;
}

const TAG =
  /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:-?([0-9a-z][0-9a-z.-]*))?(?:\+[0-9a-z.-]+)?$/i;
const RC = /^rc[.-]?(\d{0,9})$/i;
const LINE = /(?<![0-9.])(\d{1,9})\.(\d{1,9})(?!\d)/;

/**
 * The version that a tag names, or null when its name is no version. `v4.2.0-rc.3`, `4.2.0-rc3` and
 * `v4.2.0-RC.3` are the same RC; `v4.2` is `4.2.0`; leading zeros, as in `2026.01.0`, are dropped.
 * Every other pre-release is of kind `other`, whatever it is called.
 */
export function parseTag(name: string): Version | null {
  const match = TAG.exec(name);
  if (match === null) return null;
  const [, major = "", minor = "", patch = "0", suffix] = match;
  const numbers = { major: Number(major), minor: Number(minor), patch: Number(patch) };
  const line = `${numbers.major}.${numbers.minor}`;
  if (suffix === undefined) return { kind: "ga", line, semver: { ...numbers, prerelease: [] } };
  const rc = RC.exec(suffix);
  if (rc !== null) {
    return { kind: "rc", line, semver: { ...numbers, prerelease: ["rc", Number(rc[1])] } };
  }
  return { kind: "other", line, semver: { ...numbers, prerelease: [suffix.toLowerCase()] } };
}

/** The line of a release branch: `4.2` of `release/4.2.x`; a branch without a version is its own line. */
export function lineOfBranch(name: string): string {
  const match = LINE.exec(name);
  return match === null ? name : `${Number(match[1])}.${Number(match[2])}`;
}

/** Orders by semver precedence, oldest first: `rc.9` before `rc.10` before the release. */
export function compareVersions(a: Version, b: Version): number {
  return compare(a.semver, b.semver);
}

/** True when both are (pre-)releases of the same `major.minor.patch`. */
export function sameRelease(a: Version, b: Version): boolean {
  return a.line === b.line && a.semver.patch === b.semver.patch;
}
