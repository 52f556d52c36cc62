/**
 * `explain` says of a bundle's candidates what the cycle decided, and why.
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { testOfSource } from "./as_process.ts";
import { aTrain, type Ran, type Train } from "./harness.ts";
import { blocked, failed, RC, widgets } from "./worlds.ts";

async function explained(train: Train, ...args: string[]): Promise<Ran> {
  return await train.run(["explain", ...args, "--out", train.out]);
}

Deno.test("explain judges every candidate as the dashboard of its bundle does", async () => {
  const world = failed(widgets(), "Integration Tests", "-2h").without("main", { path: "x.md" });
  await using train = await aTrain(world);
  await train.cycle();
  const { candidates } = (await train.later("10m").cycle()).json("dashboard.json");
  assert(candidates.length > 1);
  for (const candidate of candidates) {
    const { exit, out } = await explained(train, candidate.tag, "--json");
    const [found] = JSON.parse(out).candidates;
    assertEquals([exit, found.candidate], [0, candidate]);
    assertEquals(
      found.checks.map(({ why: _why, results: _results, ...check }: { why: string; results: [] }) =>
        check
      ),
      candidate.checks,
    );
  }
});

Deno.test("explain says why each check is asked for, which result decides, and which issue tracks it", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  train.later("10m");
  await train.cycle();
  const { exit, out, err, requests } = await explained(train, RC);
  assertEquals([exit, err, requests], [0, "", []]);
  assertStringIncludes(out, `${RC} (line 4.2, commit `);
  assertStringIncludes(out, ") is blocked: Unit Tests failed");
  assertStringIncludes(out, "Unit Tests: failure\n  required of every candidate");
  assert(/^ {2}\* failure since 20\S+Z https:/m.test(out), out);
  assertStringIncludes(out, ": not asked for\n  no changed file matches its paths\n");
  assertStringIncludes(
    out,
    "Open blocker issues of its line:\n  #1 4.2 is blocked: Unit Tests failed https://",
  );
  assert(/\nAs GitHub showed it at 20\S+Z\.\n$/.test(out), out);
});

Deno.test("explain knows a candidate by its line, its commit, and in any case of its letters", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle();
  const { out } = await explained(train, RC);
  const { commit_sha } = ran.json("dashboard.json").candidates.find(({ tag }: { tag: string }) =>
    tag === RC
  );
  for (const name of ["4.2", commit_sha, commit_sha.slice(0, 7), RC.toUpperCase()]) {
    assertEquals((await explained(train, name)).out, out, name);
  }
  assertEquals((await explained(train, commit_sha.slice(0, 6))).exit, 2);
});

Deno.test("explain says that an issue holds a candidate whose checks passed, and which may be about any line", async () => {
  const world = widgets().as("alice")
    .issue({ title: `${RC} loses data`, labels: ["release-blocker"], at: "-20m" })
    .issue({ title: "The \u001b[31msigning\u202e key", labels: ["release-blocker"], at: "-20m" });
  await using train = await aTrain(world);
  await train.cycle();
  const { out } = await explained(train, RC);
  assertStringIncludes(out, ") passed its checks, and is held by open blocker issues.");
  assertStringIncludes(out, `  #1 ${RC} loses data https://`);
  assertStringIncludes(
    out,
    "Open blocker issues that name no single line:\n  #2 The signing key https://",
  );
  train.world.as("alice").close(1).close(2);
  await train.later("10m").cycle();
  assertStringIncludes((await explained(train, RC)).out, ") can ship.\n");
});

Deno.test("explain says why something is no candidate", async () => {
  await using train = await aTrain(blocked());
  const [left] = (await train.cycle()).json("dashboard.json").left_out;
  const { exit, out } = await explained(train, left.name);
  assertEquals(exit, 0);
  assertStringIncludes(out, `${left.name} is no candidate: ${left.why}.\n`);
});

Deno.test("explain takes the latest cycle, by its own time, or the bundle it is given", async () => {
  await using train = await aTrain(widgets());
  await train.cycle(["--run-id", "z-first"]);
  failed(train.later("2h").world, "Unit Tests", "-1h");
  await train.cycle(["--run-id", "a-second"]);
  assertStringIncludes((await explained(train, RC)).out, "is blocked: Unit Tests failed");
  const first = join(train.out, "release-ops-cycle-z-first");
  const { out } = await train.run(["explain", RC, "--bundle", first]);
  assertStringIncludes(out, ") can ship.\n");
});

Deno.test("explain says what GitHub did not show, and which version decided", async () => {
  await using train = await aTrain(blocked());
  train.github.intercept = (call) =>
    call.operation === "ChecksOfCommits" ? new Response(null, { status: 500 }) : undefined;
  const ran = await train.cycle(["--run-id", "dark"]);
  train.github.intercept = undefined;
  assertStringIncludes((await explained(train, RC)).out, ", though not in full:\n  checks of ");
  const path = join(train.out, "release-ops-cycle-dark", "inputs.json");
  await Deno.writeTextFile(path, JSON.stringify({ ...ran.json("inputs.json"), version: "0.0.1" }));
  assertStringIncludes((await explained(train, RC)).err, "decided by version 0.0.1, explained by ");
  const hostile = { ...ran.json("inputs.json"), version: "\u001b[31m0.0.1" };
  await Deno.writeTextFile(path, JSON.stringify(hostile));
  assertStringIncludes((await explained(train, RC)).err, "decided by version 0.0.1, explained by ");
});

Deno.test("explain makes what somebody wrote into the bundle inert", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle(["--run-id", "edited"]);
  const { commit_sha } = ran.json("dashboard.json").candidates.find(({ tag }: { tag: string }) =>
    tag === RC
  );
  const path = join(train.out, "release-ops-cycle-edited", "inputs.json");
  const text = await Deno.readTextFile(path);
  const edited = text.replace(/"version": "[^"]*"/, '"version": "\\u001b[2J"')
    .replaceAll(commit_sha, `\\u001b[31m${commit_sha.slice(5)}`);
  await Deno.writeTextFile(path, edited);
  const { out, err } = await explained(train, RC);
  assertStringIncludes(out, "Unit Tests: failure");
  assertStringIncludes(err, "decided by version ");
  assertEquals((out + err).includes("\x1b"), false, out + err);
});

testOfSource("explain says when the cycle saw nothing, and which checks never ran", async () => {
  const world = widgets().commit("release/4.3", { at: "-5h", files: ["src/engine.ts"] });
  await using train = await aTrain(world);
  await train.cycle();
  const { out } = await explained(train, "release/4.3");
  assertStringIncludes(out, "Unit Tests: missing\n");
  train.github.intercept = () => new Response(null, { status: 500 });
  await train.later("1h").cycle();
  const { exit, err } = await explained(train, RC);
  assertEquals(exit, 2);
  assertStringIncludes(err, `the cycle of ${train.now} could not read GitHub, so it knew no`);
});

Deno.test("explain refuses with one clear message what it cannot explain", async () => {
  await using train = await aTrain(blocked());
  const nowhere = await explained(train, RC);
  assertEquals(nowhere.exit, 2);
  assertStringIncludes(nowhere.err, `there is no bundle of a cycle in ${train.out}`);
  await train.cycle(["--run-id", "1"]);
  const bundle = join(train.out, "release-ops-cycle-1");
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], "no candidate is named"],
    [["v4.2.0-rc.9"], `Did you mean ${RC}?`],
    [["nothing of the kind"], `  It knew main, ${RC}.`],
    [[RC, "--bundle", train.folder], `there is no ${join(train.folder, "inputs.json")}`],
  ];
  for (const [args, words] of cases) {
    const { exit, out, err } = await explained(train, ...args);
    assertEquals([exit, out], [2, ""]);
    assertStringIncludes(err, words);
  }
  const whole = await Deno.readTextFile(join(bundle, "inputs.json"));
  const late = whole.replace(/"now": "[^"]*"/, '"now": "yesterday"');
  for (const damage of ["{", "[]", "null", '{"now": "x"}', whole.slice(0, -9), late]) {
    await Deno.writeTextFile(join(bundle, "inputs.json"), damage);
    const { exit, err } = await explained(train, RC);
    assertEquals([exit, /bug of ours/.test(err)], [2, false], damage);
  }
});
