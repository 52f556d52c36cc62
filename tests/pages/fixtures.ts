/**
 * Believable days for the pages: plain builders of what they show.
 * @module
 */

import type {
  Candidate,
  Dashboard,
  DashboardCheck,
  HealthPoint,
  PromotableState,
  Unmet,
} from "../../lib/candidates/dashboard.ts";
import type { StepResult } from "../../lib/cycle/cycle.ts";
import type { Verdict } from "../../lib/cadence/verdict.ts";
import type { PageBlocker, PageFacts } from "../../lib/pages/page_facts.ts";
import { STATE_FILES } from "../../lib/state/state.ts";

/** The instant of every day here. */
export const NOW = "2026-01-08T08:15:00Z";
const GITHUB = "https://github.com/acme/rocket";

/** An RFC 3339 time so many minutes before `NOW`. */
export function ago(minutes: number): string {
  return Temporal.Instant.from(NOW).subtract({ minutes }).toString({ smallestUnit: "second" });
}

/** A check's line in the dashboard. */
export function check(name: string, overrides: Partial<DashboardCheck> = {}): DashboardCheck {
  return {
    name,
    required: "always",
    status: "success",
    conclusion: "success",
    url: null,
    ...overrides,
  };
}

/** A requirement that is not met. */
export function unmet(name: string, overrides: Partial<Unmet> = {}): Unmet {
  return {
    name,
    category: "failed",
    conclusion: "failure",
    url: `${GITHUB}/actions/runs/77`,
    since: ago(200),
    jobs: [],
    why_required: "always required",
    ...overrides,
  };
}

const CHECKS = ["Unit Tests", "Integration Tests", "Lint", "Docker Build", "E2E Tests"];

/** A candidate; its checks and reasons follow its state. */
export function candidate(
  tag: string,
  options: { line?: string; state?: PromotableState; minutes?: number; failing?: string } = {},
): Candidate {
  const { line = "4.2", state = "success", minutes = 200, failing = "Unit Tests" } = options;
  const reasons: Record<PromotableState, Unmet[]> = {
    success: [],
    blocked: [unmet(failing, { since: ago(minutes) })],
    pending: [
      unmet(failing, { category: "running", conclusion: "in_progress", since: ago(minutes) }),
    ],
  };
  const status = ({ success: "success", blocked: "failure", pending: "pending" } as const)[state];
  return {
    tag,
    line,
    candidate_type: tag === "main" ? "main" : tag.startsWith("v") ? "rc" : "branch",
    commit_sha: "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d",
    commit_url: `${GITHUB}/commit/1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d`,
    committed_at: ago(minutes + 30),
    base_sha: null,
    base: null,
    promotable_state: state,
    top_blocker: state === "success" ? null : `${failing} failed (failure)`,
    changed_files_count: 12,
    changed_files_truncated: false,
    checks: [
      ...CHECKS.map((name) =>
        name === failing ? check(name, { status, url: `${GITHUB}/actions/runs/77` }) : check(name)
      ),
      check("Helm Chart", { required: "conditional_skipped", status: "skipped", conclusion: null }),
      check("Nightly", { required: "informational", status: "failure", conclusion: "failure" }),
    ],
    unmet: reasons[state],
    flaky: [],
    since: ago(minutes),
    age_minutes: minutes,
    generated_at: NOW,
    generator_version: "0.1.0",
  };
}

/** A dashboard of these candidates. */
export function dashboardOf(
  candidates: Candidate[],
  overrides: Partial<Dashboard> = {},
): Dashboard {
  const count = (state: PromotableState): number =>
    candidates.filter(({ promotable_state }) => promotable_state === state).length;
  return {
    repository: "acme/rocket",
    generated_at: NOW,
    generator_version: "0.1.0",
    complete: true,
    gaps: [],
    candidates,
    left_out: [],
    summary: {
      total_candidates: candidates.length,
      promotable: count("success"),
      blocked: count("blocked"),
      pending: count("pending"),
    },
    health: { score: 72, history: history([100, 95, 70, 45, 65, 90, 72]) },
    ...overrides,
  };
}

function history(scores: readonly number[]): HealthPoint[] {
  return scores.map((score, index) => ({
    at: ago((scores.length - index) * 310),
    score,
    open_blockers: Math.round((100 - score) / 12),
    p0: score < 60 ? 1 : 0,
    failed_checks: 1,
  }));
}

/** A blocker that an issue tracks. */
export function blocker(number: number, overrides: Partial<PageBlocker> = {}): PageBlocker {
  return {
    number,
    title: "4.1: Unit Tests failed",
    url: `${GITHUB}/issues/${number}`,
    line: "4.1",
    what: "Unit Tests",
    severity: "P0",
    level: "warn",
    since: ago(200),
    age_minutes: 200,
    owner: "backend",
    next: { level: "escalate", at: "2026-01-08T08:55:00Z" },
    tracking: "tracked",
    holds: true,
    ...overrides,
  };
}

/** What the cadence says of a task. */
export function verdict(task: string, overrides: Partial<Verdict> = {}): Verdict {
  return {
    task,
    run: false,
    forced: false,
    reason: "outside its windows",
    occurrence: null,
    late_minutes: 0,
    next_opening: "2026-01-09T08:00:00Z",
    counts_from: null,
    warnings: [],
    ...overrides,
  };
}

/** How a step went. */
export function step(
  number: string,
  name: string,
  overrides: Partial<StepResult> = {},
): StepResult {
  return {
    number,
    name,
    title: `Step ${name}`,
    outcome: "done",
    summary: "It did what it should",
    reports: [],
    duration_ms: 12,
    ...overrides,
  };
}

/** Names of all files of a bundle. */
export const FILES: readonly string[] = [
  "dashboard.json",
  "dashboard.md",
  "blocked_issues_report.md",
  "routing_report.md",
  "escalation_report.md",
  "release_ops_digest.md",
  "oncall_handoff.md",
  "oncall_handoff_slack.txt",
  "release_ops_single_page.md",
  "release_ops_single_page.html",
  "index.html",
  "cycle_info.txt",
  "cycle_summary.md",
  "cycle.json",
  "inputs.json",
  ...Object.values(STATE_FILES).flatMap((
    name,
  ) => [`state-before/${name}`, `state-snapshot/${name}`]),
];

const STEPS: readonly StepResult[] = [
  step("1", "dashboard", {
    title: "Generate dashboard",
    reports: ["dashboard.json", "dashboard.md"],
    summary: "4 candidates: 1 promotable, 2 blocked, 1 pending",
  }),
  step("2", "blocker_issues", {
    title: "Raise blocker issues",
    reports: ["blocked_issues_report.md"],
    summary: "1 blocker raised, 2 tracked",
  }),
  step("3", "routing", {
    title: "Apply routing",
    reports: ["routing_report.md"],
    summary: "1 issue routed",
  }),
  step("4", "escalation", {
    title: "Apply escalation",
    reports: ["escalation_report.md"],
    summary: "1 blocker rose to warn",
  }),
  step("5", "digest", {
    title: "Generate digest",
    reports: ["release_ops_digest.md"],
    summary: "Now lies in the window 08:00-09:00 UTC",
  }),
  step("6", "handoff", {
    title: "Generate handoff",
    outcome: "skipped",
    reports: ["oncall_handoff.md"],
    summary: "Outside its windows; next at 2026-01-08 09:00 UTC",
  }),
  step("7", "single_page", {
    title: "Generate single page",
    reports: ["release_ops_single_page.md"],
    summary: "4 lines: 1 can ship, 2 blocked, 1 pending",
  }),
  step("7b", "single_page_html", {
    title: "Render HTML",
    reports: ["release_ops_single_page.html"],
    summary: "The single page for the browser",
  }),
];

const DIGEST = `# Release ops digest

4 open blockers, 2 of them P0.

**Do next:** fix Unit Tests on 4.1.

## Overview

| Open | P0 | P1 |
| --- | --- | --- |
| 4 | 2 | 2 |

## Blocked items

- 4.1: Unit Tests failed, owner backend
`;

/** An ordinary day: one line can ship, two are blocked, one is pending. */
export function ordinaryDay(overrides: Partial<PageFacts> = {}): PageFacts {
  return {
    repository: "acme/rocket",
    repository_url: GITHUB,
    at: NOW,
    version: "0.1.0",
    mode: "live",
    run_id: "20812345678",
    run_url: `${GITHUB}/actions/runs/20812345678`,
    blind: null,
    gaps: [],
    dashboard: dashboardOf([
      candidate("main", { line: "main", state: "pending", minutes: 25, failing: "E2E Tests" }),
      candidate("v4.2.0-rc.3", { line: "4.2" }),
      candidate("release/4.1", { line: "4.1", state: "blocked" }),
      candidate("v4.1.7-rc.1", { line: "4.1" }),
      candidate("release/4.0", {
        line: "4.0",
        state: "blocked",
        minutes: 1560,
        failing: "Docker Build",
      }),
    ]),
    first_run: false,
    blockers: [
      blocker(412, {
        title: "4.0: Docker Build failed",
        line: "4.0",
        what: "Docker Build",
        owner: null,
        level: "page",
        next: null,
        since: ago(1560),
        age_minutes: 1560,
      }),
      blocker(431),
      blocker(398, {
        title: "Customers on 4.1 cannot log in with SSO",
        what: null,
        severity: "P1",
        level: "none",
        owner: "@ada, @grace",
        since: ago(95),
        age_minutes: 95,
        next: { level: "warn", at: "2026-01-08T10:40:00Z" },
      }),
    ],
    changes: [
      {
        kind: "candidate",
        text: "v4.2.0-rc.3: can ship, was pending",
        url: `${GITHUB}/commit/abc`,
      },
      { kind: "candidate", text: "New candidate release/4.1: blocked", url: null },
      { kind: "health", text: "Health fell from 90 to 72", url: null },
      { kind: "raised", text: "New blocker: 4.1, Unit Tests (#431)", url: `${GITHUB}/issues/431` },
      {
        kind: "routed",
        text: "#431 went to backend: 4.1: Unit Tests failed",
        url: `${GITHUB}/issues/431`,
      },
    ],
    health_before: { at: ago(60), score: 90, open_blockers: 2, p0: 0, failed_checks: 1 },
    digest: verdict("digest", { run: true }),
    handoff: verdict("handoff", { next_opening: "2026-01-08T09:00:00Z" }),
    steps: STEPS,
    files: FILES,
    reports: {
      "release_ops_digest.md": DIGEST,
      "oncall_handoff.md": "**Not generated:** outside its windows\n\n# On-call handoff\n",
      "escalation_report.md":
        "# Escalation\n\n3 open blockers.\n\n| Issue | Level |\n| --- | --- |\n| 431 | warn |\n",
    },
    buckets: [
      { label: "under 1 hour", max_minutes: 60 },
      { label: "1 to 4 hours", max_minutes: 240 },
      { label: "4 to 12 hours", max_minutes: 720 },
      { label: "12 to 24 hours", max_minutes: 1440 },
      { label: "over 24 hours", max_minutes: null },
    ],
    ...overrides,
  };
}

/** Every line can ship and nothing is open. */
export function greenDay(): PageFacts {
  return ordinaryDay({
    dashboard: dashboardOf([
      candidate("main", { line: "main" }),
      candidate("v4.2.0-rc.3", { line: "4.2" }),
      candidate("v4.1.7-rc.1", { line: "4.1" }),
    ]),
    blockers: [],
    changes: [],
  });
}

/** The first cycle ever, on a repository without a release train. */
export function firstDay(): PageFacts {
  return ordinaryDay({
    dashboard: dashboardOf([candidate("main", { line: "main" })], {
      health: { score: 100, history: [] },
    }),
    first_run: true,
    blockers: [],
    changes: [],
    health_before: null,
    reports: {},
    files: ["index.html", "dashboard.md", "dashboard.json"],
  });
}

/** GitHub was down: there is no data at all. */
export function blindDay(): PageFacts {
  return ordinaryDay({
    repository_url: null,
    blind: "GitHub answered 503 to the overview after 4 attempts",
    gaps: [{ what: "everything", why: "503 Service Unavailable" }],
    dashboard: null,
    blockers: [],
    changes: [],
    digest: null,
    handoff: null,
    steps: STEPS.map((it) => ({ ...it, outcome: "failed", summary: "There is no observation" })),
    reports: {},
  });
}

/** GitHub answered in part. */
export function partialDay(): PageFacts {
  const gaps = [{ what: "issues, page 3", why: "502 Bad Gateway" }];
  const whole = ordinaryDay();
  return { ...whole, gaps, dashboard: { ...whole.dashboard as Dashboard, complete: false, gaps } };
}

/** 40 candidates and 400 blockers with long titles. */
export function hugeDay(): PageFacts {
  const states: PromotableState[] = ["success", "blocked", "pending", "blocked"];
  const teams = ["backend", "frontend", "infrastructure", "data", null];
  return ordinaryDay({
    dashboard: dashboardOf(
      Array.from(
        { length: 40 },
        (_all, index) =>
          candidate(`v${4 + Math.floor(index / 10)}.${index % 10}.0-rc.${index}`, {
            line: `${4 + Math.floor(index / 10)}.${index % 10}`,
            state: states[index % 4] ?? "blocked",
            minutes: 30 + index * 137,
          }),
      ),
    ),
    blockers: Array.from({ length: 400 }, (_all, index) =>
      blocker(1000 + index, {
        title: `${4 + index % 4}.${
          index % 10
        }: check number ${index} has failed again, and somebody wrote a title about it at length`,
        line: `${4 + index % 4}.${index % 10}`,
        owner: teams[index % 5] ?? null,
        severity: index % 3 === 0 ? "P0" : "P1",
        age_minutes: 10 + index * 11,
        since: ago(10 + index * 11),
      })),
    changes: Array.from({ length: 400 }, (_all, index) => ({
      kind: "raised" as const,
      text: `New blocker: 4.${index % 10}, check number ${index} (#${1000 + index})`,
      url: `${GITHUB}/issues/${1000 + index}`,
    })),
    reports: {
      "release_ops_digest.md": `# Release ops digest\n\n${
        Array.from({ length: 300 }, (_all, index) => `- item ${index}`).join("\n")
      }\n`,
      "oncall_handoff.md": `# On-call handoff\n\n${
        Array.from({ length: 300 }, (_all, index) => `- item ${index}`).join("\n")
      }\n`,
      "escalation_report.md": `# Escalation\n\n| Issue | Level |\n| --- | --- |\n${
        Array.from({ length: 400 }, (_all, index) => `| ${index} | warn |`).join("\n")
      }\n`,
    },
  });
}

/** Names and titles that are hard to place. */
export function hardDay(titles: readonly string[] = HARD): PageFacts {
  return ordinaryDay({
    dashboard: dashboardOf(titles.map((title, index) =>
      candidate(title, {
        line: title,
        state: index % 2 === 0 ? "blocked" : "pending",
        failing: title,
      })
    )),
    blockers: titles.map((title, index) =>
      blocker(500 + index, { title, line: title, what: title, owner: title })
    ),
    changes: titles.map((text) => ({ kind: "raised", text, url: null })),
    steps: titles.map((title, index) => step(String(index), "x", { title, summary: title })),
  });
}

const HARD: readonly string[] = [
  "x".repeat(200),
  "إصدار ٤٫٢ متوقف لأن الاختبارات فشلت منذ الأمس",
  "🚀🔥 release 👩‍👩‍👧‍👦 blocked 🇩🇪",
  "日本語の長いタイトルは空白がないので折り返しが難しいです".repeat(4),
  "a|b|c `code` *stars* [link](javascript:alert(1))",
];
