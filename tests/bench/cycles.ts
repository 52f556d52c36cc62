/**
 * Measures cycles: a fresh copy of a world, one process of the program, and what it cost.
 * @module
 */

import { join } from "@std/path";
import { folderBytes } from "./folder_bytes.ts";
import type { HubProcess } from "./hub_process.ts";
import { type Measured, measured } from "./measured.ts";
import { type CycleCost, median, medianUsage } from "./report.ts";
import { type RequestSums, sumsOf } from "./requests.ts";
import { bareEnv, type Shape } from "./shapes.ts";
import { type CycleKind, REPOSITORY, type Size, sizeText } from "./worlds.ts";

/** What the measuring of a cycle needs. */
export interface CycleBench {
  /** Where GitHub would be. */
  readonly hub: HubProcess;
  /** The form of the program. */
  readonly shape: Shape;
  /** A folder for bundles. */
  readonly folder: string;
  /** Folder of the policies. */
  readonly policies: string;
  /** How often each cycle runs. */
  readonly repeats: number;
}

/** One run. */
interface CycleRun {
  readonly usage: Measured;
  readonly sums: RequestSums;
  readonly state_bytes: number;
  readonly bundle_bytes: number;
}

/**
 * Runs a cycle on the world that the hub has prepared, several times.
 * @throws {Error} when one fails, or when two of them do not ask for the same
 */
export async function measureCycle(
  bench: CycleBench,
  { size, cycle }: { size: Size; cycle: CycleKind },
): Promise<CycleCost> {
  const runs: CycleRun[] = [];
  for (let repeat = 0; repeat < bench.repeats; repeat++) runs.push(await runOnce(bench, cycle));
  const [first] = runs;
  if (first === undefined) throw new Error("Cannot measure a cycle: it is to run no time at all");
  const world = sizeText(size);
  const kinds = JSON.stringify(first.sums.kinds);
  if (runs.some(({ sums }) => JSON.stringify(sums.kinds) !== kinds)) {
    throw new Error(`Two cycles (${cycle}) of the world ${world} asked for different things`);
  }
  return {
    world,
    cycle,
    shape: bench.shape.name,
    repeats: runs.length,
    ...first.sums,
    emulator_ms: median(runs.map(({ sums }) => sums.emulator_ms)) ?? 0,
    ...medianUsage(runs.map(({ usage }) => usage)),
    state_bytes: first.state_bytes,
    bundle_bytes: first.bundle_bytes,
  };
}

async function runOnce(
  { hub, shape, folder, policies }: CycleBench,
  cycle: CycleKind,
): Promise<CycleRun> {
  const { url, now } = await hub.order({ do: "serve", cycle });
  const program = shape.program([
    ...["run", "--repo", REPOSITORY, "--now", now, "--policies", policies],
    ...["--run-id", "bench", "--catch-up-hours", "0"],
  ]);
  const usage = await measured(program, {
    cwd: folder,
    env: {
      ...bareEnv(),
      GITHUB_TOKEN: "test-token",
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      RELEASE_OPS_WRITE_INTERVAL_MS: "0",
    },
  });
  if (usage.exit !== 0) {
    throw new Error(`A cycle (${cycle}, ${shape.name}) ended with ${usage.exit}:\n${usage.err}`);
  }
  const { requests, state_bytes } = await hub.order({ do: "count" });
  const artifacts = join(folder, "artifacts");
  const bundle_bytes = await folderBytes(artifacts);
  await Deno.remove(artifacts, { recursive: true });
  return { usage, sums: sumsOf(requests), state_bytes, bundle_bytes };
}
