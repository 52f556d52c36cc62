/**
 * How a build ends: in words.
 * @module
 */

import { Failure } from "../lib/failure.ts";

/** Runs a build, prints what it returns, and gives the exit code; a failure is told without a stack. */
export async function told(build: () => Promise<string>): Promise<0 | 1 | 2> {
  const encoder = new TextEncoder();
  try {
    Deno.stdout.writeSync(encoder.encode(`${await build()}\n`));
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    Deno.stderr.writeSync(encoder.encode(`${error.message}\n  ${error.remedy}\n`));
    return error.exit;
  }
}
