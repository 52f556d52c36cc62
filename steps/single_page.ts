/**
 * Step 7: the single page, everything of the cycle in one Markdown file.
 * @module
 */

import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { gatherFacts } from "../lib/pages/gather.ts";
import { headline } from "../lib/pages/headline.ts";
import { lineVerdicts } from "../lib/pages/lines.ts";
import { singlePageView } from "../lib/pages/single_page_view.ts";
import { renderMarkdown } from "../lib/report/templates.ts";
import { notGenerated } from "../lib/views/common.ts";

const FILE = "release_ops_single_page.md";

/** Generates `release_ops_single_page.md` from what the steps before it found and wrote. */
export const singlePage: Step = {
  name: "single_page",
  number: "7",
  title: "Generate single page",
  reports: [FILE],
  warning: "Single page generation failed, creating minimal page",
  run,
  placeholder,
};

function run(cycle: Cycle): Promise<StepRun> {
  const facts = gatherFacts(cycle);
  return Promise.resolve({
    outcome: "done",
    summary: headline(facts, lineVerdicts(facts)),
    files: { [FILE]: renderMarkdown("single_page", singlePageView(facts)) },
  });
}

function placeholder(_cycle: Cycle, why: string): Record<string, string> {
  return { [FILE]: notGenerated("Release ops single page", { why, failed: true }) };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", singlePage.name, ...Deno.args]));
}
