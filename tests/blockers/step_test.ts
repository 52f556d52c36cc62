import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { blockerIssues } from "../../steps/blocker_issues.ts";
import { policiesOf } from "../policy/build.ts";
import { aBlockedTrain, aTrain } from "./builders.ts";
import { aCycle } from "./cycles.ts";

const REPORT = "blocked_issues_report.md";

Deno.test("blocker_issues raises, remembers, and reports", async () => {
  const { cycle, written } = aCycle(aTrain().failed("Unit Tests"));
  const ran = await blockerIssues.run(cycle);
  assertEquals(written(), ["create_issue 4.2 is blocked: Unit Tests failed"]);
  const { blockers } = cycle.state.saved.blockers;
  assertEquals(Object.keys(blockers), ["issue:101"]);
  assertEquals(blockers["issue:101"]?.last_issue_update, cycle.at);
  assertEquals(cycle.facts.blockers?.carried[0]?.decision.issue?.number, 101);
  assertEquals([ran.outcome, ran.summary], ["done", "Blockers: 1 raised."]);
  assertStringIncludes(
    ran.files[REPORT] ?? "",
    "**Do next:** fix Unit Tests on 4.2 ([\\#101](https://g/101)), open for 2 h, no owner yet.",
  );
});

Deno.test("blocker_issues says that nothing blocks a line only when it has seen all", async () => {
  const whole = await blockerIssues.run(aCycle(aTrain()).cycle);
  assertEquals(whole.summary, "Nothing blocks a line.");
  assertStringIncludes(whole.files[REPORT] ?? "", "**Do next:** nothing.");
  const train = aTrain().partly();
  const partial = await blockerIssues.run(aCycle(train).cycle);
  assertEquals(
    partial.summary,
    "Nothing is known to block a line, but GitHub could not be read in full.",
  );
  assertStringIncludes(partial.files[REPORT] ?? "", "> **Incomplete.**");
});

Deno.test("blocker_issues fails without a dashboard: absence is no evidence", async () => {
  const { cycle } = aCycle(aTrain());
  delete cycle.facts.dashboard;
  await assertRejects(() => blockerIssues.run(cycle), Error, "absence is not evidence");
});

Deno.test("blocker_issues raises the worst and oldest where the cap leaves no room for all, the rest next time", async () => {
  const train = aTrain().candidate("v4.1.3-rc.1")
    .queued("Docs", { on: "v4.1.3-rc.1", minutes: 900 })
    .failed("Lint", { minutes: 100 }).failed("Unit Tests", { minutes: 200 });
  const policies = policiesOf({ blockers: "max_new_issues_per_cycle: 1\n" });
  const { cycle, written } = aCycle(train, { policies });
  const ran = await blockerIssues.run(cycle);
  assertEquals(written(), ["create_issue 4.2 is blocked: Unit Tests failed"]);
  assertEquals(ran.summary, "Blockers: 1 raised, 2 deferred.");
  const [, deferred] = (ran.files[REPORT] ?? "").split("## Deferred to the next cycle");
  assertEquals(deferred?.match(/^- .*$/gm), ["- 4.1: Docs", "- 4.2: Lint"]);
  assertEquals(Object.keys(cycle.state.saved.blockers.blockers), ["issue:101"], "and no more");
  assertEquals(ran.outcome, "done");
  train.issues = [...cycle.gate.observation.issues];
  train.records = cycle.state.saved.blockers.blockers;
  const next = aCycle(train.later(60), { policies });
  await blockerIssues.run(next.cycle);
  assertEquals(next.written(), ["create_issue 4.2 is blocked: Lint failed"]);
});

Deno.test("blocker_issues asks the second read no more once the cap is used up", async () => {
  const train = aTrain().failed("Lint").failed("Unit Tests", { minutes: 200 });
  const { cycle, hub } = aCycle(train, {
    policies: policiesOf({ blockers: "max_new_issues_per_cycle: 1\n" }),
  });
  let asked = 0;
  hub.findOpen = () => {
    asked++;
    return Promise.resolve([]);
  };
  await blockerIssues.run(cycle);
  assertEquals(asked, 1);
});

Deno.test("blocker_issues raises nothing when a second read finds what the first did not show", async () => {
  const { cycle, hub, written } = aCycle(aTrain().failed("Unit Tests"));
  hub.found = [7];
  const ran = await blockerIssues.run(cycle);
  assertEquals([written(), ran.summary], [[], "Blockers: 1 on hold."]);
  assertStringIncludes(ran.files[REPORT] ?? "", "A second read found");
});

Deno.test("blocker_issues is not held up by a marker that somebody copied", async () => {
  const { cycle, hub, written } = aCycle(
    aTrain().failed("Unit Tests").personOpened("Look at this"),
  );
  hub.found = [1];
  await blockerIssues.run(cycle);
  assertEquals(written(), ["create_issue 4.2 is blocked: Unit Tests failed"]);
});

Deno.test("blocker_issues gives way when another cycle raised the same blocker a moment before", async () => {
  const { cycle, hub, written } = aCycle(aTrain().failed("Unit Tests"));
  hub.older = 7;
  const ran = await blockerIssues.run(cycle);
  assertEquals(written(), [
    "create_issue 4.2 is blocked: Unit Tests failed",
    "comment #101",
    "close_issue #101",
  ]);
  assertEquals(cycle.state.saved.blockers.blockers, {}, "the other cycle remembers its own");
  assertEquals(ran.summary, "Blockers: 1 doubled.");
});

Deno.test("blocker_issues raises nothing, and has failed, when the second read fails", async () => {
  const { cycle, hub, written } = aCycle(aTrain().failed("Unit Tests"));
  hub.found = new Error("503 Service Unavailable");
  const ran = await blockerIssues.run(cycle);
  assertEquals([written(), ran.outcome], [[], "failed"]);
  assertEquals(cycle.state.saved.blockers.blockers, {});
  assertEquals(ran.summary, "Nothing was done. 1 change failed: 503 Service Unavailable.");
  assertStringIncludes(ran.files[REPORT] ?? "", "**Do next:** see why Unit Tests could not be");
});

Deno.test("blocker_issues remembers nothing of what could not be written", async () => {
  const { cycle, hub } = aCycle(aTrain().failed("Unit Tests"));
  hub.broken.add("create_issue");
  assertEquals((await blockerIssues.run(cycle)).outcome, "failed");
  assertEquals(cycle.state.working.blockers.blockers, {});
});

Deno.test("blocker_issues plans in every mode but live, and saves nothing of the plan", async () => {
  const train = aTrain().failed("Unit Tests");
  for (
    const options of [
      { mode: "dry_run" },
      { mode: "read_only", enable_issue_writes: false },
      { mode: "live", only: "digest" },
    ] as const
  ) {
    const { cycle, written } = aCycle(train, options);
    const ran = await blockerIssues.run(cycle);
    assertEquals([written(), ran.outcome], [[], "planned"], options.mode);
    assertEquals(Object.keys(cycle.state.working.blockers.blockers), ["issue:-1"]);
    assertEquals(cycle.state.saved.blockers.blockers, {});
    assertStringIncludes(ran.files[REPORT] ?? "", "would do");
    assertStringIncludes(ran.files[REPORT] ?? "", "nothing was written");
  }
});

Deno.test("blocker_issues forgets the record of an issue that doubled another", async () => {
  const train = aBlockedTrain();
  const { body, labels } = train.issue(1);
  train.personOpened("4.2 again", { viewer_did_author: true, body, labels });
  train.records["issue:2"] = { ...train.record(1), issue_number: 2 };
  const { cycle, written } = aCycle(train);
  const ran = await blockerIssues.run(cycle);
  assertEquals(written(), ["comment #2", "close_issue #2"]);
  assertEquals(Object.keys(cycle.state.saved.blockers.blockers), ["issue:1"]);
  assertEquals(ran.summary, "Blockers: 1 tracked already, 1 doubled.");
});

Deno.test("blocker_issues tells people to close what has cleared, and what it did not believe", async () => {
  const train = aBlockedTrain().met("Unit Tests");
  train.personOpened("Copied", { body: train.issue(1).body, labels: [] });
  const ran = await blockerIssues.run(aCycle(train).cycle);
  assertStringIncludes(ran.files[REPORT] ?? "", "**Do next:** close [\\#1](https://");
  assertStringIncludes(ran.files[REPORT] ?? "", "## Not believed");
});

Deno.test("blocker_issues names in its report no candidate's check so that it means anything", async () => {
  const hostile = "a|b\n# x <script> @team ![](http://x) ::error::";
  const ran = await blockerIssues.run(aCycle(aTrain().failed(hostile)).cycle);
  const report = ran.files[REPORT] ?? "";
  assertEquals(report.match(/^\|.*\|$/gm)?.length, 3);
  for (const live of ["<script>", "@team", "![](", "::error"]) {
    assertEquals(report.includes(live), false, live);
  }
});
