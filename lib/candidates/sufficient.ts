/**
 * When reading tags or branches may stop: what is left cannot be a candidate, nor a base of one.
 * @module
 */

import type { BranchFacts, TagFacts } from "../observation/observation.ts";
import { aliveReleaseCandidates, horizonOf, type VersionTag, versionTags } from "./alive.ts";
import { millisOf } from "./instants.ts";
import type { SelectOptions } from "./select.ts";
import { compareVersions, sameRelease } from "./versions.ts";

/**
 * True when the tags read so far, newest first, are enough: they reach past the horizon, and the base
 * of every living RC is among them. Pages go by date, so the base may be assumed found once its line
 * is reached: an older RC of the version, a release of the same or the preceding minor, or, for `x.0`,
 * any release of the preceding major.
 */
export function tagsSuffice(tags: readonly TagFacts[], options: SelectOptions): boolean {
  const { active_days } = options.policy.candidates;
  // GitHub does not say whether pages go by the date of the tag or of its commit: the later of the
  // two being past the horizon holds for both.
  const reached = tags.some((tag) =>
    Math.max(millisOf(tag.created_at), millisOf(tag.head.committed_at)) <
      horizonOf({ active_days, now: options.now })
  );
  if (!reached) return false;
  const versions = versionTags(tags);
  if (options.policy.branch_base === "latest_ga" && versions.ga.length === 0) return false;
  return aliveReleaseCandidates({ tags: versions, active_days, now: options.now }).alive.every(
    (candidate) =>
      versions.rc.some((rc) =>
        isOther(rc, candidate) && sameRelease(rc.version, candidate.version)
      ) ||
      versions.ga.some((ga) => isOther(ga, candidate) && isNear(ga, candidate)),
  );
}

/** True when the branches read so far, newest commit first, reach past the horizon. */
export function branchesSuffice(branches: readonly BranchFacts[], options: SelectOptions): boolean {
  const { active_days } = options.policy.candidates;
  const horizon = horizonOf({ active_days, now: options.now });
  return branches.some(({ head }) => millisOf(head.committed_at) < horizon);
}

/** Below the candidate and on another commit: what a base has to be. */
function isOther(tag: VersionTag, candidate: VersionTag): boolean {
  return compareVersions(tag.version, candidate.version) < 0 &&
    tag.tag.head.sha !== candidate.tag.head.sha;
}

function isNear({ version }: VersionTag, candidate: VersionTag): boolean {
  const { major, minor } = version.semver;
  const own = candidate.version.semver;
  if (own.minor === 0 && major !== own.major) return major === own.major - 1;
  return major === own.major && (minor === own.minor || minor === own.minor - 1);
}
