/**
 * Step 8: the artifact bundle. Puts every report into the folder; what the cycle was decided from and
 * the record of the cycle itself follow when step 9 is through.
 * @module
 */

import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";

/** Writes the reports. */
export const artifactBundle: Step = {
  name: "artifact_bundle",
  number: "8",
  title: "Write artifact bundle",
  reports: ["cycle_info.txt", "cycle_summary.md", "cycle.json"],
  warning: "Writing the artifact bundle failed",
  run,
  placeholder: () => ({}),
};

async function run(cycle: Cycle): Promise<StepRun> {
  for (const [name, text] of cycle.files) await cycle.bundle.write(name, text);
  return {
    outcome: "done",
    summary: `Written to ${cycle.bundle.name}.`,
    files: {},
  };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", artifactBundle.name, ...Deno.args]));
}
