/**
 * Whether one candidate may ship, and what keeps it from shipping. Blocked outranks pending, pending
 * outranks promotable, and what is not known is never promotable.
 * @module
 */

import type { CommitChecks, Comparison } from "../observation/observation.ts";
import type { Watched } from "../state/state.ts";
import type { Candidate, DashboardCheck, Unmet, UnmetCategory } from "./dashboard.ts";
import { earliestOf, latestOf, millisOf, stampOf } from "./instants.ts";
import type { RequirementPolicy } from "./requirement_policy.ts";
import { type AppliedEntry, applyPolicy, isRequired } from "./requirements.ts";
import { type CheckResult, matchesEntry, resultsOf } from "./results.ts";
import type { ChosenCandidate } from "./select.ts";
import { CATEGORY_RANK, worstResult } from "./verdict.ts";

/** What evaluating one candidate depends on. */
export interface EvaluateOptions {
  /** Null when the checks of the commit could not be read. */
  readonly checks: CommitChecks | null;
  /** Null when it could not be read, or there is no base. */
  readonly comparison: Comparison | null;
  /** The required-checks policy. */
  readonly policy: RequirementPolicy;
  /** Missing checks by `watchKey`, when first observed. */
  readonly watched: Readonly<Record<string, Watched>>;
  /** The instant of the cycle. */
  readonly now: Temporal.Instant;
  /** Version of this program. */
  readonly generator_version: string;
}

/** Key under which the state remembers when a check was first observed to be missing. */
export function watchKey({ line, check, sha }: WatchedCheck): string {
  return `${line}/${check}@${sha}`;
}

/** A check of one commit on one line. */
export interface WatchedCheck {
  /** Line of the candidate. */
  readonly line: string;
  /** The name in the policy. */
  readonly check: string;
  /** Full commit id. */
  readonly sha: string;
}

/** One entry with everything that is known about it. */
interface Finding {
  readonly applied: AppliedEntry;
  readonly check: DashboardCheck;
  readonly unmet: Unmet | null;
  readonly flaky: boolean;
  /** Since when the deciding result stands; null when there is none. */
  readonly since: string | null;
}

/** Evaluates one candidate against the policy. */
export function evaluateCandidate(chosen: ChosenCandidate, options: EvaluateOptions): Candidate {
  const { commit, base } = chosen;
  const comparison = base === null ? null : options.comparison;
  const results = options.checks === null ? null : resultsOf(options.checks);
  const findings = applyPolicy(options.policy, { base, comparison })
    .map((applied) => examine(applied, { chosen, results, options }));
  const unmet = findings.flatMap((finding) => finding.unmet ?? []).sort(worstFirst);
  const state = results === null ? "pending" : stateOf(findings, unmet);
  const since = sinceOf(chosen, { state, unmet, findings });
  return {
    tag: chosen.name,
    line: chosen.line,
    candidate_type: chosen.type,
    commit_sha: commit.sha,
    commit_url: commit.url,
    committed_at: latestOf(commit.committed_at),
    base_sha: base?.sha ?? null,
    base: base?.name ?? null,
    promotable_state: state,
    top_blocker: topBlocker({ state, unmet, read: results !== null }),
    changed_files_count: comparison?.changed_files ?? null,
    changed_files_truncated: comparison?.truncated === true,
    checks: findings.map((finding) => finding.check),
    unmet,
    flaky: findings.filter((finding) => finding.flaky).map(({ applied }) => applied.entry.name)
      .sort(),
    since,
    age_minutes: minutesBetween(since, options.now),
    generated_at: stampOf(options.now.epochMilliseconds),
    generator_version: options.generator_version,
  };
}

function examine(
  applied: AppliedEntry,
  context: {
    chosen: ChosenCandidate;
    results: readonly CheckResult[] | null;
    options: EvaluateOptions;
  },
): Finding {
  const { entry, required } = applied;
  const found = (context.results ?? []).filter((result) => matchesEntry(result, entry));
  const flaky = found.some((result) => result.flaky);
  const worst = worstResult(found, context.options.policy);
  const since = worst?.result.since ?? null;
  const line = { name: entry.name, required };
  if (required === "conditional_skipped") {
    const check: DashboardCheck = { ...line, status: "skipped", conclusion: null, url: null };
    return { applied, check, unmet: null, flaky, since };
  }
  if (context.results === null) {
    const check: DashboardCheck = { ...line, status: "pending", conclusion: null, url: null };
    return { applied, check, unmet: null, flaky, since };
  }
  const conclusion = worst?.result.conclusion ?? "missing";
  const url = worst?.result.url ?? null;
  const category = worst === null ? "missing" : worst.category;
  const check = { ...line, status: statusOf({ category, conclusion, required }), conclusion, url };
  if (category === null || !isRequired(required)) {
    return { applied, check, unmet: null, flaky, since };
  }
  const unmet: Unmet = {
    name: entry.name,
    category,
    conclusion,
    url,
    since: since === null ? missingSince(entry.name, context) : latestOf(since),
    jobs: category === "failed" ? failedJobs(found) : [],
    why_required: applied.why,
  };
  return { applied, check, unmet, flaky, since };
}

function statusOf(
  { category, conclusion, required }: {
    category: UnmetCategory | null;
    conclusion: string;
    required: DashboardCheck["required"];
  },
): DashboardCheck["status"] {
  const passed_over = conclusion === "skipped" || conclusion === "neutral";
  if (conclusion === "skipped" && (category === null || !isRequired(required))) return "skipped";
  if (category === null || (passed_over && !isRequired(required))) return "success";
  return category === "failed" ? "failure" : "pending";
}

/** A missing check is younger than its commit, its tag and our first look at it; the first look may be this one. */
function missingSince(
  check: string,
  { chosen, options }: { chosen: ChosenCandidate; options: EvaluateOptions },
): string {
  const { commit, line, created_at } = chosen;
  const now = options.now.epochMilliseconds;
  const key = watchKey({ line, check, sha: commit.sha });
  const known = Object.hasOwn(options.watched, key) ? options.watched[key] : undefined;
  const first_observed = millisOf(known?.first_observed ?? "");
  // A time that is unreadable or in the future is corrupt, and the same as none.
  const observed = first_observed <= now ? first_observed : now;
  return latestOf(commit.committed_at, created_at, stampOf(observed));
}

function failedJobs(results: readonly CheckResult[]): { name: string; url: string }[] {
  const jobs = new Map(
    results.flatMap(({ failed_jobs }) =>
      failed_jobs.map(({ name, url }) => [`${name} ${url}`, { name, url }] as const)
    ),
  );
  return [...jobs].sort(([a], [b]) => a < b ? -1 : 1).map(([, job]) => job);
}

function stateOf(
  findings: readonly Finding[],
  unmet: readonly Unmet[],
): Candidate["promotable_state"] {
  if (unmet.some(({ category }) => category === "failed")) return "blocked";
  if (unmet.length > 0) return "pending";
  // Nothing required is nothing proven.
  return findings.some(({ applied }) => isRequired(applied.required)) ? "success" : "pending";
}

function sinceOf(
  { commit, created_at }: ChosenCandidate,
  { state, unmet, findings }: {
    state: Candidate["promotable_state"];
    unmet: readonly Unmet[];
    findings: readonly Finding[];
  },
): string {
  const reasons = unmet.filter(({ category }) => state !== "blocked" || category === "failed");
  if (reasons.length > 0) return earliestOf(...reasons.map(({ since }) => since));
  const met = state !== "success" ? [] : findings
    .filter(({ applied }) => isRequired(applied.required)).map(({ since }) => since);
  return latestOf(commit.committed_at, created_at, ...met);
}

function topBlocker(
  { state, unmet, read }: {
    state: Candidate["promotable_state"];
    unmet: readonly Unmet[];
    read: boolean;
  },
): string | null {
  if (!read) return "checks could not be read";
  const [worst] = unmet;
  if (worst === undefined) {
    return state === "success"
      ? null
      : "no check is required of it, so nothing proves that it may ship";
  }
  switch (worst.category) {
    case "failed":
      return worst.conclusion === "failure"
        ? `${worst.name} failed`
        : `${worst.name} failed (${worst.conclusion})`;
    case "missing":
      return `${worst.name} is missing`;
    default:
      return `${worst.name} is ${worst.category}`;
  }
}

/** Worst category first, then what has stood longest, then by name. */
function worstFirst(a: Unmet, b: Unmet): number {
  return CATEGORY_RANK[a.category] - CATEGORY_RANK[b.category] ||
    millisOf(a.since) - millisOf(b.since) || (a.name < b.name ? -1 : 1);
}

function minutesBetween(since: string, now: Temporal.Instant): number {
  return Math.max(0, Math.floor((now.epochMilliseconds - millisOf(since)) / 60_000));
}
