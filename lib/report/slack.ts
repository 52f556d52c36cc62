/**
 * Hostile text for Slack's mrkdwn.
 * @module
 */

import { clean, unlinked, ZWSP } from "./clean.ts";
import { safeUrl } from "./html.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Formatting characters and their look-alikes: mrkdwn knows no escape for them, and a zero-width space
 * beside them does not stop the formatting.
 */
const LOOK_ALIKES: Record<string, string> = { "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ" };

/**
 * One-line text that is nothing but text in Slack: no formatting, no `<!channel>`, no `@here`, no
 * link, no emoji, no quote. `_` inside a word stays: Slack does not format there.
 * @param options `max`: longest text in code points, 300 unless told otherwise
 */
export function slackText(value: string | number, options: { max?: number } = {}): string {
  return unlinked(clean(String(value), { max: options.max ?? 300 }))
    .replace(/[*~`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (char) => LOOK_ALIKES[char] ?? char)
    // Slack reads `&gt;` at the start of a line as a quote, too.
    .replace(/^>/, `${ZWSP}>`)
    .replace(/[&<>]/g, (char) => ENTITIES[char] ?? char);
}

/** A link, or the label alone when the address is not plain http or https. */
export function slackLink(label: string | number, url: string | null | undefined): string {
  const address = safeUrl(url);
  const shown = slackText(label);
  if (address === null) return shown;
  const target = address.replace(/[|<>]/g, encodeURIComponent).replace(/&/g, "&amp;");
  // In a link, a pipe in the label is text: only the first one divides.
  return `<${target}|${shown === "" ? "link" : shown}>`;
}
