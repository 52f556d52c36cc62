/**
 * Step 7c: `index.html`, the page that a person opens first. It is rendered again when the bundle is
 * completed and the outcomes of the last steps are known.
 * @module
 */

import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { failedPage } from "../lib/pages/failed_page.ts";
import { INDEX_FILE, indexHtml } from "../lib/pages/index_page.ts";

/** Generates `index.html`. */
export const bundleIndex: Step = {
  name: "bundle_index",
  number: "7c",
  title: "Generate bundle index",
  reports: [INDEX_FILE],
  warning: "Bundle index generation failed, creating minimal page",
  run,
  placeholder,
};

function run(cycle: Cycle): Promise<StepRun> {
  return Promise.resolve({
    outcome: "done",
    summary: "The landing page of the bundle",
    files: { [INDEX_FILE]: indexHtml(cycle) },
  });
}

function placeholder(cycle: Cycle, why: string): Record<string, string> {
  return {
    [INDEX_FILE]: failedPage(cycle, { title: "Release ops bundle", why, file: INDEX_FILE }),
  };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", bundleIndex.name, ...Deno.args]));
}
