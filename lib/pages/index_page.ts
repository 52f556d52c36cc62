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
 * @param options `also`: names of files that the bundle will hold besides those written so far
 */
export function indexHtml(cycle: Cycle, options: { also?: readonly string[] } = {}): string {
  const also = [INDEX_FILE, ...options.also ?? []];
  return renderIndex(indexView(gatherFacts(cycle, { also })));
}

/** The page of a view. */
export function renderIndex(view: IndexView): string {
  return pageHtml({ title: view.title, body: renderHtml("index", view) });
}
