/**
 * The world that the emulator serves: one GitHub repository and its people, as plain JSON. Nothing in
 * here knows HTTP; time is virtual and stands in `now`.
 * @module
 */

/** A commit. Times are RFC 3339 in UTC, seconds precise, as GitHub writes them. */
export interface CommitRecord {
  sha: string;
  /** First parent first; empty for a root commit. */
  parents: string[];
  committed_at: string;
  message: string;
  author: string;
  /** Paths changed against the first parent. */
  files: string[];
}

/** What keeps the emulator's own token from pushing: GitHub's two kinds of rule answer differently. */
export type Protection = "none" | "branch protection" | "ruleset";

/** A branch with the text files that stand on it. */
export interface BranchRecord {
  head: string;
  files: Record<string, string>;
  protection: Protection;
}

/** A tag. A lightweight one has no tagger and no date of its own. */
export interface TagRecord {
  commit: string;
  annotated: boolean;
  /** When an annotated tag was made; null for a lightweight one. */
  tagged_at: string | null;
}

/** Check states as REST writes them. */
export type CheckStatus =
  | "queued"
  | "in_progress"
  | "completed"
  | "waiting"
  | "requested"
  | "pending";

/** Conclusions as REST writes them; `startup_failure` and `stale` are for suites only. */
export type CheckConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required"
  | "startup_failure"
  | "stale";

/** One job of a workflow run, or one check of another app. */
export interface CheckRunRecord {
  id: number;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  started_at: string | null;
  completed_at: string | null;
}

/** The workflow run behind a suite of GitHub Actions. */
export interface WorkflowRunRecord {
  id: number;
  run_number: number;
  event: string;
  created_at: string;
  updated_at: string;
  /** Display name and file name, for example `Unit Tests` and `unit-tests.yml`. */
  workflow: { name: string; file: string };
}

/** What one app reported for one commit. */
export interface CheckSuiteRecord {
  id: number;
  /** Slug of the app, for example `github-actions`. */
  app: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  created_at: string;
  updated_at: string;
  workflow_run: WorkflowRunRecord | null;
  check_runs: CheckRunRecord[];
}

/** States of a commit status. */
export type StatusState = "error" | "failure" | "pending" | "success";

/** A commit status as it was reported; GitHub shows the newest per context. */
export interface StatusRecord {
  id: number;
  context: string;
  state: StatusState;
  created_at: string;
  target_url: string | null;
  description: string | null;
}

/** A comment on an issue or pull request. */
export interface CommentRecord {
  id: number;
  /** Login as REST writes it (`release-bot[bot]`); null once the account is gone. */
  author: string | null;
  body: string;
  created_at: string;
  updated_at: string;
}

/** Who did what to an issue. */
export interface EventRecord {
  by: string;
  at: string;
  event:
    | "labeled"
    | "unlabeled"
    | "assigned"
    | "unassigned"
    | "closed"
    | "reopened"
    | "edited"
    | "commented";
  /** The label, the assignee, or the changed field. */
  what: string | null;
}

/** Why an issue is in its state. */
export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

/** An issue or a pull request: both share the numbers, and REST lists both. */
export interface IssueRecord {
  number: number;
  kind: "issue" | "pull";
  title: string;
  body: string;
  state: "open" | "closed";
  state_reason: StateReason | null;
  /** Login as REST writes it; null once the account is gone (GitHub then shows `ghost`). */
  author: string | null;
  labels: string[];
  assignees: string[];
  comments: CommentRecord[];
  events: EventRecord[];
  created_at: string;
  updated_at: string;
  closed_at: string | null;
}

/** A label of the repository. */
export interface LabelRecord {
  id: number;
  name: string;
  /** Six hexadecimal digits. */
  color: string;
  description: string | null;
}

/** A comparison that is given rather than derived from the commits: for real repositories in part. */
export interface ComparisonRecord {
  files: string[];
  total_commits: number;
}

/** A GitHub App, as far as a repository has to do with it. */
export interface AppRecord {
  /** Its number, which it may sign with. */
  id: number;
  /** The other name that it may sign with. */
  client_id: string;
  slug: string;
  /** DER of its public key (SPKI), in Base64. */
  public_key: string;
  /** On the repository; null when it is not installed there. */
  installation: {
    id: number;
    suspended_at: string | null;
    permissions: Record<string, "read" | "write">;
  } | null;
}

/** Everything. Change it directly in a test, or through the builder. */
export interface World {
  now: string;
  repository: {
    owner: string;
    name: string;
    default_branch: string;
    private: boolean;
    archived?: boolean;
    /** False where issues are switched off. Default true. */
    issues?: boolean;
  };
  viewer: {
    /** Login behind the token, as REST writes it. */
    login: string;
    /** True for an installation token, which may not ask `GET /user`. */
    installation: boolean;
    /** What the account may do in the repository. Default `WRITE`. */
    permission?: "READ" | "TRIAGE" | "WRITE" | "MAINTAIN" | "ADMIN";
    /** Scopes of a classic token, which GitHub names in a header; other kinds of token have none. */
    scopes?: string;
  };
  /** Absent: nobody signs in as an app. */
  app?: AppRecord;
  /** By commit id. */
  commits: Record<string, CommitRecord>;
  branches: Record<string, BranchRecord>;
  tags: Record<string, TagRecord>;
  /** By commit id. */
  suites: Record<string, CheckSuiteRecord[]>;
  /** By commit id, oldest first. */
  statuses: Record<string, StatusRecord[]>;
  /** By number. */
  issues: Record<string, IssueRecord>;
  /** By lower-case name: GitHub's labels ignore case. */
  labels: Record<string, LabelRecord>;
  /** Logins that may be assigned; an empty list admits nobody. */
  assignable: string[];
  /** By `base...head`, full commit ids. */
  comparisons: Record<string, ComparisonRecord>;
  /** Number of the newest issue or pull request, and the last id that was given out. */
  counters: { issue: number; id: number };
}

/** An empty repository. */
export function emptyWorld(fullName: string): World {
  const [owner, name] = fullName.split("/");
  if (!owner || !name) throw new Error(`Cannot make a world: ${fullName} is not owner/name`);
  return {
    now: "2026-01-08T08:00:00Z",
    repository: { owner, name, default_branch: "main", private: false },
    viewer: { login: "github-actions[bot]", installation: true },
    commits: {},
    branches: {},
    tags: {},
    suites: {},
    statuses: {},
    issues: {},
    labels: {},
    assignable: [],
    comparisons: {},
    counters: { issue: 0, id: 1000 },
  };
}

/** The next free id: one sequence for everything that has a number of its own on GitHub. */
export function nextId(world: World): number {
  return ++world.counters.id;
}
