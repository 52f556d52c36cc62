/**
 * `replay` runs the cycle of a bundle again, without GitHub, and leaves the same bytes.
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { testOfSource } from "./as_process.ts";
import { aTrain, namesIn, type Ran, type Train } from "./harness.ts";
import { blocked, failed, widgets } from "./worlds.ts";

/** Replays a bundle beside the others, without a token. */
async function replay(train: Train, bundle: string, ...args: string[]): Promise<Ran> {
  const out = ["--out", join(train.out, "replays")];
  return await train.run(["replay", bundle, ...out, ...args], { env: { GITHUB_TOKEN: undefined } });
}

/** Replays what a cycle left, and wants the same bytes of it without a question to anybody. */
async function assertReplays(train: Train, ran: Ran): Promise<void> {
  const again = await replay(train, join(train.out, `release-ops-cycle-${ran.record.run_id}`));
  assertEquals([again.exit, again.requests], [0, []], again.out + again.err);
  assertStringIncludes(again.out, `\nAll ${ran.files.size} files are the same.\n`);
  assertEquals(new Map([...again.files].toSorted()), new Map([...ran.files].toSorted()));
}

Deno.test("replay repeats a cycle that wrote everywhere, and the quiet one after it", async () => {
  await using train = await aTrain(failed(blocked(), "Lint", "-3h"));
  const first = await train.cycle(["--force-digest", "--force-handoff", "--context", "All quiet"]);
  assert(first.writes.length > 5, first.writes.join());
  await assertReplays(train, first);
  await assertReplays(train, await train.later("1h").cycle());
});

testOfSource("replay repeats a cycle that began at a fraction of a second", async () => {
  await using train = await aTrain(failed(blocked(), "Lint", "-3h"));
  train.github.world.now = train.now.replace("Z", ".987654321Z");
  const ran = await train.cycle();
  assertEquals(ran.json("inputs.json").transcript[0].about, ran.record.now);
  await assertReplays(train, ran);
});

Deno.test("replay repeats dry runs, read-only cycles, and one step alone", async () => {
  await using train = await aTrain(blocked());
  await assertReplays(train, await train.cycle(["--dry-run", "--run-id", "dry"]));
  await assertReplays(
    train,
    await train.cycle(["--enable-issue-writes", "false", "--run-id", "read-only"]),
  );
  const step = ["step", "digest", "--out", train.out, "--run-id", "step"];
  await assertReplays(train, await train.run(step));
});

Deno.test("replay repeats a cycle with a state folder, and touches no other folder than --out", async () => {
  await using train = await aTrain(blocked());
  const dir = join(train.folder, "state");
  await train.cycle(["--state-dir", dir, "--run-id", "1"]);
  failed(train.later("1h").world, "Lint", "-2h");
  const ran = await train.cycle(["--state-dir", dir, "--run-id", "2"]);
  await Deno.remove(dir, { recursive: true });
  await assertReplays(train, ran);
  assertEquals(await Deno.stat(dir).catch(() => null), null);
});

Deno.test("replay repeats a lost race, and a push whose files decided", async () => {
  await using train = await aTrain(blocked());
  let races = 0;
  train.github.intercept = (call) => {
    if (call.operation === "CommitState" && races++ === 0) {
      train.world.commit("main", { message: "meanwhile", files: ["README.md"] });
    }
    return undefined;
  };
  const raced = await train.cycle(["--run-id", "raced"]);
  assertStringIncludes(raced.said("commit_state"), "after 1 lost race");
  await assertReplays(train, raced);
  const before = train.world.sha("main");
  const after = train.later("1h").world.commit("main", { files: ["src/a.ts"] }).sha("main");
  const payload = { before, after, head_commit: { message: "feat: a" } };
  const pushed = await train.cycle(["--run-id", "pushed"], { event: { name: "push", payload } });
  assertStringIncludes(pushed.file("inputs.json"), `"changedPaths"`);
  await assertReplays(train, pushed);
});

testOfSource(
  "replay repeats what GitHub did not show, and says nothing of the outage as its own",
  async () => {
    await using train = await aTrain(blocked());
    train.github.intercept = (call) =>
      call.operation === "ChecksOfCommits" ? new Response(null, { status: 500 }) : undefined;
    const partial = await train.cycle(["--run-id", "partial"]);
    train.github.intercept = () => new Response(null, { status: 500 });
    const blind = await train.cycle(["--run-id", "blind"]);
    assertEquals([partial.exit, blind.exit], [1, 1]);
    await assertReplays(train, partial);
    await assertReplays(train, blind);
  },
);

Deno.test("replay names what comes out differently, and what nobody can know", async () => {
  await using train = await aTrain(blocked());
  const patient = await train.cycle(["--threshold-minutes", "100000", "--run-id", "1"]);
  const bundle = join(train.out, "release-ops-cycle-1");
  const inputs = patient.json("inputs.json");
  inputs.options.threshold_minutes = 90;
  await Deno.writeTextFile(join(bundle, "inputs.json"), JSON.stringify(inputs));
  const { exit, out, files } = await replay(train, bundle);
  assertEquals(exit, 1);
  assertStringIncludes(out, "Different: blocked_issues_report.md, cycle.json, ");
  assertStringIncludes(
    files.get("cycle.json") ?? "",
    "The transcript does not say what findOpen release_line=4.2",
  );
});

Deno.test("replay says which version decided, and that templates are named, never taken", async () => {
  await using train = await aTrain(blocked());
  const templates = join(train.folder, "templates");
  await Deno.mkdir(templates);
  await Deno.writeTextFile(join(templates, "handoff_slack.txt.eta"), "quiet\n");
  const ran = await train.cycle(["--templates", templates, "--run-id", "1"]);
  const bundle = join(train.out, "release-ops-cycle-1");
  const without = await replay(train, bundle);
  assertStringIncludes(without.err, `That cycle had the templates of ${templates}; `);
  const same = await replay(train, bundle, "--templates", templates);
  assertEquals([same.exit, same.err.includes("had the templates of")], [0, false], same.out);
  await Deno.writeTextFile(
    join(bundle, "inputs.json"),
    ran.file("inputs.json").replace(/"version": "[^"]*"/, '"version": "0.0.1"'),
  );
  assertStringIncludes(
    (await replay(train, bundle)).err,
    "decided by version 0.0.1, replayed by ",
  );
});

Deno.test("replay refuses with one clear message what it cannot replay", async () => {
  await using train = await aTrain(widgets());
  const ours = { name: "push", payload: { head_commit: { message: "chore(release-ops): x" } } };
  await train.cycle(["--run-id", "guarded"], { event: ours });
  const ran = await train.cycle(["--run-id", "1"]);
  const bundle = join(train.out, "release-ops-cycle-1");
  const guarded = join(train.out, "release-ops-cycle-guarded");
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["replay"], "no bundle is named"],
    [["replay", train.folder], `there is no ${join(train.folder, "cycle.json")}`],
    [["replay", guarded], "the loop guard stopped that cycle"],
    [["replay", bundle, "--out", train.out], "into its own place"],
  ];
  for (const [args, words] of cases) {
    const { exit, out, err } = await train.run(args);
    assertEquals([exit, out], [2, ""], err);
    assertStringIncludes(err, words);
  }
  const { transcript: _older, ...older } = ran.json("inputs.json");
  const climbing = { ...ran.json("inputs.json") };
  climbing.options = { ...climbing.options, run_id: "x/../../../climbed" };
  for (const damage of ["{", "[]", "null", JSON.stringify(older), JSON.stringify(climbing)]) {
    await Deno.writeTextFile(join(bundle, "inputs.json"), damage);
    const { exit, err } = await replay(train, bundle);
    assertEquals([exit, /bug of ours/.test(err)], [2, false], damage.slice(0, 80) + err);
  }
  await Deno.writeTextFile(join(bundle, "inputs.json"), JSON.stringify(older));
  assertStringIncludes((await replay(train, bundle)).err, "inputs.json has no transcript");
  await Deno.writeTextFile(join(bundle, "inputs.json"), ran.file("inputs.json"));
  const records: readonly (readonly [object, number, string])[] = [
    [{ files: ["../../../../etc/hostname"] }, 1, `the part ".." is not a name`],
    [{ files: ["state-snapshot"] }, 2, "cycle.json cannot be read: "],
    [{ steps: null }, 2, "cycle.json cannot be read: "],
  ];
  for (const [change, code, words] of records) {
    await Deno.writeTextFile(
      join(bundle, "cycle.json"),
      JSON.stringify({ ...ran.record, ...change }),
    );
    const { exit, err } = await replay(train, bundle);
    assertEquals(exit, code, err);
    assertStringIncludes(err, words);
  }
  assertEquals(await namesIn(join(train.out, "replays")), [], "nothing was run");
});

Deno.test("replay prints nothing raw of a bundle, and reads nothing through a link in it", async () => {
  await using train = await aTrain(widgets());
  const ran = await train.cycle(["--run-id", "1"]);
  const bundle = join(train.out, "release-ops-cycle-1");
  const path = join(bundle, "inputs.json");
  const inputs = ran.json("inputs.json");
  const forged = "\u001b[31m1/index.html\nAll 20 files are the same.";
  const hostile: readonly (readonly [object, number])[] = [
    [{ options: { ...inputs.options, run_id: forged } }, 2],
    [{ options: { ...inputs.options, run_id: ["1"] } }, 2],
    [{ version: forged }, 1],
    [{ version: { toString: 1 } }, 2],
    [{ transcript: [{ asked: "__defineGetter__", about: "" }, ...inputs.transcript] }, 1],
  ];
  for (const [change, code] of hostile) {
    await Deno.writeTextFile(path, JSON.stringify({ ...inputs, ...change }));
    const { exit, out, err } = await replay(train, bundle);
    assertEquals([exit, /bug of ours/.test(err)], [code, false], err);
    assertEquals((out + err).includes("\u001b") || /^All /m.test(out), false, out + err);
  }
  const secret = join(train.folder, "secret");
  await Deno.writeTextFile(secret, "hunter2");
  await Deno.remove(path);
  await Deno.symlink(secret, path);
  for (const args of [["replay", bundle], ["explain", "4.2", "--bundle", bundle]]) {
    const { exit, out, err } = await train.run(args);
    assertEquals([exit, out, err.includes("hunter")], [2, "", false], err);
    assertStringIncludes(err, "is a symbolic link");
  }
});

Deno.test("a transcript has every question in its order, and no answer twice", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle();
  const { transcript } = ran.json("inputs.json");
  const asked = transcript.map(({ asked }: { asked: string }) => asked);
  assertEquals(asked.at(0), "observe");
  assertEquals(asked.at(-1), "commitState");
  assertEquals(
    asked.filter((name: string) => name === "perform").length,
    ran.record.actions.filter(({ outcome }) => outcome === "done").length,
  );
  assertEquals("answer" in transcript[0], false, "the observation stands in a place of its own");
});
