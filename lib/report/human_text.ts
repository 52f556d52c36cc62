/**
 * Text for people in issues and comments, from templates. Markers stay with the code: whatever a
 * template prints, none of it is one, so that a person's own template can neither lose nor forge what
 * an issue is found by.
 * @module
 */

import { type Markdown, raw } from "./markdown.ts";
import { type MarkdownTemplate, renderMarkdown } from "./templates.ts";

/** Renders a template of text for people, without a line break at its end. */
export function humanText(name: MarkdownTemplate, view: object): Markdown {
  return raw(
    renderMarkdown(name, view).trimEnd().replace(/<!--(?=\s*release-ops:)/gi, "&lt;!--"),
  );
}
