import { dirname, join } from "@std/path";
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { WorldBuilder } from "../emulator/builders.ts";
import { SOURCE } from "../dist/process.ts";
import { NAMED_PROGRAM, testOfSource } from "./as_process.ts";
import { aTrain, namesIn, type Train } from "./harness.ts";
import { blocked } from "./worlds.ts";

/** A train of processes, of the source too. */
async function processes(world: WorldBuilder, program = NAMED_PROGRAM ?? SOURCE): Promise<Train> {
  return await aTrain(world, { program });
}

Deno.test("the process runs a cycle with the embedded policies: results to stdout, progress to stderr", async () => {
  await using train = await processes(blocked());
  const { exit, out, err, files } = await train.run(["run", "--run-id", "7"]);
  assertEquals([exit, out], [0, "artifacts/release-ops-cycle-7/index.html\n"], err);
  assertStringIncludes(err, "== Step 9: Commit state");
  assertEquals(train.openIssues, ["4.2 is blocked: Unit Tests failed"]);
  assertEquals([files.has("cycle.json"), await namesIn(train.folder)], [true, ["artifacts"]]);
});

Deno.test("the process ends with 2 for bad arguments, and leaves nothing behind", async () => {
  await using train = await processes(blocked());
  const { exit, out, err } = await train.run(["run", "--threshold-minutes", "abc"]);
  assertEquals([exit, out], [2, ""]);
  assertStringIncludes(err, "Cannot use --threshold-minutes");
  assertEquals(await namesIn(train.folder), []);
});

testOfSource("a step is a script of its own", async () => {
  await using train = await processes(blocked(), join(dirname(SOURCE), "steps", "digest.ts"));
  const args = ["--now", train.now, "--run-id", "8", "--force-digest"];
  const { exit, err, files } = await train.run(args);
  assertEquals(exit, 0, err);
  assertStringIncludes(files.get("release_ops_digest.md") ?? "", "# Release ops digest");
  assertEquals(train.openIssues, []);
});

testOfSource("a permission that is missing is named, and is no bug of ours", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-remote", "--allow-read", SOURCE, "check"],
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  assertEquals([code, new TextDecoder().decode(stderr)], [
    2,
    'release-ops: Cannot go on: the runtime does not allow it. Requires env access to "POLICIES"\n' +
    "  Start it as the first lines of the single file say, or with deno task run.\n",
  ]);
});

Deno.test("should-run answers from local files, without a token", async () => {
  await using train = await processes(blocked());
  const args = ["should-run", "--task", "digest", "--now"];
  const env = { GITHUB_TOKEN: undefined };
  const due = await train.run([...args, "2026-01-08T08:15:00Z"], { env });
  assertEquals(due.exit, 0, due.err);
  assertEquals((await train.run([...args, "2026-01-08T09:15:00Z"], { env })).exit, 1);
  assertEquals(train.github.requests, []);
});
