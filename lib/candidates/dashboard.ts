/**
 * The dashboard: which candidates there are and whether they may ship, in the shape of
 * `dashboard.json`. Field names that scripts already read are kept; times are `YYYY-MM-DDTHH:MM:SSZ`.
 * @module
 */

/** A requirement of the policy on one candidate. */
export type Requirement = "always" | "conditional" | "conditional_skipped" | "informational";

/** State of a candidate: blocked outranks pending, pending outranks success (promotable). */
export type PromotableState = "success" | "blocked" | "pending";

/** Why a requirement is not met. `running` and `waiting` age like `queued` but are named apart. */
export type UnmetCategory = "failed" | "queued" | "running" | "waiting" | "missing";

/** One line of the checks table of a candidate. */
export interface DashboardCheck {
  /** The name in the policy. */
  name: string;
  required: Requirement;
  status: "success" | "failure" | "pending" | "skipped";
  /** GitHub's conclusion, or its status while it has none; `missing` when there is no result. */
  conclusion: string | null;
  /** The result that decided; null when missing. */
  url: string | null;
}

/** A requirement that keeps a candidate from shipping. */
export interface Unmet {
  /** The name in the policy. */
  name: string;
  category: UnmetCategory;
  /** GitHub's conclusion or status, or `missing`. */
  conclusion: string;
  url: string | null;
  /** Since when: completed, started, created; for a missing check the latest of commit, tag, first observed. */
  since: string;
  /** Failed jobs or check runs, where they are known. */
  jobs: { name: string; url: string }[];
  /** Why this check is required, in words. */
  why_required: string;
}

/** A commit that might ship. */
export interface Candidate {
  /** Tag or branch name. */
  tag: string;
  /** `4.2`, or `main` for the default branch, or the branch itself when it carries no version. */
  line: string;
  candidate_type: "main" | "branch" | "rc";
  commit_sha: string;
  commit_url: string;
  committed_at: string;
  /** Commit it is compared with; null when there is none (then everything counts as changed). */
  base_sha: string | null;
  /** What the base is, in words: `v4.1.4`, `first parent`. */
  base: string | null;
  promotable_state: PromotableState;
  /** The worst unmet requirement, in words; null when promotable. */
  top_blocker: string | null;
  /** Null when the comparison could not be read or there is no base. */
  changed_files_count: number | null;
  /** True when GitHub cut the list of files: every conditional check is then required. */
  changed_files_truncated: boolean;
  checks: DashboardCheck[];
  /** Every unmet requirement, blocking ones first. */
  unmet: Unmet[];
  /** Names of checks that failed and then passed on this commit. */
  flaky: string[];
  /** Since when it is in this state. */
  since: string;
  age_minutes: number;
  generated_at: string;
  generator_version: string;
}

/** A possible candidate that is not one, and why. */
export interface LeftOut {
  name: string;
  why: string;
}

/** One entry of the health history. */
export interface HealthPoint {
  at: string;
  score: number;
  open_blockers: number;
  p0: number;
  failed_checks: number;
}

/** `dashboard.json` */
export interface Dashboard {
  repository: string;
  generated_at: string;
  generator_version: string;
  /** False when GitHub could not be read in full: nothing may be concluded from what is absent. */
  complete: boolean;
  gaps: { what: string; why: string }[];
  candidates: Candidate[];
  left_out: LeftOut[];
  summary: { total_candidates: number; promotable: number; blocked: number; pending: number };
  health: { score: number; history: HealthPoint[] };
}
