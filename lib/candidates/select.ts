/**
 * Choosing candidates: the default branch, living release branches and the newest living RC of each
 * line.
 * @module
 */

import type { CommitFacts, Observation } from "../observation/observation.ts";
import { aliveBranches, aliveReleaseCandidates, type VersionTags, versionTags } from "./alive.ts";
import { type Base, baseOfBranch, baseOfCandidate } from "./base.ts";
import { compileBranchGlob } from "./branch_glob.ts";
import type { Candidate, LeftOut } from "./dashboard.ts";
import { millisOf } from "./instants.ts";
import { type LeftOutItem, tellLeftOut } from "./left_out.ts";
import { newestOwnCommit } from "./main_commit.ts";
import type { CandidatePolicy } from "./requirement_policy.ts";
import { lineOfBranch } from "./versions.ts";

export { isStateCommit } from "./main_commit.ts";
export { branchesSuffice, tagsSuffice } from "./sufficient.ts";

/** What choosing reads of the observation. */
export type CandidateFacts = Pick<
  Observation,
  "repository" | "default_commits" | "branches" | "tags"
>;

/** A candidate that was chosen, before its checks are looked at. */
export interface ChosenCandidate {
  /** Name of the tag or branch. */
  readonly name: string;
  /** `4.2`; `main` for the default branch; the branch's name when it carries no version. */
  readonly line: string;
  /** What kind of candidate it is. */
  readonly type: Candidate["candidate_type"];
  /** The commit that might ship. */
  readonly commit: CommitFacts;
  /** When the tag was made, or when the commit was committed. */
  readonly created_at: string;
  /** What it is compared with; null when everything counts as changed. */
  readonly base: Base | null;
}

/** What choosing depends on besides the facts. */
export interface SelectOptions {
  /** The required-checks policy, as far as choosing reads it. */
  readonly policy: CandidatePolicy;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
}

/** The line of the default branch, whatever the branch is called. */
export const MAIN_LINE = "main";

/**
 * The candidates, the default branch first, then the newest commits first, at most
 * `policy.candidates.max`; and what was left out with the reason.
 */
export function selectCandidates(
  facts: CandidateFacts,
  options: SelectOptions,
): { chosen: ChosenCandidate[]; left_out: LeftOut[] } {
  const { max, active_days } = options.policy.candidates;
  const alive = { tags: versionTags(facts.tags), active_days, now: options.now };
  const main = chooseMain(facts, { ...options, tags: alive.tags });
  const rcs = aliveReleaseCandidates(alive);
  const tagged = rcs.alive.map(({ tag, version }): ChosenCandidate => ({
    name: tag.name,
    line: version.line,
    type: "rc",
    commit: tag.head,
    created_at: tag.created_at,
    base: baseOfCandidate({ tag, version }, alive.tags),
  }));
  const branches = chooseBranches(facts, { ...options, alive, tagged });
  const rest = [...tagged, ...branches.chosen].sort(newestFirst);
  const all = [...main.chosen, ...rest];
  const over = all.slice(max).map(({ name, line }) => ({
    ...named(name, `more than ${max} candidates: \`candidates.max\` of the policy allows no more`),
    line,
  }));
  return {
    chosen: all.slice(0, max),
    left_out: tellLeftOut([...main.left_out, ...rcs.left_out, ...branches.left_out, ...over]),
  };
}

interface Choice {
  readonly chosen: readonly ChosenCandidate[];
  readonly left_out: readonly LeftOutItem[];
}

function chooseMain(
  facts: CandidateFacts,
  options: SelectOptions & { tags: VersionTags },
): Choice {
  const name = facts.repository.default_branch;
  const commit = newestOwnCommit(facts.default_commits);
  if (commit === null) {
    const why = facts.default_commits.length === 0
      ? "the branch has no commit"
      : "every commit that was read only stores the state of this program";
    return { chosen: [], left_out: [named(name, why)] };
  }
  const chosen: ChosenCandidate = {
    name,
    line: MAIN_LINE,
    type: "main",
    commit,
    created_at: commit.committed_at,
    base: baseOfBranch({ head: commit, line: MAIN_LINE }, options),
  };
  return { chosen: [chosen], left_out: [] };
}

function chooseBranches(
  facts: CandidateFacts,
  options: SelectOptions & {
    alive: Parameters<typeof aliveBranches>[1];
    tagged: readonly ChosenCandidate[];
  },
): Choice {
  const globs = options.policy.candidates.release_branches.map(compileBranchGlob);
  const release_branches = facts.branches.filter(({ name }) =>
    name !== facts.repository.default_branch && globs.some((glob) => glob.test(name))
  );
  const sorted = aliveBranches(release_branches, options.alive);
  const left_out = [...sorted.left_out];
  const chosen: ChosenCandidate[] = [];
  for (const { name, head } of sorted.alive) {
    const line = lineOfBranch(name);
    const twin = options.tagged.find((rc) => rc.line === line && rc.commit.sha === head.sha);
    if (twin !== undefined) {
      left_out.push(named(name, `same commit as ${twin.name}`));
      continue;
    }
    const base = baseOfBranch({ head, line }, { policy: options.policy, tags: options.alive.tags });
    chosen.push({ name, line, type: "branch", commit: head, created_at: head.committed_at, base });
  }
  return { chosen, left_out };
}

function named(name: string, why: string): LeftOutItem {
  return { kind: "named", name, why, why_many: why };
}

function newestFirst(a: ChosenCandidate, b: ChosenCandidate): number {
  return millisOf(b.commit.committed_at) - millisOf(a.commit.committed_at) ||
    (a.name < b.name ? -1 : 1);
}
