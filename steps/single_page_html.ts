/**
 * Step 7b: the single page for the browser, made from its Markdown.
 * @module
 */

import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { failedPage } from "../lib/pages/failed_page.ts";
import { pageHtml } from "../lib/pages/page_layout.ts";
import { renderHtml } from "../lib/report/templates.ts";

const SOURCE = "release_ops_single_page.md";
const FILE = "release_ops_single_page.html";

/** Renders `release_ops_single_page.html`. */
export const singlePageHtml: Step = {
  name: "single_page_html",
  number: "7b",
  title: "Render HTML",
  reports: [FILE],
  warning: "Single page HTML rendering failed, creating minimal page",
  run,
  placeholder,
};

async function run(cycle: Cycle): Promise<StepRun> {
  const source = cycle.files.get(SOURCE);
  if (source === undefined) throw new Error(`Cannot render the page: ${SOURCE} was not written`);
  // Only here: parser and sanitiser cost every other command its start.
  const { markdownToHtml } = await import("../lib/pages/markdown_html.ts");
  const { repository } = cycle.options;
  const body = renderHtml("single_page", {
    repository,
    version: cycle.version,
    content: markdownToHtml(source),
  });
  return {
    outcome: "done",
    summary: "The single page for the browser",
    files: { [FILE]: pageHtml({ title: `Release ops: ${repository}`, body }) },
  };
}

function placeholder(cycle: Cycle, why: string): Record<string, string> {
  return { [FILE]: failedPage(cycle, { title: "Release ops single page", why, file: FILE }) };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", singlePageHtml.name, ...Deno.args]));
}
