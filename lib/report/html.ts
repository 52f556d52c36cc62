/**
 * Hostile text and addresses for HTML.
 * @module
 */

import { clean } from "./clean.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Longest address that is linked, in characters: browsers and GitHub stop not far above. */
const LONGEST_URL = 2_000;

/** Text for an HTML element. Line breaks stay. */
export function html(value: string | number): string {
  return escapeHtml(clean(String(value), { lines: true }));
}

/**
 * The address in its canonical form when it is a plain http or https one, else null: no other scheme,
 * no user name that poses as a host. Not yet escaped: put it through `html`.
 */
export function safeUrl(value: string | null | undefined): string | null {
  if (!value || value.length > LONGEST_URL || !/^https?:\/\//i.test(value)) return null;
  const url = URL.parse(value.toWellFormed());
  if (url === null || url.username !== "" || url.password !== "") return null;
  // The brackets of an IPv6 host cannot be told from those of a Markdown link.
  return url.hostname.startsWith("[") ? null : url.href;
}

/** Clean text with entities for what HTML reads as markup. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? char);
}
