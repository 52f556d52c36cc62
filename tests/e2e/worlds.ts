/**
 * The worlds of the end-to-end tests: one release line with a candidate, and words to change it.
 * @module
 */

import { aWorld, WorldBuilder } from "../emulator/builders.ts";
import { emptyWorld } from "../emulator/world.ts";
import { helmFacts } from "../worlds/helm.ts";

/** The checks that the shipped policy always requires. */
export const REQUIRED = ["Unit Tests", "Integration Tests", "Lint"] as const;

/** The only release candidate of {@linkcode widgets}. */
export const RC = "v4.2.0-rc.1";

/** Everything green: `main`, and `v4.2.0-rc.1` on the head of the branch `release/4.2`. */
export function widgets(now = "2026-01-08T10:15:00Z"): WorldBuilder {
  const world = aWorld("acme/widgets").at(now)
    .commit("main", { at: "-30d", files: ["src/engine.ts"] })
    .tag("v4.1.0", { on: "main", annotated: true, at: "-30d" })
    .commit("main", { at: "-3d", files: ["README.md"] })
    .commit("release/4.2", { at: "-20h", files: ["src/engine.ts"] })
    .tag(RC, { on: "release/4.2", annotated: true, at: "-20h" });
  green(world, "main", "-2d");
  return green(world, RC, "-19h");
}

/** As {@linkcode widgets}, but Unit Tests failed on the candidate two hours ago. */
export function blocked(now?: string): WorldBuilder {
  return failed(widgets(now), "Unit Tests", "-2h");
}

/** All required checks passed on a commit. */
export function green(world: WorldBuilder, on: string, completed: string): WorldBuilder {
  for (const name of REQUIRED) world.ran(name, { on, conclusion: "success", completed });
  return world;
}

/** A new run of a workflow failed on the candidate. */
export function failed(world: WorldBuilder, workflow: string, completed: string): WorldBuilder {
  return world.ran(workflow, { on: RC, conclusion: "failure", completed });
}

/** The workflow that is queued or running on the candidate finishes now. */
export function passes(world: WorldBuilder, workflow: string): WorldBuilder {
  const suite = world.world.suites[world.sha(RC)]?.find(({ status, workflow_run }) =>
    status !== "completed" && workflow_run?.workflow.name === workflow
  );
  if (suite === undefined) throw new Error(`${workflow} does not run on ${RC}`);
  const now = world.world.now;
  for (const run of [suite, ...suite.check_runs]) {
    if (run.status !== "completed") {
      Object.assign(run, { status: "completed", conclusion: "success" });
    }
  }
  suite.updated_at = now;
  for (const run of suite.check_runs) run.completed_at ??= now;
  return world;
}

/** helm/helm at an instant, with every workflow green on every head and the newest tags. */
export function helm(now: string): WorldBuilder {
  const facts = helmFacts(now);
  const world = emptyWorld(facts.repository);
  world.now = now;
  world.repository.default_branch = facts.default_branch;
  const commit = { author: "helm", files: ["go.mod", "go.sum"] };
  for (const { sha, parent, committed_at, headline } of facts.commits.values()) {
    world.commits[sha] = { ...commit, sha, parents: [parent], committed_at, message: headline };
    world.commits[parent] = { ...commit, sha: parent, parents: [], committed_at, message: "" };
  }
  for (const { name, sha } of facts.branches) {
    world.branches[name] = { head: sha, files: {}, protection: "none" };
  }
  for (const { name, sha, created_at, annotated } of facts.tags) {
    world.tags[name] = { commit: sha, annotated, tagged_at: annotated ? created_at : null };
  }
  const builder = new WorldBuilder(world);
  for (const { base, head, total, files } of facts.comparisons) {
    const more = Array.from({ length: total - files.length }, (_, index) => `zz/${index}.go`);
    builder.compared(`${base}...${head}`, { files: [...files, ...more] });
  }
  const recent = [...facts.branches, ...facts.tags.slice(0, 20)].map(({ sha }) => sha);
  for (const on of new Set(recent)) {
    const completed = facts.commits.get(on)?.committed_at;
    for (const { file, name } of facts.workflows) {
      builder.ran(name, { on, file, conclusion: "success", completed });
    }
  }
  return builder;
}
