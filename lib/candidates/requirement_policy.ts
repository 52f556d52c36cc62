/**
 * What choosing and evaluating candidates reads from the required-checks policy.
 * @module
 */

/** A check that the policy names. */
export interface CheckEntry {
  /** A workflow's name or file name, a check run's name, or the context of a commit status. */
  readonly name: string;
  /** The workflow's file name or name, where `name` is something else. */
  readonly workflow?: string | null | undefined;
  /** Why it is required, in the words of the policy's author. */
  readonly rationale?: string | null | undefined;
}

/** A check that is required when certain files changed. */
export interface ConditionalEntry extends CheckEntry {
  /** Regular expressions; one match in one changed path is enough. */
  readonly when_paths_match: readonly string[];
}

/** Which commits may be candidates. */
export interface CandidateLimits {
  /** A branch or RC whose commit is older than this many days is not alive. */
  readonly active_days: number;
  /** Most candidates to list. */
  readonly max: number;
  /** Globs over branch names: `*` stops at `/`, `**` does not. */
  readonly release_branches: readonly string[];
}

/** The required-checks policy, as far as candidates need it. */
export interface RequirementPolicy {
  /** Required of every candidate. */
  readonly always_required: readonly CheckEntry[];
  /** Required when certain files changed. */
  readonly conditional_required: readonly ConditionalEntry[];
  /** Shown, never required. */
  readonly informational: readonly CheckEntry[];
  /** What a skipped result means for a required check. */
  readonly on_skipped: "block" | "pass";
  /** What a neutral result means for a required check. */
  readonly on_neutral: "block" | "pass";
  /** What the head of a branch is compared with. */
  readonly branch_base: "first_parent" | "latest_ga";
  /** Which commits may be candidates. */
  readonly candidates: CandidateLimits;
}

/** What choosing candidates needs of the policy. */
export type CandidatePolicy = Pick<RequirementPolicy, "branch_base" | "candidates">;

/** What an observation needs of it: whom to look at, and which changed paths matter. */
export type ObservedPolicy = CandidatePolicy & Pick<RequirementPolicy, "conditional_required">;
