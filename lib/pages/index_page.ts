/**
 * `index.html`: the page that a person opens first.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";
import { renderHtml } from "../report/templates.ts";
import { gatherFacts } from "./gather.ts";
import { type IndexView, indexView } from "./index_view.ts";
import { pageHtml } from "./page_layout.ts";

/** Name of the page in the bundle. */
export const INDEX_FILE = "index.html";

/**
 * The page as the cycle stands: rendered by its own step, and again when the outcomes of the steps
 * after it are known.
 */
export function indexHtml(cycle: Cycle): string {
  return renderIndex(indexView(gatherFacts(cycle, { also: [INDEX_FILE] })));
}

/** The page of a view. */
export function renderIndex(view: IndexView): string {
  return pageHtml({ title: view.title, body: renderHtml("index", view) });
}
