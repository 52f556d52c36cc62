import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { aWorld, type WorldBuilder } from "../emulator/builders.ts";
import { aTrain, type Ran, type Train } from "./harness.ts";
import { green, RC, REQUIRED, widgets } from "./worlds.ts";

const FILE = "docs/releases/_state/observation_state.json";

/** So many candidates, of which some fail, and so many open blockers, most of them raised by people. */
function fleet(candidates: number, blockers: number): WorldBuilder {
  const world = aWorld("acme/widgets").at("2026-01-08T10:15:00Z")
    .commit("main", { at: "-30d", files: ["src/engine.ts"] })
    .commit("main", { at: "-3d", files: ["README.md"] });
  const lines = Array.from({ length: candidates - 1 }, (_, index) => `release/4.${index}`);
  for (const line of lines) world.commit(line, { at: "-20h", files: ["src/engine.ts"] });
  green(world, "main", "-19h");
  for (const [index, on] of lines.entries()) {
    green(world, on, "-19h");
    if (index < 5) world.ran("Lint", { on, conclusion: "failure", completed: "-2h" });
  }
  world.as("alice");
  for (let count = Math.min(5, lines.length); count < blockers; count++) {
    world.issue({ title: `Trouble ${count}`, labels: ["release-blocker"], at: "-20m" });
  }
  return world;
}

/** The same train once everything that has to be written is written, and remembered. */
async function aWarmTrain(candidates: number, blockers: number): Promise<Train> {
  const train = await aTrain(fleet(candidates, blockers), {
    policies: {
      "routing.yml": (text) => text.replace("max_issues_per_run: 20", "max_issues_per_run: 100"),
    },
  });
  await train.cycle();
  train.later("10m");
  return train;
}

/** Requests by kind. */
function kinds({ requests }: Ran): Record<string, number> {
  const names = requests.map(({ method, path, operation }) =>
    operation ?? `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, "").split("/")[1]}`
  );
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]),
  );
}

Deno.test("a quiet cycle over 30 candidates and 100 open blockers makes 4 reads and no write", async () => {
  await using train = await aWarmTrain(30, 100);
  const quiet = await train.cycle();
  assertEquals(kinds(quiet), { Overview: 1, ChecksOfCommits: 3 });
  assertEquals(train.openIssues.length, 100);
  assertEquals(quiet.json("dashboard.json").summary, {
    total_candidates: 30,
    promotable: 25,
    blocked: 5,
    pending: 0,
  });
});

Deno.test("a quiet cycle reads once more for 10 candidates more, and for 100 issues more", async () => {
  await using few = await aWarmTrain(10, 20);
  assertEquals(kinds(await few.cycle()), { Overview: 1, ChecksOfCommits: 1 });
  few.later("10m");
  for (let count = 0; count < 90; count++) {
    few.world.as("alice").issue({ title: `More ${count}`, labels: ["customer-x"], at: "-5m" })
      .label(21 + count, "release-blocker");
  }
  assertEquals(few.openIssues.length, 110);
  assertEquals((await few.cycle(["--dry-run"])).requests.map(({ operation }) => operation), [
    "Overview",
    "FurtherPages",
    "ChecksOfCommits",
  ]);
  await using more = await aWarmTrain(11, 20);
  assertEquals(kinds(await more.cycle()), { Overview: 1, ChecksOfCommits: 2 });
});

/** How often a cycle asked what changed between two commits. */
function compared({ requests }: Ran): number {
  return requests.filter(({ path }) => path.includes("/compare/")).length;
}

Deno.test("a new pair of commits is asked once, and remembered with the next commit of the state", async () => {
  await using train = await aTrain(widgets());
  assertEquals(compared(await train.cycle()), 2);
  train.later("10m").world.commit("release/4.2", { files: ["src/more.ts"] });
  const seen = await train.cycle();
  assertEquals([compared(seen), seen.writes], [1, ["CommitState"]], "its checks are missing");
  train.later("10m");
  assertEquals(compared(await train.cycle()), 0);
});

Deno.test("fewer than five comparisons are no cause for a commit, five are", async () => {
  for (const [count, writes] of [[4, []], [5, ["CommitState"]]] as const) {
    await using train = await aWarmTrain(count, count - 1);
    train.world.without("main", { path: FILE });
    const ran = await train.cycle();
    assertEquals([compared(ran), ran.writes], [count, writes]);
    train.later("10m");
    const next = await train.cycle();
    assertEquals([compared(next), next.writes], [writes.length === 0 ? count : 0, []]);
  }
});

Deno.test("the pairs of candidates that are gone are forgotten with the next commit", async () => {
  await using train = await aTrain(widgets());
  await train.cycle();
  const before = Object.keys(train.state("observation").comparisons);
  train.later("1h").world.commit("main", { files: ["src/more.ts"] });
  await train.cycle();
  const after = Object.keys(train.state("observation").comparisons);
  assertEquals([before.length, after.length], [2, 2]);
  assertEquals(after.filter((key) => before.includes(key)).length, 1);
});

Deno.test("a local folder remembers every comparison at once", async () => {
  await using train = await aTrain(widgets());
  const args = ["--state-dir", join(train.folder, "state")];
  await train.cycle(args);
  train.later("10m");
  green(train.world.commit("main", { files: ["src/more.ts"] }), "main", "-1m");
  assertEquals(compared(await train.cycle(args)), 1);
  train.later("10m");
  const quiet = await train.cycle(args);
  assertEquals([compared(quiet), quiet.said("commit_state")], [
    0,
    "Nothing material changed, so nothing was saved.",
  ]);
});

Deno.test("a dry run remembers no comparison", async () => {
  await using train = await aTrain(widgets());
  const args = ["--state-dir", join(train.folder, "state"), "--dry-run"];
  assertEquals(compared(await train.cycle(args)), 2);
  assertEquals(compared(await train.cycle(args)), 2);
});

Deno.test("a lost race keeps the comparisons of both cycles", async () => {
  await using train = await aTrain(widgets());
  let races = 0;
  const theirs = `${"a".repeat(40)}...${"b".repeat(40)}`;
  train.github.intercept = (call) => {
    if (call.operation === "CommitState" && races++ === 0) {
      const known = { changed_files: 1, truncated: false, matches: {} };
      train.world.commit("main", { message: "chore(release-ops): update state" }).file("main", {
        path: FILE,
        text: JSON.stringify({ version: "1.0.0", comparisons: { [theirs]: known } }),
      });
    }
    return undefined;
  };
  assertEquals((await train.cycle()).exit, 0);
  const known = Object.keys(train.state("observation").comparisons);
  assertEquals([known.length, known.includes(theirs)], [3, true]);
});

/** A train that remembers what changed in its candidates, none of which touches the docs. */
async function aKnowingTrain(): Promise<Train> {
  const train = await aTrain(widgets());
  assertEquals((await train.cycle()).board[RC], "success");
  train.later("10m");
  const quiet = await train.cycle();
  assertEquals([quiet.board[RC], compared(quiet)], ["success", 0]);
  return train;
}

/** Why a candidate is not promotable, in the words of the dashboard. */
function unmet(ran: Ran, tag: string = RC): string[] {
  // deno-lint-ignore no-explicit-any -- tests look into JSON without describing it again
  const found = ran.json("dashboard.json").candidates.find((each: any) => each.tag === tag);
  return (found?.unmet ?? []).map(({ name }: { name: string }) => name);
}

Deno.test("no memory hides a check that was run again", async () => {
  await using train = await aKnowingTrain();
  train.world.reran("Lint", { on: RC, conclusion: "failure", completed: "-1m" });
  const ran = await train.cycle();
  assertEquals([ran.board[RC], unmet(ran), compared(ran)], ["blocked", ["Lint"], 0]);
});

Deno.test("no memory hides what a moved tag brings", async () => {
  await using train = await aKnowingTrain();
  train.world.commit("release/4.2", { files: ["docs/guide.md"] });
  green(train.world.tag(RC, { on: "release/4.2", annotated: true }), RC, "-1m");
  const ran = await train.cycle();
  assertEquals([ran.board[RC], unmet(ran)], ["pending", ["Docs Build"]]);
});

Deno.test("no memory hides what a branch brings that was pushed by force", async () => {
  await using train = await aKnowingTrain();
  const world = train.world.without(RC).commit("rewritten", { files: ["docs/guide.md"] });
  green(world.branch("release/4.2", { from: "rewritten" }), "release/4.2", "-1m");
  const ran = await train.cycle();
  assertEquals([ran.board["release/4.2"], unmet(ran, "release/4.2")], ["pending", ["Docs Build"]]);
});

Deno.test("no memory hides what an older base brings", async () => {
  await using train = await aKnowingTrain();
  train.world.commit("old").tag("v4.0.0", { on: "old" }).without("v4.1.0")
    .compared(`v4.0.0...${RC}`, { files: ["docs/guide.md"] });
  const ran = await train.cycle();
  assertEquals([ran.board[RC], compared(ran)], ["pending", 1]);
});

Deno.test("no memory answers for a pattern that the policy did not have", async () => {
  await using train = await aKnowingTrain();
  const policies = join(train.folder, "other");
  await Deno.mkdir(policies);
  const shipped = await Deno.readTextFile(
    new URL("../../policies/required_checks.yml", import.meta.url),
  );
  await Deno.writeTextFile(
    join(policies, "required_checks.yml"),
    shipped.replace('"^docs/"', '"^src/"'),
  );
  const ran = await train.run(["run", "--out", train.out, "--policies", policies]);
  assertEquals([unmet(ran), compared(ran)], [["Docs Build"], 2]);
});

Deno.test("no memory hides what people wrote into an issue", async () => {
  await using train = await aKnowingTrain();
  train.world.as("alice").issue({ title: "Engine stalls", labels: ["release-blocker"], at: "-5h" });
  assertStringIncludes((await train.cycle()).file("index.html"), "Engine stalls");
  train.later("10m").world.edit(1, { title: "Engine stalls twice" });
  assertStringIncludes((await train.cycle()).file("index.html"), "Engine stalls twice");
});

/** What a hostile or damaged file may claim of the candidate that touches the docs. */
const CLAIMS: Readonly<Record<string, (known: Record<string, unknown>) => unknown>> = {
  "a match that its pattern does not match": (known) => ({
    ...known,
    matches: { "^db/migrations/": null, "^docs/": "src/docs/guide.md" },
  }),
  "less than the policy asks": (known) => ({ ...known, matches: { "^db/migrations/": null } }),
  "a match that is no text": (known) => ({
    ...known,
    matches: { "^db/migrations/": null, "^docs/": ["docs/guide.md"] },
  }),
  "that no file changed": (known) => ({
    ...known,
    changed_files: 0,
    matches: { "^db/migrations/": null, "^docs/": null },
  }),
  "nothing": () => null,
};
for (const [what, claim] of Object.entries(CLAIMS)) {
  Deno.test(`a memory that claims ${what} is asked again`, async () => {
    const world = widgets().compared(`v4.1.0...${RC}`, { files: ["docs/guide.md"] });
    await using train = await aTrain(world);
    assertEquals(unmet(await train.cycle()), ["Docs Build"]);
    train.later("10m");
    const { comparisons, ...rest } = train.state("observation");
    train.world.file("main", {
      path: FILE,
      text: JSON.stringify({
        ...rest,
        comparisons: Object.fromEntries(
          Object.entries(comparisons).map(([key, known]) => [key, claim({ ...known })]),
        ),
      }),
    });
    const ran = await train.cycle();
    assertEquals([unmet(ran), compared(ran)], [["Docs Build"], 2]);
  });
}

Deno.test("a damaged memory is said, kept aside, asked again and replaced", async () => {
  await using train = await aKnowingTrain();
  train.world.file("main", { path: FILE, text: '{"comparisons": {' });
  const ran = await train.cycle();
  assertEquals([ran.board[RC], compared(ran), ran.writes], ["success", 2, ["CommitState"]]);
  assertStringIncludes(ran.err, "State file observation_state.json");
  assertEquals(ran.file("state-before/observation_state.json"), '{"comparisons": {');
  train.later("10m");
  const next = await train.cycle();
  assertEquals([compared(next), next.writes], [0, []]);
});

for (const status of [404, 500]) {
  Deno.test(`a comparison that GitHub answers with ${status} is not remembered`, async () => {
    await using train = await aTrain(widgets());
    train.github.intercept = (call) =>
      call.path.includes("/compare/") ? Response.json({ message: "no" }, { status }) : undefined;
    assertEquals(unmet(await train.cycle()), ["Docs Build", "Migration Tests"]);
    train.github.intercept = undefined;
    train.later("10m");
    const ran = await train.cycle();
    assertEquals([ran.board[RC], compared(ran)], ["success", 2]);
  });
}

Deno.test("a list that GitHub cut is remembered as cut", async () => {
  const files = Array.from({ length: 330 }, (_, index) => `src/${index}.ts`);
  await using train = await aTrain(widgets().compared(`v4.1.0...${RC}`, { files }));
  const first = await train.cycle();
  train.later("10m");
  const second = await train.cycle();
  assertEquals([unmet(first), compared(second)], [["Docs Build", "Migration Tests"], 0]);
  assertEquals(unmet(second), unmet(first));
});

Deno.test("a commit of the state that also stores comparisons is no candidate", async () => {
  await using train = await aTrain(widgets());
  const before = train.world.sha("main");
  await train.cycle();
  assert(train.world.sha("main") !== before);
  train.later("10m");
  const { candidates } = (await train.cycle()).json("dashboard.json");
  assertEquals(candidates[0].commit_sha, before);
  assertEquals(candidates[0].checks.length, REQUIRED.length + 3);
});

/** How often a run wrote in this way. */
function times({ writes }: Ran, write: string): number {
  return writes.filter((each) => each === write).length;
}

Deno.test("a step labels an issue in one request, and no cycle edits a body twice", async () => {
  const world = widgets().ran("Lint", { on: RC, conclusion: "failure", completed: "-2h" });
  await using train = await aTrain(world);
  const raised = await train.cycle();
  // Routing and escalation label it: each after its own comment, as the mark that all of it is done.
  assertEquals(times(raised, "POST /issues/1/labels"), 2);
  assertEquals(times(raised, "PATCH /issues/1"), 1);
  train.later("3h");
  assertEquals((await train.cycle()).writes.filter((write) => write !== "POST /labels"), [
    "POST /issues/1/comments",
    "POST /issues/1/labels",
    "PATCH /issues/1",
    "CommitState",
  ]);
});
