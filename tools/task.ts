/**
 * Tasks of this repository: how they read their flags, speak, and end.
 * @module
 */

import { type Flag, type FlagValues, readFlags } from "../lib/cli/flags.ts";
import { Failure } from "../lib/failure.ts";

const encoder = new TextEncoder();

/**
 * The values of a task's flags, from its arguments.
 * @throws {Failure} exit 2 for the first argument that it does not take, or cannot use
 */
export function taskFlags(flags: readonly Flag[]): FlagValues {
  const { values, positional: [extra] } = readFlags(Deno.args, { flags, env: () => undefined });
  if (extra === undefined) return values;
  throw new Failure("extra-argument", `Cannot use ${JSON.stringify(extra)}: it is no flag`, {
    remedy: `Allowed: ${flags.map(({ name }) => `--${name}`).join(", ")}.`,
  });
}

/** One line for whoever waits, on stderr. */
export function say(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`${line}\n`));
}

/** Runs a task, prints what it returns, and gives the exit code; a failure is told without a stack. */
export async function told(task: () => Promise<string>): Promise<0 | 1 | 2> {
  try {
    Deno.stdout.writeSync(encoder.encode(`${await task()}\n`));
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`${error.message}\n  ${error.remedy}`);
    return error.exit;
  }
}
