import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Step } from "../../lib/cycle/cycle.ts";
import { aWorld } from "../emulator/builders.ts";
import { testOfSource } from "./as_process.ts";
import { aTrain, namesIn } from "./harness.ts";
import { BUNDLE } from "./bundle_files.ts";
import { blocked, green, RC, widgets } from "./worlds.ts";

/** The real steps, with one that throws in the middle of its work. */
function broken(
  name: string,
  error = new Error("the disk is full"),
): (real: readonly Step[]) => Step[] {
  return (real) =>
    real.map((step) => step.name === name ? { ...step, run: () => Promise.reject(error) } : step);
}

const WARNINGS: [step: string, file: string, warning: string][] = [
  ["dashboard", "dashboard.md", "Dashboard generation failed, creating minimal dashboard"],
  ["blocker_issues", "blocked_issues_report.md", "Raising blocker issues failed"],
  ["routing", "routing_report.md", "Routing failed"],
  ["escalation", "escalation_report.md", "Escalation failed"],
  ["digest", "release_ops_digest.md", "Digest generation failed"],
  ["handoff", "oncall_handoff.md", "Handoff generation failed"],
  ["single_page", "release_ops_single_page.md", "Single page generation failed"],
  ["single_page_html", "release_ops_single_page.html", "Single page HTML rendering failed"],
  ["bundle_index", "index.html", "Bundle index generation failed"],
  ["artifact_bundle", "cycle_summary.md", "Writing the artifact bundle failed"],
  ["commit_state", "cycle_summary.md", "Failed to push state updates"],
];

for (const [step, file, warning] of WARNINGS) {
  testOfSource(`a failing ${step} leaves the other reports, a warning and exit 1`, async () => {
    await using train = await aTrain(blocked());
    const ran = await train.cycle([], { steps: broken(step) });
    assertEquals([ran.exit, ran.outcomes[step]], [1, "failed"]);
    assertStringIncludes(ran.err, `::warning::${warning}`);
    for (const name of BUNDLE) assert(ran.file(name).length > 0, name);
    if (step !== "bundle_index") assertStringIncludes(ran.file(file), "the disk is full");
    const [first] = ran.file("dashboard.md").split("\n");
    assertEquals(first?.startsWith("**Not generated:**"), step === "dashboard");
  });
}

testOfSource(
  "without a dashboard nothing is raised, cleared or digested, and the cycle is incomplete",
  async () => {
    await using train = await aTrain(blocked("2026-01-08T08:15:00Z"));
    await train.cycle();
    green(train.later("24h").world, RC, "-1h");
    const ran = await train.cycle([], { steps: broken("dashboard") });
    assertEquals([ran.exit, ran.record.complete], [1, false]);
    assertEquals(ran.actions("blocker_issues"), []);
    assertEquals([ran.outcomes.blocker_issues, ran.outcomes.digest], ["failed", "failed"]);
    assertEquals(ran.json("dashboard.json").complete, false);
    const healed = await train.later("10m").cycle();
    assertEquals([healed.exit, healed.outcomes.digest], [0, "done"]);
  },
);

testOfSource("without a dashboard a handoff that is due stays due", async () => {
  await using train = await aTrain(blocked("2026-01-08T09:05:00Z"));
  const ran = await train.cycle([], { steps: broken("dashboard") });
  assertEquals([ran.exit, ran.outcomes.handoff], [1, "failed"]);
  assertStringIncludes(ran.file("oncall_handoff.md"), "it stays due");
  assertEquals((await train.later("10m").cycle()).outcomes.handoff, "done");
});

testOfSource("the stack of an error of ours is shown only when verbose", async () => {
  await using train = await aTrain(blocked());
  const quiet = await train.cycle(["--dry-run"], { steps: broken("routing") });
  assertEquals(quiet.err.includes("failures_test.ts"), false);
  const verbose = await train.cycle(["--dry-run", "--verbose"], { steps: broken("routing") });
  assertStringIncludes(verbose.err, "failures_test.ts");
});

testOfSource("a page that cannot be rendered at the end does not cost the bundle", async () => {
  await using train = await aTrain(blocked());
  const steps = (real: readonly Step[]): Step[] =>
    real.map((step) =>
      step.name !== "commit_state" ? step : {
        ...step,
        run: (cycle) => {
          cycle.facts.dashboard = { candidates: null } as never;
          return Promise.reject(new Error("odd"));
        },
      }
    );
  const ran = await train.cycle([], { steps });
  assertEquals(ran.exit, 1);
  for (const name of BUNDLE) assert(ran.file(name).length > 0, name);
  assertEquals(ran.record.exit_code, 1);
});

Deno.test("GitHub down leaves a complete bundle that is marked incomplete, and exit 1", async () => {
  await using train = await aTrain(blocked("2026-01-08T08:15:00Z"));
  await train.cycle();
  train.later("24h");
  const before = structuredClone(train.github.world);
  train.github.intercept = () => Response.json({ message: "Unicorn!" }, { status: 500 });
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.writes, ran.record.complete], [1, [], false]);
  assertEquals(train.github.world, before);
  for (const name of BUNDLE) assert(ran.file(name).length > 0, name);
  assertStringIncludes(ran.err, "::warning::GitHub could not be read: ");
  assertStringIncludes(ran.err, "::warning::Dashboard generation failed");
  assertEquals(ran.json("dashboard.json").complete, false);
  assertEquals(ran.json("dashboard.json").summary.promotable, 0);
  assertStringIncludes(ran.file("cycle_summary.md"), "What can ship is not known");
  for (const name of ["cycle_summary.md", "release_ops_single_page.md", "index.html"]) {
    assertStringIncludes(ran.file(name).toLowerCase(), "incomplete", name);
  }
  train.github.intercept = undefined;
  const healed = await train.later("10m").cycle();
  assertEquals([healed.exit, healed.created(), healed.outcomes.digest], [0, [], "done"]);
});

Deno.test("checks that cannot be read resolve nothing and mark the cycle incomplete", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  green(train.later("10m").world, RC, "-5m");
  train.github.intercept = (call) =>
    call.operation === "ChecksOfCommits"
      ? Response.json({ data: null, errors: [{ message: "Something went wrong" }] })
      : undefined;
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.record.complete], [1, false]);
  assertEquals(ran.actions("blocker_issues"), []);
  assertEquals(train.issue(1).comments.some(({ body }) => body.includes("Cleared")), false);
  assertEquals(train.state("blockers").blockers["issue:1"]?.cleared_at, undefined);
  assertEquals(ran.json("dashboard.json").summary.promotable, 0);
  const marked = [
    "dashboard.md",
    "blocked_issues_report.md",
    "routing_report.md",
    "escalation_report.md",
    "release_ops_single_page.md",
    "release_ops_single_page.html",
    "index.html",
    "cycle_summary.md",
  ];
  for (const name of marked) assertStringIncludes(ran.file(name).toLowerCase(), "incomplete", name);
  assertStringIncludes(ran.file("cycle_info.txt"), "complete: false");
  train.github.intercept = undefined;
  const healed = await train.later("5m").cycle();
  assertEquals([healed.exit, healed.actions("blocker_issues")], [0, ["comment done"]]);
});

for (
  const [what, operation] of [["an overview", "Overview"], [
    "a page of issues",
    "FurtherPages",
  ]] as const
) {
  Deno.test(`${what} in part resolves nothing and raises nothing twice`, async () => {
    const world = blocked();
    for (let index = 0; index < 3; index++) {
      world.as("alice").issue({ title: `Fire ${index}`, labels: ["release-blocker"], at: "-2m" });
    }
    await using train = await aTrain(world, { maxPageSize: 2 });
    await train.cycle();
    const open = train.openIssues;
    train.github.intercept = async (call, perform) => {
      if (call.operation !== operation) return undefined;
      const answer = await (await perform()).json();
      if (operation === "Overview") answer.data.repository.open = null;
      return Response.json({ ...answer, errors: [{ message: "Something went wrong" }] });
    };
    const ran = await train.later("10m").cycle();
    assertEquals([ran.exit, ran.record.complete, ran.created()], [1, false, []]);
    assertEquals(train.openIssues, open);
    assertStringIncludes(ran.err, "::warning::Could not read");
  });
}

Deno.test("a write that GitHub refuses is told, and the exit code is 1", async () => {
  await using train = await aTrain(blocked());
  train.github.intercept = (call) =>
    call.write && call.path.endsWith("/issues")
      ? Response.json({ message: "Issues are disabled" }, { status: 410 })
      : undefined;
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.blocker_issues], [1, "failed"]);
  assertStringIncludes(ran.said("blocker_issues"), "Issues are disabled");
  assertStringIncludes(ran.file("blocked_issues_report.md"), "Issues are disabled");
  assertStringIncludes(ran.file("cycle_summary.md"), "Issues are disabled");
  train.github.intercept = undefined;
  assertEquals((await train.later("10m").cycle()).created().length, 1);
});

Deno.test("a second read that fails raises nothing", async () => {
  await using train = await aTrain(blocked());
  train.github.intercept = (call) =>
    call.method === "GET" && call.path.includes("/issues?")
      ? Response.json({ message: "Unicorn!" }, { status: 403 })
      : undefined;
  const ran = await train.cycle();
  assertEquals(ran.created(), []);
  assertStringIncludes(ran.file("blocked_issues_report.md"), "The second read");
});

Deno.test("a repository without a commit is refused: there is nothing to look at", async () => {
  await using train = await aTrain(aWorld("acme/widgets"));
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.writes, await namesIn(train.out)], [2, [], []]);
  assertStringIncludes(ran.err, "Cannot run a cycle for acme/widgets: it has no commits");
});

Deno.test("a world in which all is well is a short report", async () => {
  await using train = await aTrain(widgets());
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.record.actions], [0, []]);
  assertStringIncludes(ran.file("dashboard.md"), "2 of 2 candidates can ship.");
  assertStringIncludes(ran.file("blocked_issues_report.md"), "Nothing blocks a line.");
});
