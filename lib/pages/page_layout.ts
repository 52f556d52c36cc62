/**
 * The frame that every page stands in: one style sheet, no script, and a policy under which a browser
 * loads and runs nothing else.
 * @module
 */

import { createHash } from "node:crypto";
import { STYLE_SHEET } from "../report/template_files.ts";
import { renderHtml } from "../report/templates.ts";

/** A whole page. `body` is finished HTML. */
export function pageHtml({ title, body }: { title: string; body: string }): string {
  const style = `\n${STYLE_SHEET.trim()}\n`;
  return renderHtml("page", { title, body, style, policy: contentPolicy(style) });
}

/** Allows the very style sheet of the page by its hash, and nothing else. */
export function contentPolicy(style: string): string {
  const hash = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
