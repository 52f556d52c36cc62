/**
 * Builders of the facts that candidates are made of, so that tests say only what matters to them.
 * @module
 */

import { reduceComparison } from "../../lib/candidates/comparisons.ts";
import type { Candidate } from "../../lib/candidates/dashboard.ts";
import { evaluateCandidate, type EvaluateOptions } from "../../lib/candidates/evaluate.ts";
import type { RequirementPolicy } from "../../lib/candidates/requirement_policy.ts";
import type { ChosenCandidate } from "../../lib/candidates/select.ts";
import type {
  BranchFacts,
  CheckRunFacts,
  CheckSuiteFacts,
  CommitFacts,
  Comparison,
  StatusFacts,
  TagFacts,
} from "../../lib/observation/observation.ts";
import { compilePattern } from "../../lib/policy/pattern.ts";

export const NOW = Temporal.Instant.from("2026-01-08T12:00:00Z");
export const SHA = "a".repeat(40);
export const BASE_SHA = "b".repeat(40);

/** An instant so many minutes before `NOW`. */
export function minutesAgo(minutes: number): string {
  return NOW.subtract({ minutes }).toString();
}

/** An instant so many days before `NOW`. */
export function daysAgo(days: number): string {
  return minutesAgo(days * 24 * 60);
}

/** A commit id that is readable in a failing test: `4.1` becomes `4.1-------…`. */
export function shaOf(name: string): string {
  return name.padEnd(40, "-");
}

export function commit(name: string, change: Partial<CommitFacts> = {}): CommitFacts {
  const sha = shaOf(name);
  return {
    id: `C_${name}`,
    sha,
    committed_at: daysAgo(1),
    headline: `Change ${name}`,
    url: `https://github.com/acme/rocket/commit/${sha}`,
    parent: shaOf(`parent of ${name}`),
    changed_files: 3,
    ...change,
  };
}

/** A tag on a commit of its own, both so many days old. */
export function tag(name: string, { age = 1, on = name, made }: {
  /** Days since the commit. */
  age?: number;
  /** Name of the commit. */
  on?: string;
  /** Days since the tag was made, where that differs. */
  made?: number;
} = {}): TagFacts {
  return {
    name,
    created_at: daysAgo(made ?? age),
    head: commit(on, { committed_at: daysAgo(age) }),
  };
}

/** A branch whose head is so many days old. */
export function branch(
  name: string,
  { age = 1, on = name }: { age?: number; on?: string } = {},
): BranchFacts {
  return { name, head: commit(on, { committed_at: daysAgo(age) }) };
}

export function policy(change: Partial<RequirementPolicy> = {}): RequirementPolicy {
  return {
    always_required: [{ name: "CI", workflow: "ci.yml", rationale: null }],
    conditional_required: [],
    informational: [],
    on_skipped: "block",
    on_neutral: "block",
    branch_base: "first_parent",
    candidates: { active_days: 90, max: 30, release_branches: ["release/*", "release-*"] },
    ...change,
  };
}

let last_id = 0;

export function checkRun(name: string, change: Partial<CheckRunFacts> = {}): CheckRunFacts {
  const id = change.id ?? ++last_id;
  return {
    id,
    name,
    status: "completed",
    conclusion: "success",
    started_at: minutesAgo(50),
    completed_at: minutesAgo(40),
    url: `https://github.com/acme/rocket/runs/${id}`,
    ...change,
  };
}

/** The suite of a workflow run: of `ci.yml`, called CI, unless said otherwise. */
export function workflowSuite(
  { workflow = "CI", file = "ci.yml", event = "push", number = 1, ...change }:
    & { workflow?: string; file?: string; event?: string; number?: number }
    & Partial<CheckSuiteFacts> = {},
): CheckSuiteFacts {
  const url = `https://github.com/acme/rocket/actions/runs/${file}-${event}-${number}`;
  return {
    id: `CS_${file}_${event}_${number}`,
    app: "github-actions",
    status: "completed",
    conclusion: "success",
    created_at: minutesAgo(60),
    updated_at: minutesAgo(30),
    workflow_run: {
      id: number,
      run_number: number,
      event,
      url,
      created_at: minutesAgo(60),
      workflow,
      file,
    },
    check_runs: [],
    ...change,
  };
}

/** The suite of an app that is not GitHub Actions. */
export function appSuite(app: string, change: Partial<CheckSuiteFacts> = {}): CheckSuiteFacts {
  return { ...workflowSuite({ id: `CS_${app}`, ...change }), app, workflow_run: null };
}

export function status(context: string, change: Partial<StatusFacts> = {}): StatusFacts {
  return {
    context,
    state: "success",
    created_at: minutesAgo(40),
    url: "https://ci.example/1",
    ...change,
  };
}

/** What the policies of these tests ask of changed paths. */
const PATTERNS = ["^pkg/", "\\.go$", ".", "^x$", "README"].map(compilePattern);

/** A comparison with the base of `chosen()`. */
export function comparison(...files: string[]): Comparison {
  const pair = { base: BASE_SHA, head: SHA };
  return reduceComparison(pair, {
    files,
    truncated: false,
    questions: { patterns: PATTERNS, own_files: [] },
  });
}

/** A chosen RC, tagged and committed two hours ago. */
export function chosen(change: Partial<ChosenCandidate> = {}): ChosenCandidate {
  return {
    name: "v4.2.0-rc.1",
    line: "4.2",
    type: "rc",
    commit: commit("head", { sha: SHA, committed_at: minutesAgo(120) }),
    created_at: minutesAgo(120),
    base: { sha: BASE_SHA, name: "v4.1.4" },
    ...change,
  };
}

/** Evaluates a candidate on which the given suites ran. */
export function evaluate(
  suites: readonly CheckSuiteFacts[],
  { candidate = chosen(), statuses = [], ...options }:
    & { candidate?: ChosenCandidate; statuses?: readonly StatusFacts[] }
    & Partial<EvaluateOptions> = {},
): Candidate {
  return evaluateCandidate(candidate, {
    checks: { suites, statuses },
    comparison: comparison("README.md"),
    policy: policy(),
    watched: {},
    now: NOW,
    generator_version: "0.0.0",
    ...options,
  });
}
