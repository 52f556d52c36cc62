/**
 * `check`: names every problem of the policies at once.
 * @module
 */

import { loadPolicies } from "../policy/load.ts";
import { checkExit, renderProblems } from "./check.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { readPolicyFiles } from "./policy_files.ts";

/** Minutes between the ticks of the schedule that our workflow sets: every hour on the hour. */
export const TICK_MINUTES = 60;

/** Runs `check`. */
export async function checkCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const catch_up_hours = values["catch-up-hours"] as number | null;
  const reading = loadPolicies(await readPolicyFiles(values.policies as string | null), {
    ticks: { tick_minutes: TICK_MINUTES, catch_up_hours },
  });
  shell.out(renderProblems(reading, { json: values.json === true }));
  return checkExit(reading);
}
