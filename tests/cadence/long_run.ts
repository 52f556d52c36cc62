/**
 * Checks the laws of the cadence in many random worlds: 100,000, or as many as the argument says.
 * @module
 */

import { LAWS } from "./laws.ts";

if (import.meta.main) {
  const runs = Number(Deno.args[0] ?? 100_000);
  const started = performance.now();
  for (const law of LAWS) {
    law.check(Math.ceil(runs / LAWS.length));
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    // deno-lint-ignore no-console -- a script that reports its progress
    console.log(`holds after ${seconds} s: ${law.title}`);
  }
}
