import { assertEquals } from "@std/assert";
import { type CheckResult, matchesEntry, resultsOf } from "../../lib/candidates/results.ts";
import type { CheckEntry } from "../../lib/candidates/requirement_policy.ts";
import type { CheckSuiteFacts, StatusFacts } from "../../lib/observation/observation.ts";
import { appSuite, checkRun, minutesAgo, status, workflowSuite } from "./builders.ts";

function results(suites: CheckSuiteFacts[], statuses: StatusFacts[] = []): CheckResult[] {
  return resultsOf({ suites, statuses });
}

/** Conclusions of the results that an entry means. */
function conclusions(
  entry: CheckEntry,
  suites: CheckSuiteFacts[],
  statuses: StatusFacts[] = [],
): string[] {
  return results(suites, statuses).filter((result) => matchesEntry(result, entry))
    .map(({ conclusion }) => conclusion).sort();
}

function only(suites: CheckSuiteFacts[], name = "CI"): CheckResult {
  const found = results(suites).filter(({ names }) => names.includes(name));
  assertEquals(found.length, 1);
  return found[0] as CheckResult;
}

Deno.test("matchesEntry() finds a workflow by name, file name, or the entry's workflow", () => {
  const suites = [workflowSuite({ workflow: "Build / all", file: "build.yml" })];
  const entries: CheckEntry[] = [
    { name: "Build / all" },
    { name: "build.yml" },
    { name: "Unit", workflow: "build.yml" },
    { name: "Unit", workflow: ".github/workflows/build.yml" },
    { name: "Unit", workflow: "Build / all" },
  ];
  for (const entry of entries) {
    assertEquals(conclusions(entry, suites), ["success"], JSON.stringify(entry));
  }
});

Deno.test("matchesEntry() compares whole names", () => {
  const suites = [workflowSuite({ check_runs: [checkRun("unit")] })];
  for (
    const entry of [
      { name: "C" },
      { name: "ci" },
      { name: "x", workflow: "i.yml" },
      { name: "x", workflow: "" },
      { name: "x", workflow: null },
      { name: "x", workflow: "unit" },
    ]
  ) {
    assertEquals(conclusions(entry, suites), [], JSON.stringify(entry));
  }
});

Deno.test("matchesEntry() finds check runs and status contexts by name", () => {
  const suites = [
    appSuite("codecov", { check_runs: [checkRun("coverage", { conclusion: "neutral" })] }),
  ];
  assertEquals(conclusions({ name: "coverage" }, suites), ["neutral"]);
  assertEquals(
    conclusions({ name: "ci/jenkins" }, [], [status("ci/jenkins", { state: "error" })]),
    ["error"],
  );
});

Deno.test("matchesEntry() lets everything count that bears the name", () => {
  const suites = [
    workflowSuite({
      workflow: "lint",
      file: "lint.yml",
      check_runs: [checkRun("lint", { conclusion: "failure" })],
    }),
    appSuite("other", { check_runs: [checkRun("lint", { conclusion: "neutral" })] }),
  ];
  assertEquals(conclusions({ name: "lint" }, suites, [status("lint")]), [
    "failure",
    "neutral",
    "success",
    "success",
  ]);
});

Deno.test("resultsOf() takes the highest run number of a workflow and event", () => {
  const suites = [
    workflowSuite({ number: 9, conclusion: "failure" }),
    workflowSuite({ number: 10, conclusion: "success" }),
  ];
  assertEquals(conclusions({ name: "CI" }, suites), ["success"]);
  assertEquals(conclusions({ name: "CI" }, suites.toReversed()), ["success"]);
});

Deno.test("resultsOf() drops the jobs of a run that a newer one replaced", () => {
  const suites = [
    workflowSuite({
      number: 1,
      check_runs: [checkRun("unit", { conclusion: "failure" }), checkRun("gone")],
    }),
    workflowSuite({ number: 2, check_runs: [checkRun("unit")] }),
  ];
  assertEquals(conclusions({ name: "unit" }, suites), ["success"]);
  assertEquals(conclusions({ name: "gone" }, suites), []);
});

Deno.test("resultsOf() does not mask a failure by another event's success", () => {
  const failed = checkRun("unit", {
    conclusion: "failure",
    started_at: minutesAgo(59),
    completed_at: minutesAgo(58),
  });
  const suites = [
    workflowSuite({ event: "push", number: 1, conclusion: "failure", check_runs: [failed] }),
    workflowSuite({ event: "pull_request", number: 2, check_runs: [checkRun("unit")] }),
  ];
  assertEquals(conclusions({ name: "CI" }, suites), ["failure", "success"]);
  assertEquals(conclusions({ name: "unit" }, suites), ["failure", "success"]);
});

Deno.test("resultsOf() keeps workflows of one display name apart", () => {
  const suites = [
    workflowSuite({ file: "a.yml", number: 1, conclusion: "failure" }),
    workflowSuite({ file: "b.yml", number: 2 }),
  ];
  assertEquals(conclusions({ name: "CI" }, suites), ["failure", "success"]);
});

Deno.test("resultsOf() takes the newest attempt of a job", () => {
  const first = checkRun("unit", {
    conclusion: "failure",
    started_at: minutesAgo(50),
    completed_at: minutesAgo(45),
  });
  const again = checkRun("unit", { started_at: minutesAgo(44), completed_at: minutesAgo(40) });
  const waiting = checkRun("unit", {
    status: "queued",
    conclusion: null,
    started_at: null,
    completed_at: null,
  });
  assertEquals(conclusions({ name: "unit" }, [workflowSuite({ check_runs: [again, first] })]), [
    "success",
  ]);
  assertEquals(
    conclusions({ name: "unit" }, [workflowSuite({ check_runs: [waiting, first, again] })]),
    ["queued"],
  );
});

Deno.test("resultsOf() lets two jobs of one name that ran side by side both count", () => {
  const failed = checkRun("unit", {
    conclusion: "failure",
    started_at: minutesAgo(50),
    completed_at: minutesAgo(41),
  });
  const passed = checkRun("unit", { started_at: minutesAgo(49), completed_at: minutesAgo(40) });
  assertEquals(conclusions({ name: "unit" }, [workflowSuite({ check_runs: [failed, passed] })]), [
    "failure",
    "success",
  ]);
});

Deno.test("resultsOf() takes only an app's newest run of a name, over all its suites", () => {
  const old = checkRun("scan", {
    conclusion: "failure",
    started_at: minutesAgo(50),
    completed_at: minutesAgo(30),
  });
  const fresh = checkRun("scan", { started_at: minutesAgo(49), completed_at: minutesAgo(48) });
  const suites = [
    appSuite("scanner", { check_runs: [old] }),
    appSuite("scanner", { check_runs: [fresh] }),
  ];
  assertEquals(conclusions({ name: "scan" }, suites), ["success"]);
  const two_apps = [
    appSuite("scanner", { check_runs: [old] }),
    appSuite("other", { check_runs: [fresh] }),
  ];
  assertEquals(conclusions({ name: "scan" }, two_apps), ["failure", "success"]);
});

Deno.test("resultsOf() breaks ties of start by the newer id", () => {
  const suites = [
    appSuite("scanner", {
      check_runs: [checkRun("scan", { id: 2 }), checkRun("scan", { id: 1, conclusion: "failure" })],
    }),
  ];
  assertEquals(conclusions({ name: "scan" }, suites), ["success"]);
});

Deno.test("resultsOf() takes suites without runs and without a workflow run for no check", () => {
  assertEquals(results([appSuite("ghost", { status: "queued", conclusion: null })]), []);
  assertEquals(results([workflowSuite({ conclusion: "startup_failure" })]).length, 1);
});

Deno.test("resultsOf() goes by a suite's status while it runs again", () => {
  const again = only([workflowSuite({ status: "in_progress", conclusion: "failure" })]);
  assertEquals([again.conclusion, again.completed], ["in_progress", false]);
  const odd = only([workflowSuite({ status: "completed", conclusion: null })]);
  assertEquals([odd.conclusion, odd.completed], ["pending", false]);
});

Deno.test("resultsOf() takes the newest status of a context", () => {
  const statuses = [
    status("ci", { created_at: minutesAgo(1) }),
    status("ci", { state: "failure", created_at: minutesAgo(9) }),
  ];
  assertEquals(conclusions({ name: "ci" }, [], statuses), ["success"]);
});

Deno.test("resultsOf() knows pending and expected statuses for not completed", () => {
  for (const state of ["pending", "expected"]) {
    assertEquals(results([], [status("ci", { state })])[0]?.completed, false);
  }
});

Deno.test("resultsOf() lists the failed jobs of a workflow run", () => {
  const jobs = [
    checkRun("unit", { conclusion: "failure", url: "u" }),
    checkRun("race", { conclusion: "timed_out", url: "r" }),
    ...["success", "skipped", "neutral"].map((conclusion) => checkRun(conclusion, { conclusion })),
    checkRun("running", { status: "in_progress", conclusion: null, completed_at: null }),
  ];
  assertEquals(only([workflowSuite({ conclusion: "failure", check_runs: jobs })]).failed_jobs, [
    { name: "unit", url: "u" },
    { name: "race", url: "r" },
  ]);
});

Deno.test("resultsOf() dates a completed workflow run by its last job, else by its suite", () => {
  const jobs = [
    checkRun("a", { completed_at: minutesAgo(40) }),
    checkRun("b", { completed_at: minutesAgo(35) }),
  ];
  assertEquals(only([workflowSuite({ check_runs: jobs })]).since, minutesAgo(35));
  assertEquals(only([workflowSuite({ conclusion: "startup_failure" })]).since, minutesAgo(30));
});

Deno.test("resultsOf() dates an unfinished workflow run by its creation, not by its latest job", () => {
  const jobs = [
    checkRun("a"),
    checkRun("b", {
      status: "in_progress",
      conclusion: null,
      started_at: minutesAgo(5),
      completed_at: null,
    }),
  ];
  assertEquals(
    only([workflowSuite({ status: "in_progress", conclusion: null, check_runs: jobs })]).since,
    minutesAgo(60),
  );
  assertEquals(only([workflowSuite({ status: "queued", conclusion: null })]).since, minutesAgo(60));
});

Deno.test("resultsOf() dates a workflow run that runs again by its new jobs", () => {
  const first = checkRun("a", { conclusion: "failure", completed_at: minutesAgo(40) });
  const again = checkRun("a", {
    status: "in_progress",
    conclusion: null,
    started_at: minutesAgo(7),
    completed_at: null,
  });
  const kept = checkRun("b");
  const running = workflowSuite({
    status: "in_progress",
    conclusion: null,
    check_runs: [first, again, kept],
  });
  assertEquals(only([running]).since, minutesAgo(7));
  const queued = workflowSuite({
    status: "queued",
    conclusion: null,
    updated_at: minutesAgo(3),
    check_runs: [first],
  });
  assertEquals(only([queued]).since, minutesAgo(3));
});

Deno.test("resultsOf() dates check runs by completion, start, or creation", () => {
  const since = (change: Parameters<typeof checkRun>[1]): string =>
    only([appSuite("scanner", { check_runs: [checkRun("scan", change)] })], "scan").since;
  assertEquals(since({}), minutesAgo(40));
  const open = { conclusion: null, completed_at: null };
  assertEquals(since({ ...open, status: "in_progress" }), minutesAgo(50));
  assertEquals(since({ ...open, status: "queued", started_at: null }), minutesAgo(60));
});

Deno.test("resultsOf() marks what failed and then passed on the commit as a flake", () => {
  const flaky = (...suites: CheckSuiteFacts[]): string[] =>
    results(suites).filter((result) => result.flaky).flatMap(({ names }) => names[0] ?? []);
  const early = { started_at: minutesAgo(58), completed_at: minutesAgo(55) };
  const failed = checkRun("unit", { ...early, conclusion: "failure" });
  const passed = checkRun("unit");
  assertEquals(
    flaky(workflowSuite({ number: 1, conclusion: "failure" }), workflowSuite({ number: 2 })),
    ["CI"],
  );
  assertEquals(flaky(workflowSuite({ check_runs: [failed, passed] })), ["CI", "unit"]);
  assertEquals(flaky(appSuite("scanner", { check_runs: [failed, passed] })), ["unit"]);
  assertEquals(
    flaky(
      workflowSuite({ number: 1, conclusion: "failure", check_runs: [failed] }),
      workflowSuite({ number: 2, check_runs: [passed] }),
    ),
    ["CI", "unit"],
  );
});

Deno.test("resultsOf() marks nothing as a flake that did not fail by itself, or does not pass", () => {
  const flaky = (...suites: CheckSuiteFacts[]): boolean =>
    results(suites).some((result) => result.flaky);
  assertEquals(
    flaky(workflowSuite({ number: 1, conclusion: "cancelled" }), workflowSuite({ number: 2 })),
    false,
  );
  assertEquals(
    flaky(
      workflowSuite({ number: 1, conclusion: "failure" }),
      workflowSuite({ number: 2, conclusion: "skipped" }),
    ),
    false,
  );
  assertEquals(
    flaky(
      workflowSuite({ number: 1, conclusion: "failure" }),
      workflowSuite({ number: 2, status: "queued", conclusion: null }),
    ),
    false,
  );
  assertEquals(
    flaky(workflowSuite({ number: 1 }), workflowSuite({ number: 2, conclusion: "failure" })),
    false,
  );
  assertEquals(
    flaky(
      workflowSuite({ event: "push", conclusion: "failure" }),
      workflowSuite({ event: "schedule", number: 2 }),
    ),
    false,
  );
});
