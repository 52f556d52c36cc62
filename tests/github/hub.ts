/**
 * A hub for tests: the real client and the real Octokit in front of the emulator, on a virtual clock.
 * @module
 */

import { createClient } from "../../lib/github/client.ts";
import type { Client, ClientOptions } from "../../lib/github/client.ts";
import { GithubHub } from "../../lib/github/github_hub.ts";
import type { ObservationRequest } from "../../lib/github/hub.ts";
import { marker } from "../../lib/report/marker.ts";
import { aWorld, type WorldBuilder } from "../emulator/builders.ts";
import { type CuttingProxy, cuttingProxy } from "../emulator/cutting_proxy.ts";
import { type Fault, type FaultPlan, planFaults } from "../emulator/faults.ts";
import { type Emulator, startEmulator } from "../emulator/server.ts";
import { VirtualClock } from "../emulator/virtual_clock.ts";
import type { World } from "../emulator/world.ts";

/** A token that must never be seen again; with characters that addresses and Base64 change. */
export const CANARY = "ghs_canary/7+Qz=9 w?ü";
/** The login behind it. */
export const BOT = "github-actions[bot]";
/** The time of every world here. */
export const NOW = "2026-01-08T08:15:00Z";
/** The fingerprint of issue 1. */
export const KNOWN = "release_line=4.2&blocking_workflow=Lint&blocker_category=failed";

/** What an observation is asked for. */
export const REQUEST: ObservationRequest = {
  now: Temporal.Instant.from(NOW),
  labels: ["release-blocker"],
  candidates: {
    branch_base: "first_parent",
    conditional_required: [{ name: "Docs", when_paths_match: ["^docs/", "\\.md$"] }],
    candidates: { active_days: 90, max: 30, release_branches: ["release/*"] },
  },
  own_files: ["docs/releases/_state/blockers_state.json"],
  state_path: "docs/releases/_state",
  state_branch: null,
  local_state: null,
};

/** The same for as little as there is: where only what comes after matters. */
export const QUICK: ObservationRequest = {
  ...REQUEST,
  candidates: { ...REQUEST.candidates, candidates: { ...REQUEST.candidates.candidates, max: 1 } },
};

/** An emulator with everything that tests of one kind need; they share it, one after the other. */
export interface Stage extends AsyncDisposable {
  readonly github: Emulator;
  readonly proxy: CuttingProxy;
  /** Sets a world and its faults, and makes a hub for it. */
  play(world: World, faults?: readonly Fault[], options?: PlayOptions): Scene;
}

/** How a scene differs from the usual. */
export interface PlayOptions extends Partial<ClientOptions> {
  /** Default 100. */
  readonly pageSize?: number;
  /** Words in error messages of faults. */
  readonly words?: string;
  /** In place of the faults' own message. */
  readonly message?: string;
}

/** A hub in front of a world. */
export interface Scene {
  readonly hub: GithubHub;
  readonly client: Client;
  readonly clock: VirtualClock;
  /** The faults at work. */
  plan: FaultPlan;
  /** Puts other faults in place. */
  fail(faults: readonly Fault[]): void;
  readonly world: World;
  /** What the client said. */
  readonly log: string[];
}

/** Starts a stage. */
export async function aStage(): Promise<Stage> {
  const github = await startEmulator(aWorld("acme/widgets").world, { tokens: [CANARY] });
  const proxy = cuttingProxy(github.url);
  return {
    github,
    proxy,
    play: (world, faults = [], options = {}) => {
      const clock = new VirtualClock();
      const log: string[] = [];
      github.world = world;
      github.maxPageSize = options.pageSize ?? 100;
      github.resetLog();
      const { words, message } = options;
      const plan = (planned: readonly Fault[]): FaultPlan =>
        planFaults(github, planned, { clock, proxy, words, message });
      const client = createClient({
        token: CANARY,
        api_url: proxy.url,
        graphql_url: `${proxy.url}/graphql`,
        write_interval_ms: 1_000,
        time_budget_ms: 600_000,
        user_agent: "tests",
        wait: clock.wait,
        clock: clock.now,
        deadline: clock.deadline,
        log: (line) => log.push(line),
        ...options,
      });
      const hub = new GithubHub(client, { owner: "acme", name: "widgets" });
      const scene: Scene = {
        hub,
        client,
        clock,
        world,
        log,
        plan: plan(faults),
        fail: (planned) => scene.plan = plan(planned),
      };
      return scene;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      github.intercept = undefined;
      await proxy[Symbol.asyncDispose]();
      await github.close();
    },
  };
}

/** A repository with enough of everything to need a second page of two. */
export function widgets(): WorldBuilder {
  const state = {
    version: "1.0.0",
    blockers: {
      "issue:9": {
        issue_number: 9,
        first_seen: "2026-01-08T01:00:00Z",
        last_seen: "2026-01-08T01:00:00Z",
        last_issue_update: "2026-01-08T01:00:00Z",
        escalation_level: "none",
        severity: "P0",
      },
    },
  };
  const builder = aWorld("acme/widgets").at(NOW).viewer(BOT).assignable("alice", "bob")
    .commit("main", { at: "-9d", files: ["README.md"] })
    .commit("main", { at: "-8d", files: ["a.ts"] });
  for (const line of ["4.1", "4.2", "4.3"]) {
    builder.commit(`release/${line}`, { at: "-2d", files: [`${line}.ts`] })
      .tag(`v${line}.0-rc.1`, { on: `release/${line}`, annotated: true, at: "-1d" })
      .ran("Lint", {
        on: `release/${line}`,
        jobs: line === "4.2" ? [{ name: "a" }, { name: "b" }, { name: "c" }] : undefined,
        conclusion: "failure",
        completed: "-3h",
      });
  }
  for (const workflow of ["Docs", "Unit"]) {
    builder.ran(workflow, { on: "release/4.2", conclusion: "success", completed: "-3h" });
  }
  for (let count = 0; count < 3; count++) {
    builder.commit("main", {
      at: `-${3 - count}h`,
      message: "chore(release-ops): update state",
      files: ["docs/releases/_state/blockers_state.json"],
    });
  }
  builder.ran("Lint", { on: "main", conclusion: "success", completed: "-1h" })
    .file("main", { path: "CODEOWNERS", text: "* @acme/core\n" })
    .file("main", {
      path: "docs/releases/_state/blockers_state.json",
      text: JSON.stringify(state),
    });
  builder.as(BOT)
    .issue({
      title: "1",
      labels: ["release-blocker", "P0"],
      body: marker("blocker", KNOWN),
      at: "-9h",
    })
    .comment(1, `one\n\n${marker("comment", "known")}`).as("alice").comment(1, "two")
    .comment(1, "three");
  for (const number of [2, 3]) {
    builder.issue({ title: `${number}`, labels: ["release-blocker"], at: "-8h" });
  }
  for (const number of [4, 5, 6]) {
    builder.issue({ title: `${number}`, labels: ["release-blocker"], at: "-7h" }).close(number);
  }
  builder.pull({ title: "a pull", labels: ["release-blocker"], at: "-6h" })
    .issue({ title: "no label", at: "-5h" })
    .issue({ title: "unlabelled by a person, named by state", at: "-5h" });
  return builder;
}
