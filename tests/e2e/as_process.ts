/**
 * The program as a process, for the same tests: RELEASE_OPS_PROGRAM names the single file or a binary,
 * and each run of a train is then a process of it, under the permissions that are documented.
 * @module
 */

import type { Exit } from "../../lib/cli/command.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { processOf } from "../dist/process.ts";

/** The program that is tested in place of the source inside this process; null for that. */
export const NAMED_PROGRAM: string | null = Deno.env.get("RELEASE_OPS_PROGRAM") || null;

/** Variables that name files which a workflow's runner wants to have written. */
const RUNNER_VARIABLES = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"];

/** How a run of the program ended. */
export interface Finished {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
}

/** A test that reaches into the process or the source; ignored, by name, where a program is tested. */
export function testOfSource(name: string, fn: () => Promise<void>): void {
  const ignore = NAMED_PROGRAM !== null;
  Deno.test({ name: ignore ? `SKIPPED, only the source has it: ${name}` : name, ignore, fn });
}

/**
 * Runs a program with these arguments and variables in a folder, at the given time where its command
 * takes one; it may write where the documentation says, and to the files that the runner names.
 * @throws {Error} when it ends as no command of ours does
 */
export async function runAsProcess(
  program: string,
  args: readonly string[],
  { cwd, env, now, api_host }: {
    cwd: string;
    /** Undefined is unset. */
    env: Readonly<Record<string, string | undefined>>;
    now: string;
    /** Without a port. */
    api_host: string;
  },
): Promise<Finished> {
  const set = Object.entries(env).filter((entry): entry is [string, string] =>
    entry[1] !== undefined
  );
  const write = RUNNER_VARIABLES.flatMap((name) => env[name] || []);
  const run = processOf(program, { api_host, write });
  const { exit, out, err } = await run(atTime(args, now), { cwd, env: Object.fromEntries(set) });
  if (exit === 0 || exit === 1 || exit === 2) return { exit, out, err };
  throw new Error(`${program} ended with ${exit}: ${err}`);
}

/** Arguments with a time, where the command takes one and none is given. */
function atTime(args: readonly string[], now: string): readonly string[] {
  const [name = "", ...rest] = args;
  const command = COMMANDS.find((known) => known.name === name);
  if (!command?.flags.some((flag) => flag.name === "now")) return args;
  return rest.some((arg) => /^--now(?:=|$)/.test(arg)) ? args : [name, "--now", now, ...rest];
}
