/**
 * The two pages of a day, as files of a bundle.
 * @module
 */

import { indexView } from "../../lib/pages/index_view.ts";
import { renderIndex } from "../../lib/pages/index_page.ts";
import { markdownToHtml } from "../../lib/pages/markdown_html.ts";
import type { PageFacts } from "../../lib/pages/page_facts.ts";
import { pageHtml } from "../../lib/pages/page_layout.ts";
import { singlePageView } from "../../lib/pages/single_page_view.ts";
import { renderHtml, renderMarkdown } from "../../lib/report/templates.ts";

/** The Markdown of the single page. */
export function singleMarkdown(facts: PageFacts): string {
  return renderMarkdown("single_page", singlePageView(facts));
}

/** The single page for the browser. */
export function singleHtml(facts: PageFacts): string {
  const content = markdownToHtml(singleMarkdown(facts));
  const { repository, version } = facts;
  return pageHtml({
    title: `Release ops: ${repository}`,
    body: renderHtml("single_page", { repository, version, content }),
  });
}

/** The landing page. */
export function indexPage(facts: PageFacts): string {
  return renderIndex(indexView(facts));
}
