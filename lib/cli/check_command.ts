/**
 * `check`: names every problem of the policies at once.
 * @module
 */

import { checkExit, renderProblems } from "./check.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { readPolicies } from "./policies.ts";

/** Runs `check`. */
export async function checkCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const reading = await readPolicies(values.policies as string | null);
  shell.out(renderProblems(reading, { json: values.json === true }));
  return checkExit(reading);
}
