/**
 * Templates: Markdown and HTML reports, rendered with eta. What a template prints with `<%= %>` is
 * escaped for its sink; `Markdown` objects pass through into Markdown.
 * @module
 */

import { Eta } from "eta";
import { html } from "./html.ts";
import { Markdown, text } from "./markdown.ts";
import { HTML_TEMPLATES, MARKDOWN_TEMPLATES } from "./template_files.ts";

/** Name of a Markdown template: `NAME.md.eta`. */
export type MarkdownTemplate = keyof typeof MARKDOWN_TEMPLATES;
/** Name of an HTML template: `NAME.html.eta`. */
export type HtmlTemplate = keyof typeof HTML_TEMPLATES;

const markdown = new Eta({
  autoTrim: false,
  autoEscape: true,
  escapeFunction: (value: unknown) =>
    value instanceof Markdown ? value.source : text(String(value)).source,
});
const pages = new Eta({
  autoEscape: true,
  escapeFunction: (value: unknown) => html(String(value)),
});
for (const [name, source] of Object.entries(MARKDOWN_TEMPLATES)) {
  markdown.loadTemplate(`@${name}`, source);
}
for (const [name, source] of Object.entries(HTML_TEMPLATES)) pages.loadTemplate(`@${name}`, source);

/** Renders a Markdown report; blank lines are folded and the text ends with one newline. */
export function renderMarkdown(name: MarkdownTemplate, view: object): string {
  return `${markdown.render(`@${name}`, view).replace(/\n{3,}/g, "\n\n").trim()}\n`;
}

/** Renders an HTML page. */
export function renderHtml(name: HtmlTemplate, view: object): string {
  return pages.render(`@${name}`, view);
}
