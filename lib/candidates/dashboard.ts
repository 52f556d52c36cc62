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
  /** How the policy asks for it. */
  required: Requirement;
  /** What the result means for the requirement. */
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
  /** Why it is not met. */
  category: UnmetCategory;
  /** GitHub's conclusion or status, or `missing`. */
  conclusion: string;
  /** The result that decided; null when missing. */
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
  /** Default branch, release branch, or RC tag. */
  candidate_type: "main" | "branch" | "rc";
  /** Full commit id. */
  commit_sha: string;
  /** Page of the commit. */
  commit_url: string;
  /** When it was committed. */
  committed_at: string;
  /** Commit it is compared with; null when there is none (then everything counts as changed). */
  base_sha: string | null;
  /** What the base is, in words: `v4.1.4`, `first parent`. */
  base: string | null;
  /** Whether it may ship. */
  promotable_state: PromotableState;
  /** The worst unmet requirement, in words; null when promotable. */
  top_blocker: string | null;
  /** Null when the comparison could not be read or there is no base. */
  changed_files_count: number | null;
  /** True when GitHub cut the list of files: every conditional check is then required. */
  changed_files_truncated: boolean;
  /** Every check that the policy names, in its order. */
  checks: DashboardCheck[];
  /** Every unmet requirement, blocking ones first. */
  unmet: Unmet[];
  /** Names of checks that failed and then passed on this commit. */
  flaky: string[];
  /** Since when it is in this state. */
  since: string;
  /** Whole minutes since then. */
  age_minutes: number;
  /** The instant of the cycle. */
  generated_at: string;
  /** Version of this program. */
  generator_version: string;
}

/** A possible candidate that is not one, and why. */
export interface LeftOut {
  /** Name of the branch or tag, or a count of them. */
  name: string;
  /** Why it is not a candidate. */
  why: string;
  /** Its line, where it might ship and was left out for want of room alone. */
  line?: string;
}

/** One entry of the health history. */
export interface HealthPoint {
  /** The instant of the cycle that computed it. */
  at: string;
  /** 0 to 100. */
  score: number;
  /** Open blocker issues. */
  open_blockers: number;
  /** Those of severity P0. */
  p0: number;
  /** Failed required checks, over all candidates. */
  failed_checks: number;
}

/** `dashboard.json` */
export interface Dashboard {
  /** `owner/name`. */
  repository: string;
  /** The instant of the cycle. */
  generated_at: string;
  /** Version of this program. */
  generator_version: string;
  /** False when GitHub could not be read in full: nothing may be concluded from what is absent. */
  complete: boolean;
  /** What could not be read. */
  gaps: { what: string; why: string }[];
  /** Default branch first, then the newest commits first. */
  candidates: Candidate[];
  /** What might have been a candidate and is not. */
  left_out: LeftOut[];
  /** How many candidates are in which state. */
  summary: { total_candidates: number; promotable: number; blocked: number; pending: number };
  /** Health score, and its changes, oldest first, at most 100. */
  health: { score: number; history: HealthPoint[] };
}
