/**
 * The cycle that does everything: a world in which one cycle raises, adopts, clears, routes,
 * escalates, posts the digest, writes the handoff and commits; and the ways to run a cycle on it.
 * @module
 */

import { join } from "@std/path";
import { program } from "../../lib/cli/program.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";
import { steps } from "../../main.ts";
import { aWorld, inWorld } from "../emulator/builders.ts";
import { type Emulator, type Intercept, startEmulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";

/** When the cycle runs that does everything. */
export const NOW = "2026-01-08T08:10:00Z";
/** The next hour's cycle. */
export const NEXT_HOUR = "2026-01-08T09:10:00Z";
/** The issue that the digest is posted to. */
export const TRACKING_ISSUE = 1;

const REPOSITORY = "acme/widgets";
const REQUIRED = ["Unit Tests", "Integration Tests", "Lint"];

/** How one cycle is run. */
export interface CycleArgs {
  readonly now: string;
  readonly out: string;
  readonly policies: string;
  /** Keep the state in this folder instead of on the branch. */
  readonly state_dir?: string;
}

/** How a cycle ended. */
export interface Ended {
  readonly exit: number;
  readonly err: string;
}

/** The arguments of the program for a cycle. */
export function argsOf({ now, out, policies, state_dir }: CycleArgs): string[] {
  return [
    ...["run", "--repo", REPOSITORY, "--now", now, "--out", out, "--policies", policies],
    ...["--catch-up-hours", "6"],
    ...state_dir === undefined ? [] : ["--state-dir", state_dir],
  ];
}

/** The environment of the program. */
export function envOf(github: Pick<Emulator, "url" | "graphqlUrl">): Record<string, string> {
  return {
    GITHUB_TOKEN: "test-token",
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    RELEASE_OPS_WRITE_INTERVAL_MS: "0",
  };
}

/** Runs a cycle in this process, against an emulator. */
export async function runCycle(
  github: Pick<Emulator, "url" | "graphqlUrl">,
  args: CycleArgs,
): Promise<Ended> {
  const env = envOf(github);
  let err = "";
  const exit = await program(argsOf(args), {
    env: (name) => env[name],
    out: () => {},
    err: (text) => void (err += text),
    now: () => Temporal.Instant.from(args.now),
    clock: () => performance.now(),
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps,
  });
  return { exit, err };
}

/** Runs a cycle in this process on a world; a world of its own port each time. */
export async function runOn(
  world: World,
  args: CycleArgs,
  intercept?: Intercept,
): Promise<Ended & { requests: number }> {
  const github = await startEmulator(world, { intercept });
  world.now = args.now;
  try {
    const ended = await runCycle(github, args);
    return { ...ended, requests: github.requests.length };
  } finally {
    await github.close();
  }
}

/** Writes the policies of the cycle that does everything into a folder. */
export async function writePolicies(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const { name, text } of await readPolicyFolder(null)) {
    await Deno.writeTextFile(join(folder, name), EDITS[name]?.(text) ?? text);
  }
}

const EDITS: Record<string, (text: string) => string> = {
  "digest.yml": (text) =>
    edited(text, [
      [/issue_comment:\n(\s+)enabled: false/, "issue_comment:\n$1enabled: true"],
      [/target_issue_number: null/, `target_issue_number: ${TRACKING_ISSUE}`],
    ]),
  "handoff.yml": (text) =>
    edited(text, [[/start: "09:00"/, 'start: "08:00"'], [/end: "09:30"/, 'end: "08:30"'], [
      /start: "17:00"/,
      'start: "16:00"',
    ], [/end: "17:30"/, 'end: "16:30"']]),
  "routing.yml": (text) =>
    edited(text, [[/( {2}backend:\n(?:\s*#.*\n)*\s+)assignees: \[\]/, "$1assignees: [kim]"]]),
};

function edited(text: string, edits: readonly (readonly [RegExp, string])[]): string {
  return edits.reduce((before, [from, to]) => {
    if (!from.test(before)) throw new Error(`Cannot edit the policy: ${from} is not in it`);
    return before.replace(from, to);
  }, text);
}

/**
 * The world just before the cycle that does everything, with the state of an earlier cycle: on its
 * branch, or in a folder.
 */
export async function worldBefore(
  args: {
    out: string;
    policies: string;
    state_dir?: string;
    /** Less of everything, for sweeps of many runs. */
    small?: boolean;
  },
): Promise<World> {
  const lines = args.small ? ["4.0", "4.1"] : ["4.0", "4.1", "4.2", "4.3"];
  const builder = aWorld(REPOSITORY).at("2026-01-08T02:10:00Z").viewer("github-actions[bot]")
    .as("maria").assignable("maria", "kim")
    .issue({ title: "Release digests", at: "-30d" })
    .commit("main", { at: "-60d", message: "Initial", files: ["README.md"] })
    .commit("main", { at: "-3d", message: "Go on", files: ["README.md"] });
  for (const line of lines) {
    builder.commit(`release/${line}`, { at: "-3d", message: `Cut ${line}`, files: ["src/api.ts"] });
  }
  for (const branch of ["main", ...lines.map((line) => `release/${line}`)]) {
    for (const name of REQUIRED) {
      builder.ran(name, { on: branch, conclusion: "success", completed: "-2d" });
    }
  }
  builder.ran("Unit Tests", {
    on: "release/4.0",
    conclusion: "failure",
    completed: "2026-01-08T00:05:00Z",
  });
  const first = await runOn(builder.world, { ...args, now: "2026-01-08T02:10:00Z" });
  if (first.exit !== 0) throw new Error(`The cycle before ended with ${first.exit}:\n${first.err}`);
  inWorld(builder.world).at(NOW)
    .ran("Unit Tests", {
      on: "release/4.0",
      conclusion: "success",
      completed: "2026-01-08T07:30:00Z",
    })
    .ran("Unit Tests", {
      on: "release/4.1",
      conclusion: "failure",
      completed: "2026-01-08T03:00:00Z",
    })
    .ran("Lint", { on: "release/4.1", conclusion: "failure", completed: "2026-01-08T06:00:00Z" })
    .as("maria")
    .issue({
      title: "The database of 4.2 needs a manual step",
      labels: ["release-blocker", "P1", "needs-triage"],
      at: "2026-01-08T07:50:00Z",
    })
    .issue({
      title: "4.1: Lint is red",
      labels: ["release-blocker"],
      at: "2026-01-08T06:10:00Z",
    });
  if (args.small) return builder.world;
  builder.ran("Lint", {
    on: "release/4.2",
    conclusion: "failure",
    completed: "2026-01-08T06:05:00Z",
  }).ran("Integration Tests", {
    on: "release/4.3",
    status: "queued",
    created: "2026-01-08T03:30:00Z",
  });
  return builder.world;
}
