/**
 * The observation: every fact read from GitHub in one cycle, as plain JSON.
 * Times are RFC 3339 strings in UTC (`2026-01-08T08:15:00Z`), as GitHub sends them.
 * @module
 */

/** Something that could not be read. An observation with gaps is not complete. */
export interface Gap {
  /** What is missing, for example `checks of 1a2b3c4`. */
  readonly what: string;
  /** Why, in words. */
  readonly why: string;
}

/** A commit, as far as choosing candidates needs it. */
export interface CommitFacts {
  /** GraphQL node id. */
  readonly id: string;
  readonly sha: string;
  readonly committed_at: string;
  readonly headline: string;
  readonly url: string;
  /** First parent; null for a root commit. */
  readonly parent: string | null;
  /** Files changed against the first parent; null where GitHub does not say. */
  readonly changed_files: number | null;
}

/** A branch and the commit it points at. */
export interface BranchFacts {
  readonly name: string;
  readonly head: CommitFacts;
}

/** A tag, peeled to the commit it stands for. */
export interface TagFacts {
  readonly name: string;
  /** When the tag was made: the tagger's date, or the commit's for a lightweight tag. */
  readonly created_at: string;
  readonly head: CommitFacts;
}

/** One run inside a check suite. */
export interface CheckRunFacts {
  readonly id: number;
  readonly name: string;
  /** Lower case, as REST writes it: queued, in_progress, waiting, requested, pending, completed. */
  readonly status: string;
  /** Lower case; null until completed. */
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly url: string;
}

/** The workflow run behind a check suite of GitHub Actions. */
export interface WorkflowRunFacts {
  readonly id: number;
  readonly run_number: number;
  readonly event: string;
  readonly url: string;
  readonly created_at: string;
  /** The workflow's display name. */
  readonly workflow: string;
  /** The workflow's file name, for example `ci.yml`. */
  readonly file: string;
}

/** What one app reported for one commit. */
export interface CheckSuiteFacts {
  readonly id: string;
  readonly app: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly workflow_run: WorkflowRunFacts | null;
  readonly check_runs: readonly CheckRunFacts[];
}

/** A commit status (the older API), one per context: GitHub shows only the newest. */
export interface StatusFacts {
  readonly context: string;
  /** Lower case: success, failure, error, pending, expected. */
  readonly state: string;
  readonly created_at: string;
  readonly url: string | null;
}

/** Every CI result of one commit. */
export interface CommitChecks {
  readonly suites: readonly CheckSuiteFacts[];
  readonly statuses: readonly StatusFacts[];
}

/** The files that changed between two commits. */
export interface Comparison {
  readonly base: string;
  readonly head: string;
  /** At most 300: GitHub stops there. */
  readonly files: readonly string[];
  /** True when GitHub may have left files out. */
  readonly truncated: boolean;
}

/** An issue with a label that we watch: open, or closed not long ago. Never a pull request. */
export interface IssueFacts {
  /** Positive as on GitHub; negative for an issue that is only planned (dry run, read-only mode). */
  readonly number: number;
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  /** Login of the author, `ghost` when the account is gone. */
  readonly author: string;
  /** True when the token we use wrote it: the only issues whose markers count. */
  readonly viewer_did_author: boolean;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

/** A state file as it stands on the state branch; null when there is none. */
export type StateTexts = Readonly<Record<string, string | null>>;

/** Where the state was read: the commit guards the commit that follows. */
export interface StateFacts {
  readonly branch: string;
  /** Head of the state branch at the time of reading; null when the branch does not exist. */
  readonly head: string | null;
  readonly files: StateTexts;
}

/** The repository itself. */
export interface RepositoryFacts {
  readonly id: string;
  /** `owner/name` as GitHub spells it. */
  readonly full_name: string;
  readonly url: string;
  readonly default_branch: string;
}

/** All facts of one cycle. */
export interface Observation {
  readonly repository: RepositoryFacts;
  /** Login behind the token. */
  readonly viewer: string;
  readonly observed_at: string;
  /** False when anything that the policies ask for could not be read: see `gaps`. */
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
  /** The default branch from its head back, newest first. */
  readonly default_commits: readonly CommitFacts[];
  readonly branches: readonly BranchFacts[];
  /** Newest first, back to the horizon that choosing candidates needs. */
  readonly tags: readonly TagFacts[];
  /** By commit. */
  readonly checks: Readonly<Record<string, CommitChecks>>;
  /** By `base...head`, full commit ids. */
  readonly comparisons: Readonly<Record<string, Comparison>>;
  readonly issues: readonly IssueFacts[];
  /** Text of the CODEOWNERS file; null when there is none. */
  readonly codeowners: string | null;
  readonly state: StateFacts;
}
