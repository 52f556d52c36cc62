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
  /** Full commit id, 40 hexadecimal digits. */
  readonly sha: string;
  /** Committer's date, RFC 3339 in UTC. */
  readonly committed_at: string;
  /** First line of the message as GitHub cuts it; anybody's text. */
  readonly headline: string;
  /** Page of the commit. */
  readonly url: string;
  /** First parent; null for a root commit. */
  readonly parent: string | null;
  /** Files changed against the first parent; null where GitHub does not say. */
  readonly changed_files: number | null;
}

/** A branch and the commit it points at. */
export interface BranchFacts {
  /** Without `refs/heads/`: `release/4.2`. */
  readonly name: string;
  /** The commit it points at. */
  readonly head: CommitFacts;
}

/** A tag, peeled to the commit it stands for. */
export interface TagFacts {
  /** Without `refs/tags/`: `v4.2.0-rc.3`. */
  readonly name: string;
  /** When the tag was made: the tagger's date, or the commit's for a lightweight tag. */
  readonly created_at: string;
  /** The commit behind it, whatever annotations lie between. */
  readonly head: CommitFacts;
}

/** One run inside a check suite. */
export interface CheckRunFacts {
  /** GitHub's database id, as REST and the addresses of pages use it. */
  readonly id: number;
  /** The job's name for GitHub Actions; anybody's text. */
  readonly name: string;
  /** Lower case, as REST writes it: queued, in_progress, waiting, requested, pending, completed. */
  readonly status: string;
  /** Lower case; null until completed. */
  readonly conclusion: string | null;
  /** RFC 3339; null until it starts. */
  readonly started_at: string | null;
  /** RFC 3339; null until completed. */
  readonly completed_at: string | null;
  /** Page of the run, with its log. */
  readonly url: string;
}

/** The workflow run behind a check suite of GitHub Actions. */
export interface WorkflowRunFacts {
  /** GitHub's database id, as it stands in the address of the run. */
  readonly id: number;
  /** Counts up per workflow, whatever the event; a re-run keeps its number. */
  readonly run_number: number;
  /** What triggered it: `push`, `schedule`, `workflow_dispatch`, … */
  readonly event: string;
  /** Page of the run. */
  readonly url: string;
  /** When it was triggered, RFC 3339; a re-run does not change it. */
  readonly created_at: string;
  /** The workflow's display name. */
  readonly workflow: string;
  /** The workflow's file name, for example `ci.yml`. */
  readonly file: string;
}

/** What one app reported for one commit. */
export interface CheckSuiteFacts {
  /** GraphQL node id. */
  readonly id: string;
  /** Slug of the app, `github-actions` for workflows; empty when the app is gone. */
  readonly app: string;
  /** Lower case, like that of a check run. */
  readonly status: string;
  /** Lower case, with startup_failure and stale besides those of runs; null until completed. */
  readonly conclusion: string | null;
  /** RFC 3339. */
  readonly created_at: string;
  /** RFC 3339; moves with every re-run, since GitHub updates the suite in place. */
  readonly updated_at: string;
  /** Null for suites of other apps than GitHub Actions. */
  readonly workflow_run: WorkflowRunFacts | null;
  /** Empty for suites that an installed app opened and never used. */
  readonly check_runs: readonly CheckRunFacts[];
}

/** A commit status (the older API), one per context: GitHub shows only the newest. */
export interface StatusFacts {
  /** Names the status, for example `ci/circleci: build`; anybody's text. */
  readonly context: string;
  /** Lower case: success, failure, error, pending, expected. */
  readonly state: string;
  /** RFC 3339; every change is a new status, so this is the time of the last one. */
  readonly created_at: string;
  /** Target that the reporter gave; null without one. */
  readonly url: string | null;
}

/** Every CI result of one commit. */
export interface CommitChecks {
  /** What apps reported, GitHub Actions among them. */
  readonly suites: readonly CheckSuiteFacts[];
  /** What was reported through the older API. */
  readonly statuses: readonly StatusFacts[];
}

/**
 * What changed between two commits, as far as the policy asks. Both are named by their content, so it
 * holds for good: a tag or branch that moves makes another pair.
 */
export interface Comparison {
  /** Full id of the older commit. */
  readonly base: string;
  /** Full id of the newer commit. */
  readonly head: string;
  /** How many files GitHub listed; one that was moved counts in both places. */
  readonly changed_files: number;
  /** True when GitHub may have left files out. */
  readonly truncated: boolean;
  /** The first listed file that a pattern matches, null for none; a pattern that is absent was not asked. */
  readonly matches: Readonly<Record<string, string | null>>;
}

/** An issue with a label that we watch: open, or closed not long ago. Never a pull request. */
export interface IssueFacts {
  /** Positive as on GitHub; negative for an issue that is only planned (dry run, read-only mode). */
  readonly number: number;
  /** GraphQL node id; mutations take this, not the number. */
  readonly id: string;
  /** Page of the issue. */
  readonly url: string;
  /** Anybody's text, at most 256 characters. */
  readonly title: string;
  /** Markdown, anybody's text, at most 65,536 characters; empty when there is none. */
  readonly body: string;
  /** Closed whatever the reason that GitHub keeps for it. */
  readonly state: "open" | "closed";
  /** RFC 3339. */
  readonly created_at: string;
  /** RFC 3339; comments and labels count as updates too. */
  readonly updated_at: string;
  /** RFC 3339; null while open. */
  readonly closed_at: string | null;
  /** Login of the author, `ghost` when the account is gone. */
  readonly author: string;
  /** True when the token we use wrote it: the only issues whose markers count. */
  readonly viewer_did_author: boolean;
  /** Names as GitHub spells them; comparing ignores case. */
  readonly labels: readonly string[];
  /** Logins, at most 10; teams cannot be assigned. */
  readonly assignees: readonly string[];
}

/** A state file as it stands on the state branch; null when there is none. */
export type StateTexts = Readonly<Record<string, string | null>>;

/** Where the state was read: the commit guards the commit that follows. */
export interface StateFacts {
  /** Branch that was read and that the commit goes to. */
  readonly branch: string;
  /** Head of the state branch at the time of reading; null when the branch does not exist. */
  readonly head: string | null;
  /** Text of each state file; null for one that does not exist. */
  readonly files: StateTexts;
}

/** The repository itself. */
export interface RepositoryFacts {
  /** GraphQL node id. */
  readonly id: string;
  /** `owner/name` as GitHub spells it. */
  readonly full_name: string;
  /** Page of the repository; on GitHub Enterprise Server it has that server's host. */
  readonly url: string;
  /** Its name, without `refs/heads/`. */
  readonly default_branch: string;
}

/** All facts of one cycle. */
export interface Observation {
  /** Where all of it was read. */
  readonly repository: RepositoryFacts;
  /** Login behind the token. */
  readonly viewer: string;
  /** `now` of the cycle, RFC 3339: not the time of each answer. */
  readonly observed_at: string;
  /** False when anything that the policies ask for could not be read: see `gaps`. */
  readonly complete: boolean;
  /** What could not be read, and why; empty when `complete`. */
  readonly gaps: readonly Gap[];
  /** The default branch from its head back, newest first. */
  readonly default_commits: readonly CommitFacts[];
  /** Release branches and their heads, as far as the policy asks for them. */
  readonly branches: readonly BranchFacts[];
  /** Newest first, back to the horizon that choosing candidates needs. */
  readonly tags: readonly TagFacts[];
  /** By commit. */
  readonly checks: Readonly<Record<string, CommitChecks>>;
  /** By `base...head`, full commit ids. */
  readonly comparisons: Readonly<Record<string, Comparison>>;
  /** Issues with a watched label, each once; pull requests are left out. */
  readonly issues: readonly IssueFacts[];
  /** Text of the CODEOWNERS file; null when there is none. */
  readonly codeowners: string | null;
  /** The state files as the state branch holds them. */
  readonly state: StateFacts;
}
