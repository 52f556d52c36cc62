import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import config from "../../deno.json" with { type: "json" };
import { VERSION } from "../../lib/version.ts";
import { checksums, CHECKSUMS_FILE } from "../../tools/release.ts";
import { binaryName, TARGETS } from "../../tools/targets.ts";
import {
  ACTION,
  ALL,
  CI,
  type Job,
  RELEASE,
  ROOT,
  stepsOf,
  uses,
  workflow,
  type WorkflowStep,
} from "./workflows.ts";

async function job(name: string): Promise<Job> {
  const found = (await workflow(RELEASE)).jobs?.[name];
  if (found === undefined) throw new Error(`There is no job ${name}`);
  return found;
}

async function step(name: string): Promise<WorkflowStep & { readonly run: string }> {
  const found = stepsOf(await workflow(RELEASE)).find((each) => each.name === name);
  if (found?.run === undefined) throw new Error(`There is no script ${name}`);
  return { ...found, run: found.run };
}

/** Runs a script as the runner would; its exit code. */
async function exitOf(
  { run }: { readonly run: string },
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<number> {
  const command = new Deno.Command("bash", {
    args: ["-e", "-c", run],
    cwd,
    env: { ...env },
    stdout: "null",
    stderr: "null",
  });
  return (await command.output()).code;
}

Deno.test("every task and file that a workflow runs exists", async () => {
  let found = 0;
  for (const file of ALL) {
    for (const { run = "" } of stepsOf(await workflow(file))) {
      for (const [, task] of run.matchAll(/\bdeno task (\S+)/g)) {
        assertNotEquals(config.tasks[task as keyof typeof config.tasks], undefined, task);
        found++;
      }
      for (const [, path] of run.matchAll(/\bbash (\S+)/g)) {
        assertEquals((await Deno.stat(join(ROOT, path ?? ""))).isFile, true, path);
        found++;
      }
    }
  }
  assertEquals(found, 2);
});

Deno.test("every workflow sets up the one version of Deno that the project is built with", async () => {
  const ci = await Deno.readTextFile(join(ROOT, ".ci", "run"));
  const version = /deno@(\d+\.\d+\.\d+)/.exec(ci)?.[1];
  for (const file of ALL) {
    for (const { uses = "", with: given } of stepsOf(await workflow(file))) {
      if (uses.startsWith("denoland/setup-deno@")) assertEquals(given?.["deno-version"], version);
    }
  }
  assertNotEquals(version, undefined);
});

Deno.test("CI runs on pushes to the default branch and on pull requests, and only reads", async () => {
  const { on, jobs = {} } = await workflow(CI);
  assertEquals(on, { push: { branches: ["main"] }, pull_request: null });
  assertEquals(Object.values(jobs).map(({ permissions }) => permissions), [{ contents: "read" }]);
});

Deno.test("a release starts with a tag of a version", async () => {
  assertEquals((await workflow(RELEASE)).on, { push: { tags: ["v*"] } });
});

Deno.test("a release is refused when its tag is not the version of the tree", async () => {
  const script = await step("Refuse a tag that is not the version");
  const exit = (GITHUB_REF_NAME: string): Promise<number> =>
    exitOf(script, { cwd: ROOT, env: { GITHUB_REF_NAME } });
  assertEquals(await exit(`v${VERSION}`), 0);
  assertEquals(await exit("v0.0.0"), 1);
});

Deno.test("what builds a release may not write, and what may write runs nothing of the tree", async () => {
  const build = await job("build");
  assertEquals(build.permissions, { contents: "read" });
  const publish = await job("publish");
  assertEquals(publish.needs, "build");
  assertEquals(publish.permissions, {
    attestations: "write",
    contents: "write",
    "id-token": "write",
  });
  for (const { uses = "", run = "" } of publish.steps) {
    assertEquals(/checkout|setup-deno|\bdeno\b|npx/.test(uses + run), false, uses + run);
  }
});

Deno.test("a release attests and publishes all that was built", async () => {
  const file = await workflow(RELEASE);
  const upload = uses(file, "actions/upload-artifact").with;
  const download = uses(file, "actions/download-artifact").with;
  assertEquals([download?.name, download?.path], [upload?.name, upload?.path]);
  assertEquals(upload?.["if-no-files-found"], "error");
  const all = `${download?.path}/*`;
  assertEquals(uses(file, "actions/attest-build-provenance").with, { "subject-path": all });
  const { run } = await step("Publish");
  assertEquals(run, `gh release create "$GITHUB_REF_NAME" ${all} --verify-tag --generate-notes`);
});

Deno.test("a release is for five machines", () => {
  assertEquals(TARGETS.map(binaryName), [
    "release-ops-linux-x64",
    "release-ops-linux-arm64",
    "release-ops-macos-x64",
    "release-ops-macos-arm64",
    "release-ops-windows-x64.exe",
  ]);
});

Deno.test("a release is not published when a file differs from its checksum", async () => {
  const script = await step("Check the files against their checksums");
  const cwd = await Deno.makeTempDir({ prefix: "release-ops-release-" });
  try {
    const dist = join(cwd, "dist");
    await Deno.mkdir(dist);
    const names = TARGETS.map(binaryName);
    for (const name of names) await Deno.writeTextFile(join(dist, name), name);
    await Deno.writeTextFile(join(dist, CHECKSUMS_FILE), await checksums(dist, names));
    assertEquals(await exitOf(script, { cwd, env: {} }), 0);
    await Deno.writeTextFile(join(dist, names[0] ?? ""), "other");
    assertEquals(await exitOf(script, { cwd, env: {} }), 1);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("the action is composite: it brings its own runtime and uploads its own bundle", async () => {
  const { runs } = await workflow(ACTION);
  assertEquals(runs?.using, "composite");
  assertEquals(runs?.steps.map(({ uses, run }) => uses?.split("@")[0] ?? run?.split(" ")[0]), [
    "denoland/setup-deno",
    "deno",
    "actions/upload-artifact",
  ]);
});
