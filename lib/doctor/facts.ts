/**
 * The facts that the doctor judges: gathered once, plain data.
 * @module
 */

import type { CommitChecks, Gap, StateTexts } from "../observation/observation.ts";
import type { Policies } from "../policy/policies.ts";
import type { Problem } from "../policy/problem.ts";

/** What a cycle would be asked to do: permissions follow from it. */
export interface Wanted {
  /** `owner/name` as it was given. */
  readonly repository: string;
  /** Blocker issues are raised and kept up to date; without it nothing at all is written. */
  readonly issue_writes: boolean;
  /** Blockers are routed. */
  readonly routing: boolean;
  /** Blockers are escalated. */
  readonly escalation: boolean;
  /** The state is committed to its branch; false where it is kept in a folder or not at all. */
  readonly commit_state: boolean;
}

/** How the reading of policies ended. */
export interface PolicyFacts {
  /** Null when any problem is an error. */
  readonly policies: Policies | null;
  /** In the order of `check`. */
  readonly problems: readonly Problem[];
}

/** What is left of an hourly budget. */
export interface Budget {
  /** `REST` or `GraphQL`. */
  readonly name: string;
  /** Points of an hour. */
  readonly limit: number;
  /** Points left of them. */
  readonly remaining: number;
  /** When it is full again, RFC 3339. */
  readonly resets_at: string;
}

/** An answer of GitHub's to the question who we are: it costs nothing. */
export interface Greeting {
  /** GitHub's clock, RFC 3339; null where the answer had no date. */
  readonly server_time: string | null;
  /** Our clock when the answer came, RFC 3339. */
  readonly our_time: string;
  /** Null on a server that sets no limits. */
  readonly budgets: readonly Budget[] | null;
  /** Scopes of a classic token; null for every other kind, which GitHub does not describe. */
  readonly scopes: readonly string[] | null;
  /** When the token ends, RFC 3339; null for one without an end, or where GitHub does not say. */
  readonly expires_at: string | null;
}

/** Why GitHub could not be asked. */
export interface Refused {
  /** `token`: refused or expired; `repository`: not found; `other`: see `why`. */
  readonly kind: "token" | "repository" | "other";
  /** In words. */
  readonly why: string;
  /** What to do, where that is known better than here. */
  readonly remedy?: string;
}

/** As whom GitHub is asked. */
export interface IdentityFacts {
  /** To begin a sentence with: `The token in GITHUB_TOKEN`. */
  readonly name: string;
  /** Permissions of an app's token, which GitHub told with it; null for every other kind. */
  readonly granted: Readonly<Record<string, "read" | "write">> | null;
}

/** What keeps the state branch from being pushed to. */
export interface BranchProtection {
  /** In words, for example `a pull request is required`; empty when nothing does. */
  readonly hindrances: readonly string[];
  /** Why some of it cannot be told; null when all was told. */
  readonly untold: string | null;
}

/** The repository as a cycle would find it. */
export interface Examined {
  /** `owner/name` as GitHub spells it. */
  readonly full_name: string;
  /** Its name, without `refs/heads/`; empty in a repository without a commit. */
  readonly default_branch: string;
  /** Read-only for everybody. */
  readonly archived: boolean;
  /** False where issues are switched off. */
  readonly issues_enabled: boolean;
  /** Login behind the token. */
  readonly viewer: string;
  /** What that account may do: `READ`, `TRIAGE`, `WRITE`, `MAINTAIN`, `ADMIN`; null when GitHub does not say. */
  readonly permission: string | null;
  /** Names of all labels; null when they could not be read. */
  readonly labels: readonly string[] | null;
  /** The branch that state goes to, and whether it exists. */
  readonly state_branch: { readonly name: string; readonly exists: boolean };
  /** Of the state branch. */
  readonly protection: BranchProtection;
  /** Texts of the state files, from the branch or the local folder. */
  readonly state: StateTexts;
  /** CI results of the newest commits of the default branch, newest first. */
  readonly recent: readonly CommitChecks[];
  /** What could not be read. */
  readonly gaps: readonly Gap[];
}

/** Everything that the doctor knows. */
export interface Facts {
  /** What a cycle would be asked to do. */
  readonly wanted: Wanted;
  /** How the policies are. */
  readonly policies: PolicyFacts;
  /** Null when the environment gives none, or one that cannot be used: `refused` then says why. */
  readonly identity: IdentityFacts | null;
  /** Null when GitHub could not be asked. */
  readonly greeting: Greeting | null;
  /** Null when the repository could not be read. */
  readonly examined: Examined | null;
  /** Why something of the two is null; null when nothing is. */
  readonly refused: Refused | null;
}
