/**
 * Step 8: the artifact bundle. Puts every report and everything the cycle was decided from into the
 * folder; the record of the cycle itself follows when step 9 is through.
 * @module
 */

import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { inputFiles } from "../lib/bundle/inputs.ts";

/** Writes the bundle's files, all but the record of the cycle. */
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
  for (const [file, text] of Object.entries(inputFiles(cycle))) cycle.files.set(file, text);
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
