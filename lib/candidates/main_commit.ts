/**
 * Which commit of the default branch is the candidate: the newest that is not one of our own.
 * @module
 */

import type { CommitFacts } from "../observation/observation.ts";
import { STATE_FILES } from "../state/state.ts";

/** How the headline of every state commit begins. */
const STATE_HEADLINE = "chore(release-ops): update state";

/** A commit that changed more files than the state has did something else as well. */
const MOST_STATE_FILES = Object.keys(STATE_FILES).length;

/** True for a commit that only stored our state. */
export function isStateCommit(commit: CommitFacts): boolean {
  return commit.headline.startsWith(STATE_HEADLINE) &&
    (commit.changed_files === null || commit.changed_files <= MOST_STATE_FILES);
}

/**
 * The newest first-parent commit that is not a state commit, or null when none of the commits read is
 * one. GitHub lists the history of a branch with all merged commits in between, so only the first
 * entry and the `parent` of each say what lies on the branch itself.
 *
 * @param commits the default branch's history, its head first
 */
export function newestOwnCommit(commits: readonly CommitFacts[]): CommitFacts | null {
  const by_sha = new Map(commits.map((commit) => [commit.sha, commit]));
  let commit = commits[0];
  while (commit !== undefined && isStateCommit(commit)) {
    // Each commit is visited once: a history that contradicts itself must not loop for ever.
    by_sha.delete(commit.sha);
    commit = commit.parent === null ? undefined : by_sha.get(commit.parent);
  }
  return commit ?? null;
}
