import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { aTrain, filesOf, type Train } from "./harness.ts";
import { blocked, RC, widgets } from "./worlds.ts";

const STATE = "docs/releases/_state";

Deno.test("the state commit is ours by its message, names the run, and only changes state files", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle([], { env: { GITHUB_RUN_ID: "4711" } });
  const commit = train.github.world.commits[train.world.sha("main")];
  assertEquals(
    commit?.message,
    "chore(release-ops): update state\n\nhttps://github.com/acme/widgets/actions/runs/4711",
  );
  assertEquals(commit?.files.every((file) => file.startsWith(`${STATE}/`)), true);
  assertEquals(train.state("blockers").blockers["issue:1"]?.severity, "P0");
  assertEquals(
    ran.json("state-snapshot/blockers_state.json"),
    train.state("blockers"),
    "the snapshot is what was committed",
  );
});

Deno.test("a state commit that loses the race is read again, merged and retried", async () => {
  await using train = await aTrain(blocked());
  let races = 0;
  train.github.intercept = (call) => {
    if (call.operation === "CommitState" && races++ === 0) elsewhere(train);
    return undefined;
  };
  const ran = await train.cycle();
  assertEquals(ran.exit, 0);
  assertEquals(ran.writes.filter((write) => write === "CommitState").length, 2);
  assertStringIncludes(ran.said("commit_state"), "after 1 lost race, merged");
  assertEquals(Object.keys(train.state("blockers").blockers), ["issue:1", "issue:9"]);
  assertEquals(ran.json("state-snapshot/blockers_state.json"), train.state("blockers"));
});

/** Somebody else's cycle commits a blocker of its own. */
function elsewhere(train: Train): void {
  const seen = train.now;
  const text = JSON.stringify({
    version: "1.0.0",
    last_updated: seen,
    blockers: {
      "issue:9": {
        issue_number: 9,
        first_seen: seen,
        last_seen: seen,
        last_issue_update: seen,
        escalation_level: "none",
        severity: "P1",
      },
    },
  });
  train.world.commit("main", { message: "chore(release-ops): update state" })
    .file("main", { path: `${STATE}/blockers_state.json`, text });
}

Deno.test("a branch that always moves ends in a warning, exit 1 and a whole bundle", async () => {
  await using train = await aTrain(blocked());
  train.github.intercept = (call) => {
    if (call.operation === "CommitState") train.world.commit("main", { message: "busy" });
    return undefined;
  };
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.commit_state], [1, "failed"]);
  assertStringIncludes(ran.err, "::warning::Failed to push state updates");
  assertStringIncludes(ran.file("cycle_summary.md"), "the branch moved 5 times");
});

Deno.test("a state branch of its own is read and written", async () => {
  const world = blocked().branch("release-ops-state");
  await using train = await aTrain(world, {
    policies: {
      "blockers.yml": (text) => text.replace("  branch: null", "  branch: release-ops-state"),
    },
  });
  await train.cycle();
  assertEquals(train.state("blockers", "release-ops-state").blockers["issue:1"]?.issue_number, 1);
  train.later("10m");
  assertEquals((await train.cycle()).writes, []);
});

Deno.test("a state branch that does not exist is a failure with a remedy, not a crash", async () => {
  await using train = await aTrain(blocked(), {
    policies: { "blockers.yml": (text) => text.replace("  branch: null", "  branch: nowhere") },
  });
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.commit_state], [1, "failed"]);
  assertStringIncludes(ran.said("commit_state"), "the branch nowhere does not exist");
});

Deno.test("--state-dir keeps the state locally and commits nothing", async () => {
  await using train = await aTrain(blocked());
  const folder = join(train.folder, "state");
  const ran = await train.cycle(["--state-dir", folder]);
  assertEquals([ran.exit, ran.created().length], [0, 1]);
  assertEquals(ran.writes.includes("CommitState"), false);
  const saved = await stateIn(folder);
  assertEquals([...saved.keys()], [
    "blockers_state.json",
    "digest_state.json",
    "handoff_state.json",
    "triage_state.json",
  ]);
  train.later("10m");
  const again = await train.cycle(["--state-dir", folder]);
  assertEquals(again.writes, []);
  assertEquals(await stateIn(folder), saved);
});

/** The state files of a folder by name, without the lock that stays beside them. */
async function stateIn(folder: string): Promise<Map<string, string>> {
  return new Map([...await filesOf(folder)].filter(([name]) => name.endsWith(".json")));
}

Deno.test("damaged state is kept aside, said, and rebuilt from the issues", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  train.world.file("main", { path: `${STATE}/blockers_state.json`, text: '{"blockers": {' });
  train.later("10m");
  const ran = await train.cycle();
  assertEquals(ran.created(), []);
  assertStringIncludes(ran.err, "State file blockers_state.json");
  assertEquals(ran.file("state-before/blockers_state.json"), '{"blockers": {');
  assertEquals(train.state("blockers").blockers["issue:1"]?.first_seen, "2026-01-08T08:15:00Z");
  assertStringIncludes(ran.file("cycle_summary.md"), "## What went wrong");
  train.later("10m");
  assertEquals((await train.cycle()).writes, []);
});

Deno.test("the older scripts' state is read, and what they wrote beside it survives", async () => {
  const world = blocked().as("alice")
    .issue({ title: "The machine burns", labels: ["release-blocker"], at: "-10h" })
    .file("main", {
      path: `${STATE}/blockers_state.json`,
      text: JSON.stringify({
        version: "1.0.0",
        last_updated: "2026-01-08T00:00:00Z",
        note: "ours",
        blockers: {
          "issue:1": {
            issue_number: 1,
            first_seen: "2026-01-08T00:15:00Z",
            last_seen: "2026-01-08T09:15:00Z",
            last_issue_update: "2026-01-08T09:15:00Z",
            escalation_level: "page",
            severity: "P0",
          },
        },
      }),
    });
  await using train = await aTrain(world);
  await train.cycle();
  assertEquals(train.state("blockers").note, "ours");
  assertEquals(train.issue(1).labels.some((label) => label.startsWith("escalation:")), false);
});

function push(train: Train, message: string, files: string[]): Record<string, unknown> {
  const before = train.world.sha("main");
  train.world.commit("main", { message, files });
  return { before, after: train.world.sha("main"), head_commit: { message } };
}

Deno.test("loop guard: a push whose head commit is our own stops the cycle before any request", async () => {
  await using train = await aTrain(blocked());
  const payload = push(train, "chore(release-ops): update state", ["README.md"]);
  const ran = await train.cycle([], { event: { name: "push", payload } });
  assertEquals([ran.exit, ran.requests], [0, []]);
  assertStringIncludes(ran.record.guarded ?? "", "head commit is our own");
  assertEquals([...ran.files.keys()], [
    "cycle.json",
    "cycle_info.txt",
    "cycle_summary.md",
    "index.html",
  ]);
  for (const name of ran.files.keys()) {
    assertStringIncludes(ran.file(name), "head commit is our own");
  }
});

Deno.test("loop guard: a push of nothing but state files stops the cycle, any other file lets it run", async () => {
  await using train = await aTrain(blocked());
  const payload = push(train, "Merge the state", [`${STATE}/blockers_state.json`]);
  const ran = await train.cycle([], { event: { name: "push", payload } });
  assertEquals([ran.exit, ran.writes, ran.reads], [0, [], 1]);
  assertStringIncludes(ran.record.guarded ?? "", "nothing but state files");
  const mixed = push(train, "Merge", [`${STATE}/blockers_state.json`, "README.md"]);
  const real = await train.cycle([], { event: { name: "push", payload: mixed } });
  assertEquals([real.record.guarded, real.created().length], [null, 1]);
});

Deno.test("loop guard: a push whose files cannot be told runs", async () => {
  await using train = await aTrain(widgets());
  const payload = { before: "0".repeat(40), after: train.world.sha("main"), head_commit: null };
  const branch = await train.cycle([], { event: { name: "push", payload } });
  assertEquals(branch.record.guarded, null);
  train.github.intercept = (call) =>
    call.path.includes("/compare/") ? Response.json({ message: "no" }, { status: 404 }) : undefined;
  const unknown = push(train, "Merge", [`${STATE}/blockers_state.json`]);
  const ran = await train.cycle([], { event: { name: "push", payload: unknown } });
  assertEquals(ran.record.guarded, null);
  assertStringIncludes(ran.err, "Cannot tell which files the push changed");
});

for (const name of ["schedule", "workflow_dispatch"]) {
  Deno.test(`loop guard: a ${name} runs although the last commit is our own`, async () => {
    await using train = await aTrain(blocked());
    const payload = push(train, "chore(release-ops): update state", [`${STATE}/x.json`]);
    const ran = await train.cycle([], { event: { name, payload } });
    assertEquals([ran.exit, ran.record.guarded, ran.board[RC]], [0, null, "blocked"]);
    assert(ran.writes.length > 0);
  });
}
