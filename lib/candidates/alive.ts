/**
 * Which release branches and RC tags may still ship: committed to recently, and not yet released.
 * @module
 */

import { DAY } from "@std/datetime/constants";
import type { BranchFacts, CommitFacts, TagFacts } from "../observation/observation.ts";
import { millisOf } from "./instants.ts";
import type { LeftOutItem } from "./left_out.ts";
import { compareVersions, lineOfBranch, parseTag, type Version } from "./versions.ts";

/** A tag whose name is a version. */
export interface VersionTag {
  /** The tag as GitHub has it. */
  readonly tag: TagFacts;
  /** What its name says. */
  readonly version: Version;
}

/** The tags that name releases and release candidates, newest version first. */
export interface VersionTags {
  /** Releases. */
  readonly ga: readonly VersionTag[];
  /** Release candidates. */
  readonly rc: readonly VersionTag[];
}

/** What decides whether something is alive. */
export interface AliveOptions {
  /** All tags that were read. */
  readonly tags: VersionTags;
  /** Days after the last commit until something is dead. */
  readonly active_days: number;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
}

/** The living, and the others with the reason. */
export interface Sorted<T> {
  /** What may still ship. */
  readonly alive: readonly T[];
  /** What may not, and why. */
  readonly left_out: readonly LeftOutItem[];
}

/** Sorts tags by semver precedence, never by date. Two names of one version: the tag made last counts. */
export function versionTags(tags: readonly TagFacts[]): VersionTags {
  const versions = tags.flatMap((tag) => {
    const version = parseTag(tag.name);
    return version === null ? [] : [{ tag, version }];
  }).sort(newestFirst);
  return {
    ga: versions.filter(({ version }) => version.kind === "ga"),
    rc: versions.filter(({ version }) => version.kind === "rc"),
  };
}

/** True when a commit is not older than the horizon. */
function isActive(
  commit: CommitFacts,
  options: { active_days: number; now: Temporal.Instant },
): boolean {
  return millisOf(commit.committed_at) >= horizonOf(options);
}

/** Milliseconds of the instant before which nothing is alive. */
export function horizonOf(options: { active_days: number; now: Temporal.Instant }): number {
  return options.now.epochMilliseconds - options.active_days * DAY;
}

/**
 * Release branches with recent commits that no release of their line has caught up with: a release
 * made from the head's commit, or tagged when the head was already there, ends a branch until its next
 * commit.
 */
export function aliveBranches(
  branches: readonly BranchFacts[],
  options: AliveOptions,
): Sorted<BranchFacts> {
  return sortOut(branches, (branch) => deadBranch(branch, options));
}

/** The newest RC of every line, unless its version or a higher one of the line is released. */
export function aliveReleaseCandidates(options: AliveOptions): Sorted<VersionTag> {
  const lines = Map.groupBy(options.tags.rc, ({ version }) => version.line);
  const newest = [...lines.values()].flatMap((tags) => tags.slice(0, 1));
  const sorted = sortOut(newest, (candidate) => deadCandidate(candidate, options));
  const superseded = sorted.alive.flatMap((candidate) =>
    (lines.get(candidate.version.line) ?? []).slice(1).map(({ tag }): LeftOutItem => ({
      kind: "dead_rc",
      name: tag.name,
      why: `${candidate.tag.name} is newer`,
      why_many: `${candidate.tag.name} is newer`,
    }))
  );
  return { alive: sorted.alive, left_out: [...sorted.left_out, ...superseded] };
}

function sortOut<T>(items: readonly T[], dead: (item: T) => LeftOutItem | null): Sorted<T> {
  const verdicts = items.map((item) => ({ item, reason: dead(item) }));
  return {
    alive: verdicts.flatMap(({ item, reason }) => reason === null ? [item] : []),
    left_out: verdicts.flatMap(({ reason }) => reason === null ? [] : [reason]),
  };
}

function deadBranch({ name, head }: BranchFacts, options: AliveOptions): LeftOutItem | null {
  if (!isActive(head, options)) return idle({ kind: "dead_branch", name }, options);
  const line = lineOfBranch(name);
  const release = options.tags.ga.find(({ tag, version }) =>
    // A branch that names no version has no line to be released, but its very commit may have been.
    (tag.head.sha === head.sha && (version.line === line || line === name)) ||
    (version.line === line && millisOf(tag.head.committed_at) >= millisOf(head.committed_at))
  );
  if (release === undefined) return null;
  const same = release.tag.head.sha === head.sha;
  return {
    kind: "dead_branch",
    name,
    why: same ? `released as ${release.tag.name}` : `${release.tag.name} is newer`,
    why_many: "released",
  };
}

function deadCandidate({ tag, version }: VersionTag, options: AliveOptions): LeftOutItem | null {
  const release = options.tags.ga.find((ga) =>
    ga.version.line === version.line && compareVersions(ga.version, version) > 0
  );
  if (release !== undefined) {
    return {
      kind: "dead_rc",
      name: tag.name,
      why: `${release.tag.name} is released`,
      why_many: "released",
    };
  }
  return isActive(tag.head, options) ? null : idle({ kind: "dead_rc", name: tag.name }, options);
}

function idle(item: Pick<LeftOutItem, "kind" | "name">, options: AliveOptions): LeftOutItem {
  const why = `no commit for ${options.active_days} days`;
  return { ...item, why, why_many: why };
}

function newestFirst(a: VersionTag, b: VersionTag): number {
  return compareVersions(b.version, a.version) ||
    millisOf(b.tag.created_at) - millisOf(a.tag.created_at) ||
    (a.tag.name < b.tag.name ? -1 : 1);
}
