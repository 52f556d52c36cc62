/**
 * The hub: everything a cycle asks of the place where the repository lives. Two kinds exist: GitHub
 * over HTTP, and a recorded world (the demo), so that both run the same cycle.
 * @module
 */

import type { Action } from "../gate/action.ts";
import type { Observation, StateFacts, StateTexts } from "../observation/observation.ts";
import type { ObservedPolicy } from "../candidates/requirement_policy.ts";

/** What an observation needs to know beforehand: it comes from the policies. */
export interface ObservationRequest {
  /** Instant of the cycle: what counts as alive or recent is measured from here. */
  readonly now: Temporal.Instant;
  /** Issues with any of these labels are read. */
  readonly labels: readonly string[];
  /** Says how far back tags and branches are read, and which changed paths matter. */
  readonly candidates: ObservedPolicy;
  /** Files that the cycle itself writes into the repository: a change of them asks for no check. */
  readonly own_files: readonly string[];
  /** Folder of the state files in the repository. */
  readonly state_path: string;
  /** Branch of the state files; null for the default branch. */
  readonly state_branch: string | null;
  /** State kept in a local folder, which then counts instead of the branch's; null without one. */
  readonly local_state: StateTexts | null;
}

/** The answer to a write. */
export interface Performed {
  /** Number, node id and address of an issue that was created. */
  readonly created?: { readonly number: number; readonly id: string; readonly url: string };
  /** Number of an older issue for the same blocker, which another cycle created just before. */
  readonly older?: number;
  /** Id of a comment that was posted. */
  readonly comment_id?: number;
  /** True when the write turned out to be there already, so nothing was sent. */
  readonly already?: boolean;
}

/** State files to be committed. */
export interface StateCommit {
  /** Must exist: GitHub does not create it with the commit. */
  readonly branch: string;
  /** Head at which the state was read. */
  readonly expected_head: string;
  /** Its first line tells the loop guard that the commit is ours. */
  readonly message: string;
  /** Text by path in the repository. */
  readonly files: Readonly<Record<string, string>>;
}

/** What became of a state commit: `stale` when the branch has moved on since it was read. */
export type CommitAnswer =
  | { readonly kind: "committed"; readonly sha: string; readonly url: string }
  | { readonly kind: "stale" };

/** Code of the `Failure` of a write that was not sent, because the cycle may write no more: the next one does it. */
export const WRITE_CAPPED = "write-capped";

/** Where the repository lives. Every method throws a `Failure` or an HTTP error in words. */
export interface Hub {
  /** Reads everything that the cycle needs, once; what cannot be read becomes a gap, not an absence. */
  observe(request: ObservationRequest): Promise<Observation>;
  /** A second, independent read before something is created: numbers of open issues that track the fingerprint. */
  findOpen(fingerprint: string, labels: readonly string[]): Promise<readonly number[]>;
  /**
   * Texts of our comments of those keys by the number of their issue; null where there is no such
   * comment, and nothing for an issue that is gone or that could not be read.
   */
  findComments(keys: ReadonlyMap<number, string>): Promise<ReadonlyMap<number, string | null>>;
  /** Does one write exactly once: where its outcome is unknown, it looks before it writes again. */
  perform(action: Action): Promise<Performed>;
  /** The state files as they are now, for the merge after a lost race. */
  readState(request: ObservationRequest): Promise<StateFacts>;
  /** Commits on top of the expected head only; a branch that has moved is told, not overwritten. */
  commitState(commit: StateCommit): Promise<CommitAnswer>;
  /** Files that changed between two commits. */
  changedPaths(
    base: string,
    head: string,
  ): Promise<{ files: readonly string[]; truncated: boolean }>;
}
