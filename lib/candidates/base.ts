/**
 * What a candidate is compared with, to know which files it changes.
 * @module
 */

import type { CommitFacts, Comparison } from "../observation/observation.ts";
import type { VersionTag, VersionTags } from "./alive.ts";
import type { RequirementPolicy } from "./requirement_policy.ts";
import { compareVersions, sameRelease } from "./versions.ts";

/** The other end of a comparison. */
export interface Base {
  /** Full commit id. */
  readonly sha: string;
  /** What it is, in words: `v4.1.4`, `first parent`. */
  readonly name: string;
}

/** Key of a comparison in the observation: `base...head`, full commit ids. */
export function comparisonKey(
  { base, head }: Pick<Comparison, "base" | "head">,
): string {
  return `${base}...${head}`;
}

/**
 * Base of an RC: the previous RC of the same version, else the newest release below it by semver, else
 * null: everything counts as changed. Tags on the RC's own commit are passed over. Tagging a commit
 * once more changes nothing in it, so it must not switch off the checks that its changes ask for.
 */
export function baseOfCandidate(candidate: VersionTag, tags: VersionTags): Base | null {
  const below = ({ tag, version }: VersionTag): boolean =>
    tag.head.sha !== candidate.tag.head.sha && compareVersions(version, candidate.version) < 0;
  return baseOf(
    tags.rc.find((rc) => sameRelease(rc.version, candidate.version) && below(rc)) ??
      tags.ga.find(below),
  );
}

/**
 * Base of a branch head: its first parent, or, where the policy says `latest_ga`, the newest release
 * of its line or below (of all, for a branch without a version). Null: everything counts as changed.
 */
export function baseOfBranch(
  branch: { head: CommitFacts; line: string },
  options: { tags: VersionTags; policy: Pick<RequirementPolicy, "branch_base"> },
): Base | null {
  const { head, line } = branch;
  if (options.policy.branch_base === "first_parent") {
    return head.parent === null ? null : { sha: head.parent, name: "first parent" };
  }
  return baseOf(
    options.tags.ga.find(({ tag, version }) =>
      tag.head.sha !== head.sha && !isAbove(version.line, line)
    ),
  );
}

function baseOf(found: VersionTag | undefined): Base | null {
  return found === undefined ? null : { sha: found.tag.head.sha, name: found.tag.name };
}

/** True when both are versioned lines and the first is above the second. */
function isAbove(line: string, limit: string): boolean {
  const match = /^(\d+)\.(\d+)$/.exec(limit);
  if (match === null) return false;
  const [major = 0, minor = 0] = line.split(".").map(Number);
  return major > Number(match[1]) || (major === Number(match[1]) && minor > Number(match[2]));
}
