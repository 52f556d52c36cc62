/**
 * The frame that every page stands in: one style sheet, no script, and a policy under which a browser
 * loads and runs nothing else.
 * @module
 */

import { sha256 } from "../report/sha256.ts";
import { renderHtml, styleSheet } from "../report/templates.ts";

/**
 * A whole page. `body` is finished HTML.
 * @param options `shipped`: in the shipped frame, whatever templates were chosen
 */
export function pageHtml(
  { title, body }: { title: string; body: string },
  options: { shipped?: boolean } = {},
): string {
  const style = `\n${styleSheet(options).trim()}\n`;
  return renderHtml("page", { title, body, style, policy: contentPolicy(style) }, options);
}

/** Allows the very style sheet of the page by its hash, and nothing else. */
function contentPolicy(style: string): string {
  const hash = sha256(style, "base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
