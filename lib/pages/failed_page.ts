/**
 * A page that could not be generated: says so, and where the facts are.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";
import { renderHtml } from "../report/templates.ts";
import { relativeHref } from "./bundle_files.ts";
import { pageHtml } from "./page_layout.ts";

/** The page in place of the one that failed; `file` is its own name. */
export function failedPage(
  cycle: Pick<Cycle, "files" | "options">,
  { title, why, file }: { title: string; why: string; file: string },
): string {
  const { repository } = cycle.options;
  const files = [...cycle.files.keys()].filter((name) => name !== file)
    .map((name) => ({ text: name, url: relativeHref(name) }));
  const body = renderHtml("failed", { title, why, repository, files }, { shipped: true });
  return pageHtml({ title: `${title}: not generated`, body }, { shipped: true });
}
