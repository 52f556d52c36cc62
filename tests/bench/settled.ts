/**
 * Repositories ready to be measured: cycles of the real program run on them until nothing is left to
 * write.
 * @module
 */

import { join } from "@std/path";
import { program } from "../../lib/cli/program.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";
import { steps } from "../../main.ts";
import { inWorld } from "../emulator/builders.ts";
import type { Emulator } from "../emulator/server.ts";
import type { World } from "../emulator/world.ts";
import { benchWorld, changeSome, type CycleKind, REPOSITORY, type Size } from "./worlds.ts";

/** A world for each kind of cycle, at the time when it runs. */
export type Worlds = Readonly<Record<CycleKind, World>>;

/** The digest is due now, the handoff is not. */
const FIRST = "2026-01-08T08:10:00Z";
/** Hours at which cycles run until one writes nothing, then comes the last; nothing is due at any of them. */
const HOURS = [10, 11, 12, 13];
const LAST = "2026-01-08T14:10:00Z";
/** When the quiet cycle runs, and the one with changes. */
const QUIET = "2026-01-08T15:10:00Z";

/** The shipped policies, but as many candidates as the program allows. */
export async function writePolicies(folder: string, options: { hurry: boolean }): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const { name, text } of await readPolicyFolder(null)) {
    const changed = text.replace(/^( {2}max:) 30$/m, "$1 200");
    await Deno.writeTextFile(join(folder, name), options.hurry ? hurried(changed) : changed);
  }
}

/** Without the caps per cycle, so that a world settles in a few cycles. */
function hurried(text: string): string {
  return text.replace(/^(max_new_issues_per_cycle:) \d+$/m, "$1 100")
    .replace(/^( {2}max_issues_per_run:) \d+$/m, "$1 100");
}

/**
 * Builds the world, and from it what each kind of cycle begins with. One that never settles is
 * measured all the same: its quiet cycle then writes, and the tables say so.
 * @throws {Error} when a cycle fails
 */
export async function settledWorlds(
  github: Emulator,
  { size, policies }: { size: Size; policies: string },
): Promise<Worlds> {
  const first = benchWorld(size, FIRST).world;
  github.world = structuredClone(first);
  const folder = await Deno.makeTempDir({ prefix: "release-ops-bench-" });
  try {
    const hurry = join(folder, "hurry");
    await writePolicies(hurry, { hurry: true });
    const cycle = async (now: string, used: string): Promise<number> => {
      inWorld(github.world).at(now);
      github.resetLog();
      await runHere(github, { now, policies: used, out: join(folder, "out") });
      return github.writes().length;
    };
    await cycle(FIRST, hurry);
    for (const hour of HOURS) {
      if (await cycle(`2026-01-08T${hour}:10:00Z`, hurry) === 0) break;
    }
    await cycle(LAST, policies);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const quiet = structuredClone(github.world);
  inWorld(quiet).at(QUIET);
  const changed = structuredClone(quiet);
  changeSome(changed, size);
  return { first, quiet, "5 % changed": changed };
}

async function runHere(
  github: Emulator,
  { now, policies, out }: { now: string; policies: string; out: string },
): Promise<void> {
  const env: Record<string, string> = {
    GITHUB_TOKEN: "test-token",
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    RELEASE_OPS_WRITE_INTERVAL_MS: "0",
  };
  let err = "";
  const args = ["run", "--repo", REPOSITORY, "--now", now, "--out", out, "--policies", policies];
  const exit = await program([...args, "--run-id", "settling"], {
    env: (name) => env[name],
    out: () => {},
    err: (text) => void (err += text),
    now: () => Temporal.Instant.from(now),
    clock: () => performance.now(),
    wait: () => Promise.resolve(),
    version: "0.0.0-bench",
    steps,
  });
  if (exit !== 0) throw new Error(`A cycle at ${now} ended with ${exit}:\n${err}`);
}
