import { assert, assertEquals } from "@std/assert";
import { buildDashboard } from "../../lib/candidates/build.ts";
import { pathQuestions } from "../../lib/candidates/comparisons.ts";
import type { Dashboard } from "../../lib/candidates/dashboard.ts";
import { branchesSuffice, tagsSuffice } from "../../lib/candidates/sufficient.ts";
import { HELM_AUGUST, HELM_MAY, helmWorld } from "../worlds/helm.ts";
import { policy } from "./builders.ts";

const HELM_POLICY = policy({
  always_required: [{ name: "build-test", workflow: "build-test.yml" }],
  conditional_required: [
    { name: "govulncheck", workflow: "govulncheck.yml", when_paths_match: ["^go\\.(mod|sum)$"] },
    {
      name: "Scorecard supply-chain security",
      workflow: "scorecards.yml",
      when_paths_match: ["^\\.github/workflows/scorecards\\.yml$"],
    },
    { name: "Windows tests", when_paths_match: ["_windows\\.go$"] },
  ],
});

function dashboardOf(now: string, tags = Infinity): Dashboard {
  const { observation } = helmWorld(now, pathQuestions(HELM_POLICY, []));
  return buildDashboard({ ...observation, tags: observation.tags.slice(0, tags) }, {
    policy: HELM_POLICY,
    state: { watched: {}, health_history: [] },
    now: Temporal.Instant.from(now),
    generator_version: "0.0.0",
    open_blockers: [],
  });
}

function names(dashboard: Dashboard): string[] {
  return dashboard.candidates.map(({ tag }) => tag);
}

Deno.test("buildDashboard() finds helm's two living RCs and no dead line in May 2026", () => {
  const dashboard = dashboardOf(HELM_MAY);
  assertEquals(names(dashboard), ["main", "v3.21.0-rc.1", "v4.2.0-rc.1"]);
  assertEquals(dashboard.candidates.map(({ base }) => base), ["first parent", "v3.20.2", "v4.1.4"]);
  assertEquals(dashboard.complete, true);
});

Deno.test("buildDashboard() says in few lines what it left out of helm's 261 tags and 49 branches", () => {
  const { left_out } = dashboardOf(HELM_MAY);
  assert(left_out.length <= 10, JSON.stringify(left_out));
  assertEquals(left_out, [
    { name: "35 release candidates", why: "released" },
    { name: "42 release branches", why: "no commit for 90 days" },
    { name: "release-3.20", why: "released as v3.20.2" },
    { name: "release-3.21", why: "same commit as v3.21.0-rc.1" },
    { name: "release-4.1", why: "released as v4.1.4" },
    { name: "release-4.2", why: "same commit as v4.2.0-rc.1" },
  ]);
});

Deno.test("buildDashboard() requires every conditional check of helm's RC with 330 changed files", () => {
  const [main, small, large] = dashboardOf(HELM_MAY).candidates;
  assertEquals([large?.changed_files_count, large?.changed_files_truncated], [300, true]);
  const requirements = (candidate: typeof main): string[] =>
    (candidate?.checks ?? []).slice(1).map(({ required }) => required);
  assertEquals(requirements(large), ["conditional", "conditional", "conditional"]);
  assertEquals([small?.changed_files_count, small?.changed_files_truncated], [22, false]);
  assertEquals(requirements(small), ["conditional", "conditional", "conditional_skipped"]);
  assertEquals(requirements(main), ["conditional", "conditional_skipped", "conditional_skipped"]);
  assertEquals([main, small, large].map((candidate) => candidate?.promotable_state), [
    "success",
    "success",
    "pending",
  ]);
  assertEquals(large?.top_blocker, "Windows tests is missing");
});

Deno.test("tagsSuffice() needs the first 100 of helm's tags at most, and they change nothing", () => {
  for (const now of [HELM_MAY, HELM_AUGUST]) {
    const { observation } = helmWorld(now);
    const options = { policy: HELM_POLICY, now: Temporal.Instant.from(now) };
    assert(observation.tags.length > 240);
    assertEquals(tagsSuffice(observation.tags.slice(0, 1), options), false);
    assertEquals(tagsSuffice(observation.tags.slice(0, 100), options), true);
    assertEquals(branchesSuffice(observation.branches.slice(0, 100), options), true);
    assertEquals(dashboardOf(now, 100).candidates, dashboardOf(now).candidates);
  }
});

Deno.test("buildDashboard() finds main and the one branch ahead of its release in August 2026", () => {
  const dashboard = dashboardOf(HELM_AUGUST);
  assertEquals(names(dashboard), ["main", "release-3.21"]);
  const why = new Map(dashboard.left_out.map((item) => [item.name, item.why]));
  assertEquals(why.get("release-4.2"), "released as v4.2.4");
  assertEquals(why.get("37 release candidates"), "released");
});

Deno.test("buildDashboard() counts helm's 45 dead release branches in August 2026", () => {
  const { left_out } = dashboardOf(HELM_AUGUST);
  const branches = left_out.filter(({ name }) => name.startsWith("release-")).length;
  const counted = left_out.map(({ name }) => /^(\d+) release branches$/.exec(name)?.[1] ?? 0);
  assertEquals(counted.reduce((sum: number, count) => sum + Number(count), branches), 45);
});
