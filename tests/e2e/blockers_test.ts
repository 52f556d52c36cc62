import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inWorld, type WorldBuilder } from "../emulator/builders.ts";
import { aTrain, type Ran } from "./harness.ts";
import { blocked, failed, green, passes, RC, widgets } from "./worlds.ts";

const TITLE = "4.2 is blocked: Unit Tests failed";

Deno.test("a first cycle raises exactly the blockers over the threshold", async () => {
  const world = failed(blocked(), "Lint", "-89m");
  await using train = await aTrain(world);
  const ran = await train.cycle();
  assertEquals(ran.exit, 0);
  assertEquals(ran.created(), [TITLE]);
  assertEquals(train.openIssues, [TITLE]);
  assertEquals(ran.board, { "main": "success", [RC]: "blocked" });
  assertStringIncludes(ran.said("blocker_issues"), "1 raised, 1 under the threshold");
});

Deno.test("the threshold counts from its first minute, and --threshold-minutes moves it", async () => {
  await using train = await aTrain(failed(widgets(), "Lint", "-89m"));
  assertEquals((await train.cycle(["--dry-run"])).created(), []);
  assertEquals((await train.cycle(["--dry-run", "--threshold-minutes", "89"])).created().length, 1);
  train.later("1m");
  assertEquals((await train.cycle()).created(), ["4.2 is blocked: Lint failed"]);
});

Deno.test("a second cycle on the unchanged world writes nothing and commits nothing", async () => {
  const world = blocked("2026-01-08T09:15:00Z").as("alice").issue({ title: "Digests" });
  await using train = await aTrain(world, {
    policies: {
      "digest.yml": (text) =>
        text.replace('start: "08:00"\n  end: "09:00"', 'start: "09:00"\n  end: "10:00"')
          .replace("enabled: false", "enabled: true").replace("number: null", "number: 1"),
    },
  });
  const first = await train.cycle();
  assertEquals(first.exit, 0);
  for (const step of ["blocker_issues", "routing", "escalation", "digest", "handoff"]) {
    assertEquals(first.outcomes[step], "done", step);
  }
  for (const step of ["blocker_issues", "routing", "escalation", "digest"]) {
    assert(first.actions(step).length > 0, step);
  }
  const before = structuredClone(train.github.world);
  for (const by of ["10m", "52m"]) {
    train.later(by);
    const again = await train.cycle();
    assertEquals([again.exit, again.writes], [0, []], by);
    assertEquals(again.record.actions, []);
    assertStringIncludes(again.said("commit_state"), "Nothing material changed");
    assert(again.reads <= 4, `${again.reads} reads`);
    assertEquals({ ...train.github.world, now: "" }, { ...before, now: "" });
  }
});

Deno.test("a fixed check abates its blocker, and a queued re-run does not", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  train.later("5m").world.reran("Unit Tests", { on: RC, status: "queued" });
  const queued = await train.cycle();
  assertEquals(queued.board[RC], "pending");
  assertEquals(queued.actions("blocker_issues"), []);
  assertEquals(train.state("blockers").blockers["issue:1"]?.cleared_at, undefined);

  passes(train.later("5m").world, "Unit Tests");
  const fixed = await train.cycle();
  assertEquals(fixed.board[RC], "success");
  assertEquals(fixed.actions("blocker_issues"), ["comment done"]);
  assertEquals(train.issue(1).state, "open");
  assertStringIncludes(train.issue(1).comments.at(-1)?.body ?? "", "Cleared");
  assertEquals(train.state("blockers").blockers["issue:1"]?.cleared_at, train.now);

  train.later("5m");
  assertEquals((await train.cycle()).writes, []);
});

Deno.test("auto_close closes after the green cycles of the policy, and a return reopens", async () => {
  await using train = await aTrain(blocked(), {
    policies: { "escalation.yml": (text) => text.replace("auto_close: false", "auto_close: true") },
  });
  await train.cycle();
  green(train.later("5m").world, RC, "-1m");
  for (const state of ["open", "open", "closed"]) {
    await train.cycle();
    assertEquals(train.issue(1).state, state);
    train.later("1h");
  }
  assertEquals((await train.cycle()).writes, []);
  failed(train.world, "Unit Tests", "-2h");
  const back = await train.cycle();
  assertEquals(back.actions("blocker_issues").slice(0, 1), ["reopen_issue done"]);
  assertEquals(train.openIssues, [TITLE]);
});

Deno.test("the next candidate failing the same way continues the same issue, which remembers the earlier ones", async () => {
  await using train = await aTrain(widgets());
  await train.cycle();
  const passed = train.world.sha(RC);
  nextCandidate(train.later("2h").world, "v4.2.0-rc.2");
  const first = await train.cycle();
  assertEquals(first.created(), [TITLE]);
  nextCandidate(train.later("2h").world, "v4.2.0-rc.3");
  const ran = await train.cycle();
  assertEquals([ran.created(), train.openIssues], [[], [TITLE]]);
  const { body } = train.issue(1);
  assertMatch(body, /^- First failing run: \[v4\.2\.0-rc\.2 \(.* at 2026-01-08 10:35 UTC\.$/m);
  assertMatch(body, /^- Latest failing run: \[v4\.2\.0-rc\.3 \(.* at 2026-01-08 12:35 UTC\.$/m);
  assertStringIncludes(body, `- Last commit known to pass: [${RC} (\`${passed.slice(0, 7)}\`)]`);
  train.later("10m");
  assertEquals((await train.cycle()).writes, []);
});

/** One more candidate, on which Unit Tests failed 100 minutes ago. */
function nextCandidate(world: WorldBuilder, tag: string): void {
  world.commit("release/4.2", { files: ["src/fix.ts"], at: "-110m" })
    .tag(tag, { on: "release/4.2", annotated: true, at: "-110m" });
  green(world, tag, "-109m")
    .ran("Unit Tests", { on: tag, conclusion: "failure", completed: "-100m" });
}

Deno.test("one life of a blocker is told in few comments: routed, each higher level, cleared, and back", async () => {
  await using train = await aTrain(blocked());
  const told: string[][] = [];
  const cycle = async (): Promise<void> => {
    const before = train.issue(1).comments.length;
    await train.cycle();
    told.push(train.issue(1).comments.slice(before).map(({ body }) => body.split("\n")[0] ?? ""));
  };
  await train.cycle();
  assertEquals(
    train.issue(1).comments.length,
    1,
    "raised and warned: routing alone has more to say",
  );
  for (let hour = 0; hour < 8; hour++) {
    train.later("1h");
    await cycle();
  }
  green(train.later("1h").world, RC, "-1m");
  await cycle();
  train.later("1h");
  await cycle();
  failed(train.world, "Unit Tests", "-2h");
  await cycle();
  assertEquals(told.flat().map((line) => line.split(/[.:]/)[0]), [
    "**Escalation level",
    "**Escalation level",
    "Cleared",
    "It is back",
  ]);
});

Deno.test("an issue that a person raised for the same check is adopted, not doubled", async () => {
  const world = blocked().as("alice").issue({
    title: "Unit Tests broken on 4.2",
    labels: ["release-blocker"],
    at: "-1h",
  });
  await using train = await aTrain(world);
  const ran = await train.cycle();
  assertEquals(ran.created(), []);
  assertEquals(train.state("blockers").blockers["issue:1"]?.adopted, true);
});

Deno.test("a closed issue stays closed while the reason holds", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  train.later("10m").world.as("alice").close(1, "not_planned");
  const ran = await train.cycle();
  assertEquals([ran.created(), train.openIssues], [[], []]);
  assertStringIncludes(ran.said("blocker_issues"), "dismissed by people");
});

Deno.test("a lying list does not make a second issue", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  const before = structuredClone(train.github.world);
  before.issues = {};
  for (const file of Object.keys(before.branches.main?.files ?? {})) {
    delete before.branches.main?.files[file];
  }
  train.github.intercept = (call, perform) =>
    call.operation === "Overview" ? perform(before) : undefined;
  train.later("10m");
  const ran = await train.cycle();
  assertEquals(ran.created(), []);
  assertEquals(train.openIssues, [TITLE]);
  assertStringIncludes(ran.file("blocked_issues_report.md"), "A second read found");
});

Deno.test("many failures at once become one issue, and new issues are capped", async () => {
  const names = Array.from({ length: 7 }, (_, index) => `Check ${index + 1}`);
  const checks = names.map((name) => `  - name: ${name}\n`).join("");
  const world = widgets();
  for (const on of ["main", RC]) {
    for (const name of names) world.ran(name, { on, conclusion: "failure", completed: "-2h" });
  }
  const required = `version: "1.0.0"\nalways_required:\n${checks}`;
  await using train = await aTrain(world, {
    policies: { "required_checks.yml": required },
  });
  const grouped = await train.cycle(["--dry-run"]);
  assertEquals(grouped.created().toSorted(), [
    "4.2 is blocked: 7 required checks are not met",
    "main is blocked: 7 required checks are not met",
  ]);
  await using capped = await aTrain(world, {
    policies: {
      "required_checks.yml": required,
      "blockers.yml": (text) =>
        text.replace("group_above: 5", "group_above: 50").replace("cycle: 10", "cycle: 3"),
    },
  });
  const ran = await capped.cycle();
  assertEquals(ran.created().length, 3);
  assertEquals(ran.exit, 0);
  assertStringIncludes(ran.file("blocked_issues_report.md"), "## Deferred to the next cycle");
  capped.later("1h");
  assertEquals((await capped.cycle()).created().length, 3);
  assertEquals(capped.openIssues.length, 6);
});

Deno.test("pull requests with the label are not issues", async () => {
  const label = { labels: ["release-blocker"], at: "-9h" };
  const world = blocked().as("alice").pull({ title: "Unit Tests broken on 4.2", ...label })
    .issue({ title: "The build machine is on fire", ...label });
  await using train = await aTrain(world);
  const ran = await train.cycle();
  assertEquals(ran.created(), [TITLE]);
  assertEquals(train.issue(1).labels, ["release-blocker"]);
  assertEquals([train.issue(1).comments, train.issue(1).events], [[], []]);
  assertStringIncludes(ran.said("escalation"), "2 open blockers");
});

Deno.test("our own state commits never become the candidate, however many in a row", async () => {
  await using train = await aTrain(blocked());
  const head = train.world.sha("main");
  await train.cycle();
  assert(train.world.sha("main") !== head, "the first cycle commits state");
  for (let index = 0; index < 120; index++) {
    train.world.commit("main", {
      message: "chore(release-ops): update state",
      files: ["docs/releases/_state/blockers_state.json"],
    });
  }
  train.later("10m");
  const ran = await train.cycle();
  assertEquals(ran.board, { "main": "success", [RC]: "blocked" });
  assertEquals(ran.json("dashboard.json").candidates[0].commit_sha, head);
  assertEquals(ran.writes, []);
});

Deno.test("pages of two give the same result as pages of a hundred", async () => {
  const world = blocked();
  for (const name of ["Lint", "Docs Build"]) failed(world, name, "-3h");
  for (let index = 0; index < 5; index++) {
    world.issue({ title: `Machine ${index} burns`, labels: ["release-blocker"], at: "-5h" })
      .commit("main", { at: "-5d", message: "chore(release-ops): update state" })
      .commit(`release/5.${index}`, { at: "-9h", files: ["src/a.ts"] })
      .tag(`v3.${index}.0`, { on: "v4.1.0", annotated: true, at: "-40d" })
      .as("alice").close(index + 1).as("octocat");
    world.issue({ title: `Machine ${index} burns again`, labels: ["release-blocker"], at: "-4h" });
  }
  const results: Ran[] = [];
  for (const maxPageSize of [100, 2]) {
    await using train = await aTrain(inWorld(structuredClone(world.world)), { maxPageSize });
    results.push(await train.cycle());
    assertEquals(results.at(-1)?.exit, 0);
  }
  const [large, small] = results as [Ran, Ran];
  assert(small.reads > large.reads, `${small.reads} > ${large.reads}`);
  assertEquals(small.writes, large.writes);
  assertEquals(small.record.actions, large.record.actions);
  assertEquals(small.json("dashboard.json"), large.json("dashboard.json"));
  assertEquals(small.json("inputs.json").observation.issues.length, 10);
});
