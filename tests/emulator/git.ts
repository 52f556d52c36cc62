/**
 * What git knows: resolving names to commits, walking history, comparing.
 * @module
 */

import { createHash } from "node:crypto";
import type { CommitRecord, World } from "./world.ts";

/** A commit id made from words: the same words give the same id. */
export function shaOf(words: string): string {
  return createHash("sha1").update(words).digest("hex");
}

/**
 * The commit behind a name: `HEAD`, a full or unambiguous short commit id, a branch or tag, with or
 * without `refs/heads/`, `refs/tags/`. Undefined when there is none.
 */
export function resolveCommit(world: World, name: string): CommitRecord | undefined {
  const sha = resolveSha(world, name);
  return sha === undefined ? undefined : world.commits[sha];
}

function resolveSha(world: World, name: string): string | undefined {
  if (name === "HEAD") return world.branches[world.repository.default_branch]?.head;
  if (world.commits[name]) return name;
  const branch = name.replace(/^(refs\/)?heads\//, "");
  const tag = name.replace(/^(refs\/)?tags\//, "");
  const named = world.branches[branch]?.head ?? world.tags[tag]?.commit;
  if (named !== undefined || !/^[0-9a-f]{7,39}$/.test(name)) return named;
  const matches = Object.keys(world.commits).filter((sha) => sha.startsWith(name));
  return matches.length === 1 ? matches[0] : undefined;
}

/** Everything reachable from a commit, newest first by commit date, children before parents. */
export function* history(world: World, sha: string): Generator<CommitRecord> {
  const seen = new Set<string>([sha]);
  const start = world.commits[sha];
  const queue: CommitRecord[] = start ? [start] : [];
  for (let next = queue.shift(); next; next = queue.shift()) {
    yield next;
    for (const parent of next.parents) {
      const commit = world.commits[parent];
      if (!commit || seen.has(parent)) continue;
      seen.add(parent);
      const older = queue.findIndex((other) => other.committed_at < commit.committed_at);
      queue.splice(older < 0 ? queue.length : older, 0, commit);
    }
  }
}

/** Two commits set side by side, as `git diff base...head` and `git log base..head` would. */
export interface Compared {
  base: CommitRecord;
  head: CommitRecord;
  merge_base: CommitRecord;
  /** Reachable from the head but not from the base, oldest first. */
  commits: CommitRecord[];
  total_commits: number;
  behind_by: number;
  /** All changed paths, sorted. */
  files: string[];
}

/** Compares two names; undefined when one does not exist or they share no ancestor. */
export function compare(world: World, base: string, head: string): Compared | undefined {
  const from = resolveCommit(world, base);
  const to = resolveCommit(world, head);
  if (!from || !to) return undefined;
  const given = world.comparisons[`${from.sha}...${to.sha}`];
  if (given) {
    return {
      base: from,
      head: to,
      merge_base: from,
      commits: [to],
      total_commits: given.total_commits,
      behind_by: 0,
      files: [...given.files].sort(),
    };
  }
  const ofBase = [...history(world, from.sha)];
  const ofHead = [...history(world, to.sha)];
  const inBase = new Set(ofBase.map((commit) => commit.sha));
  const inHead = new Set(ofHead.map((commit) => commit.sha));
  const mergeBase = ofHead.find((commit) => inBase.has(commit.sha));
  if (!mergeBase) return undefined;
  const commits = ofHead.filter((commit) => !inBase.has(commit.sha)).reverse();
  return {
    base: from,
    head: to,
    merge_base: mergeBase,
    commits,
    total_commits: commits.length,
    behind_by: ofBase.filter((commit) => !inHead.has(commit.sha)).length,
    files: [...new Set(commits.flatMap((commit) => commit.files))].sort(),
  };
}
