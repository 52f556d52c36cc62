/**
 * Records the sample of the demo: lets a release week happen in the emulator, with the real program
 * ticking through it, and keeps what the last tick observes. `deno task sample` writes it, a test
 * checks that it is current.
 * @module
 */

import { STATE_FILES } from "../../lib/state/state.ts";
import { createClient } from "../../lib/github/client.ts";
import { GithubHub } from "../../lib/github/github_hub.ts";
import type { Observation } from "../../lib/observation/observation.ts";
import { PLACE } from "../../lib/sample/sample.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";
import { program } from "../../lib/cli/program.ts";
import { steps } from "../../main.ts";
import { aWorld, inWorld } from "../emulator/builders.ts";
import { startEmulator } from "../emulator/server.ts";

const REPOSITORY = "northwind/harbor";
const NOW = "2026-01-08T09:10:00Z";
const REQUIRED = ["Unit Tests", "Integration Tests", "Lint"];

/** The sample as JSON text. */
export async function recordSample(): Promise<string> {
  const world = aWorld(REPOSITORY).at("2026-01-06T20:00:00Z").viewer("github-actions[bot]")
    .as("maria").assignable("maria", "jonas", "aiko", "lee")
    .commit("main", { at: "-120d", message: "Initial harbor", files: ["README.md"] })
    .tag("v4.0.3", { on: "main", annotated: true, at: "-60d" })
    .tag("v4.1.1", { on: "main", annotated: true, at: "-40d" })
    .commit("main", {
      at: "-8d",
      message: "Berth planner: new engine",
      files: ["src/planner/engine.ts"],
    })
    .commit("release/3.9", {
      at: "-3d",
      message: "Backport tide table fix",
      files: ["src/tides/table.ts"],
    })
    .commit("release/4.0", { at: "-2d", message: "Fix crane timeout", files: ["server/crane.ts"] })
    .commit("release/4.1", {
      at: "-2d",
      message: "Pin the scheduler",
      files: ["server/scheduler.ts"],
    })
    .commit("release/4.2", { at: "-1d", message: "Final touches for 4.2", files: ["web/app.tsx"] })
    .tag("v4.2.0-rc.1", { on: "release/4.2", annotated: true, at: "-20h" })
    .file("main", { path: ".github/CODEOWNERS", text: "* @northwind/platform\n" });
  for (const branch of ["main", "release/3.9", "release/4.0", "release/4.1", "release/4.2"]) {
    for (const name of REQUIRED) {
      world.ran(name, { on: branch, conclusion: "success", completed: "-18h" });
    }
  }

  await using github = await startEmulator(world.world);
  const out = await Deno.makeTempDir();
  const tick = async (at: string, more: string[] = []): Promise<void> => {
    github.world.now = at;
    const code = await program(
      ["run", "--repo", REPOSITORY, "--out", out, "--now", at, "--catch-up-hours", "6", ...more],
      {
        env: (name) =>
          ({
            GITHUB_TOKEN: "test-token",
            GITHUB_API_URL: github.url,
            GITHUB_GRAPHQL_URL: github.graphqlUrl,
            RELEASE_OPS_WRITE_INTERVAL_MS: "0",
          })[name],
        out: () => {},
        err: () => {},
        now: () => Temporal.Instant.from(at),
        clock: () => 0,
        wait: () => Promise.resolve(),
        version: "0.1.0",
        steps,
      },
    );
    if (code !== 0) throw new Error(`the tick at ${at} ended with ${code}`);
  };
  const then = (at: string): ReturnType<typeof inWorld> => inWorld(github.world).at(at);

  await tick("2026-01-07T08:20:00Z");
  await tick("2026-01-07T09:05:00Z");
  await tick("2026-01-07T17:10:00Z", [
    "--context",
    "4.0 hotfix is being prepared; crane vendor is informed.",
  ]);
  then("2026-01-08T00:05:00Z")
    .commit("release/4.0", {
      message: "Retry crane commands",
      files: ["server/crane.ts", "src/api/crane.ts"],
    })
    .ran("Unit Tests", {
      on: "release/4.0",
      conclusion: "success",
      completed: "2026-01-08T00:20:00Z",
    })
    .ran("Lint", { on: "release/4.0", conclusion: "success", completed: "2026-01-08T00:10:00Z" })
    .ran("Integration Tests", {
      on: "release/4.0",
      conclusion: "failure",
      completed: "2026-01-08T00:45:00Z",
      jobs: [{ name: "postgres", conclusion: "failure" }, {
        name: "sqlite",
        conclusion: "success",
      }],
    });
  await tick("2026-01-08T02:20:00Z");
  then("2026-01-08T03:50:00Z")
    .commit("release/3.9", { message: "Update the tide tables", files: ["src/tides/table.ts"] })
    .ran("Unit Tests", {
      on: "release/3.9",
      conclusion: "success",
      completed: "2026-01-08T04:05:00Z",
    })
    .ran("Integration Tests", {
      on: "release/3.9",
      conclusion: "success",
      completed: "2026-01-08T04:20:00Z",
    })
    .ran("Lint", { on: "release/3.9", status: "queued", created: "2026-01-08T03:50:00Z" });
  then("2026-01-08T04:40:00Z")
    .commit("release/4.1", { message: "Scheduler: keep the lock", files: ["server/scheduler.ts"] })
    .ran("Lint", { on: "release/4.1", conclusion: "success", completed: "2026-01-08T04:45:00Z" })
    .ran("Integration Tests", {
      on: "release/4.1",
      conclusion: "success",
      completed: "2026-01-08T04:55:00Z",
    })
    .ran("Unit Tests", {
      on: "release/4.1",
      conclusion: "failure",
      completed: "2026-01-08T05:00:00Z",
      jobs: [{ name: "test (linux)", conclusion: "failure" }, {
        name: "test (windows)",
        conclusion: "success",
      }],
    });
  await tick("2026-01-08T05:35:00Z");
  await tick("2026-01-08T06:40:00Z");
  then("2026-01-08T07:00:00Z")
    .commit("release/4.2", {
      message: "Berth planner: guard empty docks",
      files: ["src/planner/docks.ts", "docs/planner.md"],
    })
    .tag("v4.2.0-rc.2", { on: "release/4.2", annotated: true })
    .ran("Lint", { on: "v4.2.0-rc.2", conclusion: "success", completed: "2026-01-08T07:05:00Z" })
    .ran("Integration Tests", {
      on: "v4.2.0-rc.2",
      conclusion: "success",
      completed: "2026-01-08T07:25:00Z",
    })
    .ran("Docs Build", {
      on: "v4.2.0-rc.2",
      conclusion: "success",
      completed: "2026-01-08T07:10:00Z",
    })
    .ran("Unit Tests", {
      on: "v4.2.0-rc.2",
      conclusion: "failure",
      completed: "2026-01-08T07:15:00Z",
    })
    .ran("Unit Tests", {
      on: "v4.2.0-rc.2",
      conclusion: "success",
      completed: "2026-01-08T07:40:00Z",
    });
  then("2026-01-08T07:20:00Z")
    .branch("release/4.3", { from: "main" })
    .commit("release/4.3", {
      message: "Move berths to the new schema",
      files: ["db/migrations/0042_berths.sql", "src/api/berths.ts"],
    })
    .tag("v4.3.0-rc.1", { on: "release/4.3", annotated: true })
    .ran("Unit Tests", {
      on: "v4.3.0-rc.1",
      conclusion: "success",
      completed: "2026-01-08T07:30:00Z",
    })
    .ran("Lint", { on: "v4.3.0-rc.1", conclusion: "success", completed: "2026-01-08T07:26:00Z" })
    .ran("Integration Tests", {
      on: "v4.3.0-rc.1",
      conclusion: "success",
      completed: "2026-01-08T07:38:00Z",
    })
    .ran("Docs Build", {
      on: "v4.3.0-rc.1",
      conclusion: "success",
      completed: "2026-01-08T07:28:00Z",
    })
    .ran("Migration Tests", {
      on: "v4.3.0-rc.1",
      conclusion: "failure",
      completed: "2026-01-08T07:32:00Z",
      jobs: [{ name: "migrate up and down", conclusion: "failure" }],
    });
  then("2026-01-08T08:45:00Z")
    .commit("main", { message: "Tug dispatch: batch requests", files: ["server/tugs.ts"] })
    .ran("Lint", { on: "main", conclusion: "success", completed: "2026-01-08T08:48:00Z" })
    .ran("Unit Tests", { on: "main", conclusion: "success", completed: "2026-01-08T08:59:00Z" })
    .ran("Integration Tests", {
      on: "main",
      status: "in_progress",
      created: "2026-01-08T08:50:00Z",
    });
  then("2026-01-08T08:50:00Z").as("aiko")
    .issue({
      title: "Changelog of 4.3 lacks the breaking changes",
      labels: ["release-blocker", "P1"],
    });

  github.world.now = NOW;
  return await observed(github);
}

async function observed(github: { url: string; graphqlUrl: string }): Promise<string> {
  const { policies } = loadPolicies(await readPolicyFolder(null));
  if (policies === null) throw new Error("the embedded policies are not usable");
  const client = createClient({
    token: "test-token",
    api_url: github.url,
    graphql_url: github.graphqlUrl,
    write_interval_ms: 0,
    time_budget_ms: 60_000,
    user_agent: "sample",
    wait: () => Promise.resolve(),
    clock: () => 0,
    log: () => {},
  });
  const [owner = "", name = ""] = REPOSITORY.split("/");
  const observation = await new GithubHub(client, { owner, name }).observe({
    now: Temporal.Instant.from(NOW),
    labels: policies.escalation.labels.base,
    candidates: policies.required_checks,
    own_files: Object.values(STATE_FILES).map((file) => `${policies.blockers.state.path}/${file}`),
    state_path: policies.blockers.state.path,
    state_branch: null,
    local_state: null,
  });
  const context = "4.2 looks good for today. Keep an eye on the berth migration.";
  return `${JSON.stringify({ now: NOW, context, observation: packed(observation) }, null, 1)}\n`;
}

/** The observation as the file has it: the other way round to what the demo does. */
export function packed(observation: Observation): unknown {
  const { url } = observation.repository;
  return JSON.parse(JSON.stringify(observation), (key, value) => {
    if (typeof value !== "string") return value;
    if (key.endsWith(".json")) return JSON.parse(value);
    return value.startsWith(`${url}/`) ? PLACE + value.slice(url.length) : value;
  });
}

if (import.meta.main) {
  await Deno.writeTextFile(
    new URL("../../templates/sample.json", import.meta.url),
    await recordSample(),
  );
}
