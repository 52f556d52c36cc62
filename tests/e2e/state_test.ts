import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MAX_STATE_BYTES } from "../../lib/state/prune.ts";
import type { WorldBuilder } from "../emulator/builders.ts";
import { aTrain, filesOf, type Train } from "./harness.ts";
import { blocked, failed, RC, widgets } from "./worlds.ts";

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

Deno.test("the state and the digest that cycles commit ask for no check", async () => {
  await using train = await aTrain(blocked(), {
    policies: {
      "digest.yml": (text) =>
        text.replace(
          "output:\n",
          "output:\n  pinned_file: {enabled: true, path: docs/DIGEST.md}\n",
        ),
    },
  });
  const first = await train.cycle(["--force-digest"]);
  assertEquals(first.writes.at(-1), "CommitState");
  const files = train.github.world.commits[train.world.sha("main")]?.files ?? [];
  assert(files.includes("docs/DIGEST.md") && files.length > 1, files.join());
  const docs = async (tag: string, changed: string): Promise<string> => {
    train.later("10m").world.commit("main", { files: [changed] }).tag(tag, { on: "main" });
    const { candidates } = (await train.cycle()).json("dashboard.json");
    return candidates.find((candidate: { tag: string }) => candidate.tag === tag)
      .checks.find(({ name }: { name: string }) => name === "Docs Build").required;
  };
  assertEquals(await docs("v4.3.0-rc.1", "src/b.ts"), "conditional_skipped");
  assertEquals(await docs("v4.4.0-rc.1", "docs/guide.md"), "conditional");
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
    "observation_state.json",
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

/** People's open blockers, which teams have taken, so many as no state can hold. */
function crowd(...groups: { count: number; labels: string[]; at: string }[]): WorldBuilder {
  const world = widgets().as("alice");
  for (const { count, labels, at } of groups) {
    for (let number = 1; number <= count; number++) {
      const all = ["release-blocker", "team:backend", ...labels];
      world.issue({ title: `Trouble ${number}`, labels: all, at });
    }
  }
  return world;
}

/** Bytes of all state files on the branch, and of the largest. */
function bytesOf(train: Train): { all: number; largest: number } {
  const files = Object.entries(train.github.world.branches.main?.files ?? {})
    .filter(([path]) => path.startsWith(`${STATE}/`))
    .map(([, text]) => new TextEncoder().encode(text).length);
  return { all: files.reduce((sum, bytes) => sum + bytes, 0), largest: Math.max(...files) };
}

Deno.test("5,000 open blockers leave a state within its bounds, and the next cycle writes nothing", async () => {
  await using train = await aTrain(crowd({ count: 5_000, labels: [], at: "-20m" }));
  const first = await train.cycle();
  assertEquals([first.exit, first.writes], [0, ["CommitState"]]);
  assert(first.reads < 160, `${first.reads} reads: no request for each blocker`);
  assertStringIncludes(first.record.state.commit?.text ?? "", "no room for 5000 open blockers");
  assert(bytesOf(train).all < MAX_STATE_BYTES);
  train.later("10m");
  const second = await train.cycle();
  assertEquals([second.exit, second.writes, second.record.actions], [0, [], []]);
  assertEquals(second.record.state.damage, []);
  // 49 further pages of issues, the checks of two candidates, and the overview.
  assertEquals(second.reads, 51);
  assertEquals(train.openIssues.length, 5_000);
});

Deno.test("1,500 escalated blockers are more than the state holds: it keeps the oldest, and warns", async () => {
  await using train = await aTrain(crowd(
    { count: 1_500, labels: ["escalation:warn"], at: "-5h" },
    { count: 300, labels: ["escalation:warn", "escalation:escalate"], at: "-2d" },
  ));
  const first = await train.cycle();
  assertEquals([first.exit, first.writes], [0, ["CommitState"]]);
  assertStringIncludes(first.err, "::warning::The state has no room for");
  assertStringIncludes(first.said("commit_state"), "may be put there once more");
  const kept = train.state("blockers").blockers;
  assertEquals(bytesOf(train).all < MAX_STATE_BYTES, true);
  const levels = Object.values(kept).map(({ escalation_level }) => escalation_level);
  assertEquals(levels.filter((level) => level === "escalate").length, 300);
  train.later("10m");
  const second = await train.cycle();
  assertEquals([second.exit, second.writes, second.record.state.damage], [0, [], []]);
  assertEquals(Object.keys(train.state("blockers").blockers), Object.keys(kept));
});

Deno.test("a state file that could not be read again is not written", async () => {
  const text = JSON.stringify({ version: "1.0.0", others: "x".repeat(499_980) });
  await using train = await aTrain(
    blocked().file("main", { path: `${STATE}/blockers_state.json`, text }),
  );
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.commit_state], [1, "failed"]);
  assertStringIncludes(ran.said("commit_state"), "Cannot save blockers_state.json");
  assertEquals(ran.writes.includes("CommitState"), false);
});

Deno.test("a blocker that a person took the label off is the last to be forgotten, and not doubled", async () => {
  await using train = await aTrain(
    blocked().ran("Lint", { on: RC, conclusion: "failure", completed: "-2h" }),
  );
  await train.cycle();
  train.later("1h").world.as("alice").unlabel(1, "release-blocker");
  await train.cycle();
  const before = train.openIssues;
  // Room for one of the two records, once the memory of routing has gone.
  const others = "x".repeat(MAX_STATE_BYTES + 1_200 - bytesOf(train).all);
  const text = JSON.stringify({ ...train.state("handoff"), others });
  train.world.file("main", { path: `${STATE}/handoff_state.json`, text });
  for (let hour = 0; hour < 4; hour++) {
    train.later("1h");
    await train.cycle();
  }
  assertEquals(train.openIssues, before);
  assertEquals(Object.keys(train.state("blockers").blockers), ["issue:1"]);
});

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

Deno.test("a blocker that is back escalates again, also where the state was lost since", async () => {
  await using train = await aTrain(blocked());
  const hours = async (count: number): Promise<void> => {
    for (let hour = 0; hour < count; hour++) {
      await train.cycle();
      train.later("1h");
    }
  };
  const said = (level: string): number =>
    train.issue(1).comments.filter(({ body }) => body.includes(`level: ${level}.`)).length;
  await hours(8);
  assertEquals([said("escalate"), said("page")], [1, 1]);
  train.world.ran("Unit Tests", { on: RC, conclusion: "success", completed: "-1m" });
  await hours(2);
  failed(train.world, "Unit Tests", "-1m");
  await hours(3);
  train.world.file("main", { path: `${STATE}/blockers_state.json`, text: "" });
  await hours(10);
  assertEquals([said("escalate"), said("page")], [2, 2]);
  assertEquals(train.issue(1).comments.filter(({ body }) => body.includes("is back")).length, 1);
});
