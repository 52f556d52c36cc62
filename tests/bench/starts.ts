/**
 * Measures starts: commands that need no GitHub, beside a program without a line, and the yardstick.
 * @module
 */

import { fromFileUrl, join } from "@std/path";
import { measured, type Program } from "./measured.ts";
import { EMPTY, medianUsage, type StartCost, type Usage } from "./report.ts";
import { bareEnv, type Shape } from "./shapes.ts";

/** The commands that are started; each ends with 0. */
function commands(policies: string): Record<string, readonly string[]> {
  const digest = ["--task", "digest", "--policy", join(policies, "digest.yml")];
  return {
    "--version": ["--version"],
    "--help": ["--help"],
    "should-run": ["should-run", ...digest, "--now", "2026-01-08T08:15:00Z"],
    "check": ["check", "--policies", policies],
  };
}

/**
 * Runs the yardstick a few times.
 * @throws {Error} when it fails
 */
export async function measureYardstick(folder: string): Promise<Usage> {
  const script = fromFileUrl(new URL("yardstick.ts", import.meta.url));
  const program = { path: Deno.execPath(), args: ["run", "--quiet", script] };
  const usages: Usage[] = [];
  for (let round = 0; round < 5; round++) {
    const usage = await measured(program, { cwd: folder, env: bareEnv() });
    if (usage.exit !== 0) throw new Error(`the yardstick ended with ${usage.exit}:\n${usage.err}`);
    usages.push(usage);
  }
  return medianUsage(usages);
}

/**
 * Starts each command of a form several times, in turns, so that what else the machine does falls on
 * all of them alike.
 * @throws {Error} when one fails
 */
export async function measureStarts(
  shape: Shape,
  { policies, folder, repeats }: { policies: string; folder: string; repeats: number },
): Promise<StartCost[]> {
  const programs: [string, Program][] = [
    [EMPTY, shape.empty],
    ...Object.entries(commands(policies)).map(([name, args]): [string, Program] => [
      name,
      shape.program(args),
    ]),
  ];
  const usages = new Map<string, Usage[]>(programs.map(([name]) => [name, []]));
  // The first round fills caches and is not counted.
  for (let round = 0; round <= repeats; round++) {
    for (const [name, program] of programs) {
      const usage = await measured(program, { cwd: folder, env: bareEnv() });
      if (usage.exit !== 0) {
        throw new Error(`${shape.name} ${name} ended with ${usage.exit}:\n${usage.err}`);
      }
      if (round > 0) usages.get(name)?.push(usage);
    }
  }
  return [...usages].map(([command, own]) => {
    const { wall_ms, peak_mb } = medianUsage(own);
    // A start takes few ticks of the clock: only their sum tells the difference.
    const cpu = own.reduce<number | null>(
      (sum, { cpu_ms }) => sum === null || cpu_ms === null ? null : sum + cpu_ms,
      0,
    );
    const cpu_ms = cpu === null ? null : cpu / own.length;
    return { shape: shape.name, command, wall_ms, cpu_ms, peak_mb };
  });
}
