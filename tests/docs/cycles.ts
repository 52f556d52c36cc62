/**
 * Bundles of real cycles, among them all of what a bundle's JSON files can hold.
 * @module
 */

import { join } from "@std/path";
import { aTrain, filesOf } from "../e2e/harness.ts";
import { blocked, failed, green, RC, REQUIRED, widgets } from "../e2e/worlds.ts";
import { NEXT_HOUR, NOW, runOn, worldBefore, writePolicies } from "../reliability/everything.ts";

/** Text by name of every file of a bundle. */
export type Files = ReadonlyMap<string, string>;

/** Bundles of cycles that do everything: raise, route, escalate, post, clear, close, reopen, and more. */
export async function bundles(): Promise<Files[]> {
  return [...await busy(), ...await closing(), ...await odd()];
}

/** The cycle that raises, adopts, clears, routes, escalates, posts and commits, and the one after it. */
async function busy(): Promise<Files[]> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-docs-" });
  try {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const args = { policies, out: join(folder, "artifacts") };
    const world = await worldBefore(args);
    for (const now of [NOW, NEXT_HOUR]) await runOn(world, { ...args, now });
    return await bundlesIn(args.out);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A blocker that clears, is closed by us, returns and is reopened; another that a person dismisses. */
async function closing(): Promise<Files[]> {
  await using train = await aTrain(failed(blocked(), "Lint", "-3h"), {
    policies: {
      "escalation.yml": (text) =>
        text.replace("auto_close: false", "auto_close: true")
          .replace("resolved_labels: []", "resolved_labels: [resolved]"),
      "routing.yml": (text) =>
        text.replace("trigger_labels:\n", "trigger_labels:\n  - needs-triage\n"),
    },
  });
  const found: Files[] = [];
  const cycle = async (args: readonly string[] = []): Promise<void> => {
    found.push((await train.cycle(args)).files);
    train.later("1h");
  };
  await cycle(["--force-digest", "--force-handoff", "--context", "All quiet"]);
  train.world.as("alice").close(1, "not_planned");
  await cycle();
  green(train.world, RC, "-1m");
  for (let green = 0; green < 4; green++) await cycle();
  failed(train.world, "Unit Tests", "-2h");
  await cycle();
  return found;
}

/** What seldom is: more failures than fit, a check that never ran, damaged state, a re-run, GitHub failing. */
async function odd(): Promise<Files[]> {
  const world = widgets().commit("release/4.3", { at: "-9d", files: ["src/engine.ts"] });
  for (const name of REQUIRED) world.ran(name, { on: RC, conclusion: "failure", completed: "-5h" });
  world.ran("Unit Tests", { on: RC, conclusion: "success", completed: "-2h" })
    .status(RC, { context: "ci/elsewhere", state: "success" });
  await using train = await aTrain(world, {
    policies: {
      "blockers.yml": (text) => text.replace("group_above: 5", "group_above: 1"),
      "required_checks.yml": (text) =>
        text.replace("always_required:\n", "always_required:\n  - name: Never Ran\n")
          .replace("max: 30", "max: 2"),
    },
  });
  const found = [(await train.cycle()).files];
  const branch = train.github.world.branches.main;
  if (branch !== undefined) branch.files["docs/releases/_state/digest_state.json"] = "{";
  train.github.intercept = (call) =>
    call.operation === "ChecksOfCommits" ? new Response("{}", { status: 404 }) : undefined;
  train.later("1h");
  found.push((await train.cycle()).files);
  found.push((await train.cycle(["--dry-run"])).files);
  train.github.intercept = (call) => call.write ? new Response("{}", { status: 422 }) : undefined;
  found.push((await train.cycle()).files);
  return found;
}

async function bundlesIn(folder: string): Promise<Files[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return await Promise.all(names.toSorted().map((name) => filesOf(join(folder, name))));
}
