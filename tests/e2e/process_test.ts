import { fromFileUrl, join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { aTrain, filesOf, namesIn, type Train } from "./harness.ts";
import { blocked } from "./worlds.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

async function deno(
  train: Train,
  args: string[],
  script = "main.ts",
): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--config", join(ROOT, "deno.json"), join(ROOT, script), ...args],
    cwd: train.folder,
    clearEnv: true,
    env: {
      HOME: Deno.env.get("HOME") ?? "",
      PATH: Deno.env.get("PATH") ?? "",
      ...Deno.env.has("DENO_DIR") ? { DENO_DIR: Deno.env.get("DENO_DIR") ?? "" } : {},
      NO_COLOR: "1",
      GITHUB_TOKEN: "test-token",
      GITHUB_REPOSITORY: "acme/widgets",
      GITHUB_API_URL: train.github.url,
      GITHUB_GRAPHQL_URL: train.github.graphqlUrl,
      RELEASE_OPS_WRITE_INTERVAL_MS: "0",
    },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("the process runs a cycle with the embedded policies: results to stdout, progress to stderr", async () => {
  await using train = await aTrain(blocked());
  const { code, out, err } = await deno(train, ["run", "--now", train.now, "--run-id", "7"]);
  assertEquals([code, out], [0, "artifacts/release-ops-cycle-7/index.html\n"], err);
  assertStringIncludes(err, "== Step 9: Commit state");
  assertEquals(train.openIssues, ["4.2 is blocked: Unit Tests failed"]);
  assert((await filesOf(join(train.out, "release-ops-cycle-7"))).has("cycle.json"));
});

Deno.test("the process ends with 2 for bad arguments, and leaves nothing behind", async () => {
  await using train = await aTrain(blocked());
  const { code, out, err } = await deno(train, ["run", "--threshold-minutes", "abc"]);
  assertEquals([code, out], [2, ""]);
  assertStringIncludes(err, "Cannot use --threshold-minutes");
  assertEquals(await namesIn(train.folder), []);
});

Deno.test("a step is a script of its own", async () => {
  await using train = await aTrain(blocked());
  const args = ["--now", train.now, "--run-id", "8", "--force-digest"];
  const { code, err } = await deno(train, args, "steps/digest.ts");
  assertEquals(code, 0, err);
  const files = await filesOf(join(train.out, "release-ops-cycle-8"));
  assertStringIncludes(files.get("release_ops_digest.md") ?? "", "# Release ops digest");
  assertEquals(train.openIssues, []);
});

Deno.test("should-run answers from local files, without a token", async () => {
  await using train = await aTrain(blocked());
  const args = ["should-run", "--task", "digest", "--now"];
  const due = await deno(train, [...args, "2026-01-08T08:15:00Z"]);
  assertEquals(due.code, 0, due.err);
  assertEquals((await deno(train, [...args, "2026-01-08T09:15:00Z"])).code, 1);
  assertEquals(train.github.requests, []);
});
