import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  buildDashboard,
  type BuildOptions,
  type DashboardFacts,
} from "../../lib/candidates/build.ts";
import type { HealthPoint } from "../../lib/candidates/dashboard.ts";
import { Failure } from "../../lib/failure.ts";
import {
  branch,
  commit,
  comparison,
  daysAgo,
  minutesAgo,
  NOW,
  policy,
  shaOf,
  tag,
  workflowSuite,
} from "./builders.ts";

const GREEN = { suites: [workflowSuite()], statuses: [] };
const RED = { suites: [workflowSuite({ conclusion: "failure" })], statuses: [] };

function facts(change: Partial<DashboardFacts> = {}): DashboardFacts {
  return {
    repository: { id: "R", full_name: "acme/rocket", url: "", default_branch: "main" },
    default_commits: [commit("main")],
    branches: [branch("release/4.2")],
    tags: [tag("v4.1.0-rc.1", { age: 3 })],
    complete: true,
    gaps: [],
    checks: {
      [shaOf("main")]: GREEN,
      [shaOf("release/4.2")]: RED,
      [shaOf("v4.1.0-rc.1")]: { suites: [], statuses: [] },
    },
    comparisons: {},
    ...change,
  };
}

function options(change: Partial<BuildOptions> = {}): BuildOptions {
  return {
    policy: policy(),
    state: { watched: {}, health_history: [] },
    now: NOW,
    generator_version: "1.2.3",
    open_blockers: [],
    ...change,
  };
}

function point(score: number, at = daysAgo(1)): HealthPoint {
  return { at, score, open_blockers: 0, p0: 0, failed_checks: 0 };
}

Deno.test("buildDashboard() counts the candidates by state", () => {
  const dashboard = buildDashboard(facts(), options());
  assertEquals(dashboard.candidates.map(({ tag, promotable_state }) => [tag, promotable_state]), [
    ["main", "success"],
    ["release/4.2", "blocked"],
    ["v4.1.0-rc.1", "pending"],
  ]);
  assertEquals(dashboard.summary, { total_candidates: 3, promotable: 1, blocked: 1, pending: 1 });
  assertEquals([dashboard.repository, dashboard.generated_at, dashboard.generator_version], [
    "acme/rocket",
    "2026-01-08T12:00:00Z",
    "1.2.3",
  ]);
  assertEquals([dashboard.complete, dashboard.gaps], [true, []]);
});

Deno.test("buildDashboard() finds comparisons by base and head", () => {
  const strict = policy({ conditional_required: [{ name: "E2E", when_paths_match: ["^pkg/"] }] });
  const [base, head] = [shaOf("parent of main"), shaOf("main")];
  const comparisons = {
    [`${base}...${head}`]: { ...comparison("docs/a.md"), base, head },
  };
  const dashboard = buildDashboard(facts({ comparisons }), options({ policy: strict }));
  assertEquals(dashboard.candidates.map(({ changed_files_count }) => changed_files_count), [
    1,
    null,
    null,
  ]);
  assertEquals(dashboard.candidates.map(({ checks }) => checks[1]?.required), [
    "conditional_skipped",
    "conditional",
    "conditional",
  ]);
});

Deno.test("buildDashboard() refuses a policy that requires nothing", () => {
  const empty = policy({ always_required: [], informational: [{ name: "CI" }] });
  const failure = assertThrows(() => buildDashboard(facts(), options({ policy: empty })), Failure);
  assertEquals(failure.code, "no-required-checks");
  assertStringIncludes(failure.remedy, "always_required");
});

Deno.test("buildDashboard() is incomplete when the observation is, or lacks the checks of a candidate", () => {
  const gap = { what: "checks of release/4.2", why: "HTTP 502" };
  const partial = buildDashboard(facts({ complete: false, gaps: [gap], checks: {} }), options());
  assertEquals([partial.complete, partial.gaps], [false, [gap]]);
  assertEquals(partial.summary, { total_candidates: 3, promotable: 0, blocked: 0, pending: 3 });
  const silent = buildDashboard(
    facts({ checks: { [shaOf("main")]: GREEN, [shaOf("release/4.2")]: RED } }),
    options(),
  );
  assertEquals([silent.complete, silent.gaps.length], [false, 1]);
  assertStringIncludes(silent.gaps[0]?.what ?? "", "v4.1.0-rc.1");
});

Deno.test("buildDashboard() scores health from open blockers, P0s and failed required checks", () => {
  const score = (...severities: ("P0" | "P1")[]): number =>
    buildDashboard(
      facts(),
      options({ open_blockers: severities.map((severity) => ({ severity })) }),
    ).health.score;
  assertEquals(score(), 97, "one failed check");
  assertEquals(score("P1"), 92);
  assertEquals(score("P0", "P1"), 67);
  assertEquals(score("P0", "P0", "P0", "P0", "P0"), 0, "never below 0");
});

Deno.test("buildDashboard() extends the health history only when the score differs", () => {
  const history = (...points: HealthPoint[]): HealthPoint[] =>
    buildDashboard(facts(), options({ state: { watched: {}, health_history: points } })).health
      .history;
  const fresh = {
    at: "2026-01-08T12:00:00Z",
    score: 97,
    open_blockers: 0,
    p0: 0,
    failed_checks: 1,
  };
  assertEquals(history(), [fresh]);
  assertEquals(history(point(100)), [point(100), fresh]);
  assertEquals(history(point(97)), [point(97)]);
  const many = Array.from({ length: 100 }, (_, index) => point(index % 2, daysAgo(100 - index)));
  assertEquals(history(...many), [...many.slice(1), fresh]);
});

Deno.test("buildDashboard() adds no score of an incomplete observation to the history", () => {
  const state = { watched: {}, health_history: [point(50)] };
  assertEquals(buildDashboard(facts({ complete: false }), options({ state })).health.history, [
    point(50),
  ]);
});

Deno.test("buildDashboard() takes missing checks' first observation from the state", () => {
  const watched = { [`4.1/CI@${shaOf("v4.1.0-rc.1")}`]: { first_observed: minutesAgo(200) } };
  const dashboard = buildDashboard(facts(), options({ state: { watched, health_history: [] } }));
  assertEquals(dashboard.candidates[2]?.unmet[0]?.since, minutesAgo(200));
});
