/**
 * Markdown to HTML of which nothing is dangerous: marked parses, sanitize-html keeps what is on a
 * short list. Loaded only when a page is rendered.
 * @module
 */

import { Marked, type Tokens } from "marked";
// @ts-types="npm:@types/sanitize-html@2.16.2"
import sanitizeHtml from "sanitize-html";
import { safeUrl } from "../report/html.ts";
import { Slugger } from "./slug.ts";

/** Everything that a page made of Markdown may hold. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "ul", "ol", "li", "hr", "br"],
    ...["strong", "em", "del", "code", "pre", "a", "details", "summary"],
    ...["table", "thead", "tbody", "tr", "th", "td"],
  ],
  allowedAttributes: {
    ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => [tag, ["id"]])),
    a: ["href"],
    th: ["align", "scope"],
    td: ["align"],
    ol: ["start"],
  },
  allowedSchemes: ["http", "https"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: {
    a: (tagName, { href }): sanitizeHtml.Tag => {
      const address = addressOf(href);
      return address === null ? { tagName, attribs: {} } : { tagName, attribs: { href: address } };
    },
    th: (tagName, attribs) => ({ tagName, attribs: { ...attribs, scope: "col" } }),
  },
};

/** The HTML of a Markdown document, headings with GitHub's anchors, wide tables in boxes that scroll. */
export function markdownToHtml(source: string): string {
  const slugger = new Slugger();
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const inner = this.parser.parseInline(tokens);
        return `<h${depth} id="${slugger.slug(wordsOf(inner))}">${inner}</h${depth}>\n`;
      },
    },
  });
  const unsafe = marked.parse(source, { async: false });
  return framed(sanitizeHtml(unsafe, ALLOWED));
}

/** A heading's words: tags and entities gone. What we escape is punctuation, which no anchor holds. */
function wordsOf(inner: string): string {
  return inner.replace(/<[^>]*>/g, "").replace(/&(?:#\d+|#x[0-9a-f]+|\w+);/gi, "");
}

/**
 * A table in a box of its own, which scrolls and takes the keyboard's focus. What comes out of the
 * sanitiser has `<table>` nowhere but as a tag. Headers without a word are dropped: they say nothing.
 */
function framed(html: string): string {
  let count = 0;
  return html
    .replace(/<thead>\s*<tr>\s*(?:<th[^>]*>\s*<\/th>\s*)+<\/tr>\s*<\/thead>\s*/g, "")
    .replace(
      /<table>/g,
      () => `<div class="scroll" tabindex="0" role="group" aria-label="Table ${++count}"><table>`,
    )
    .replace(/<\/table>/g, "</table></div>");
}

/** Addresses that may be clicked: http, https, an anchor of the page, a file of the bundle. */
function addressOf(href: string | undefined): string | null {
  if (href === undefined) return null;
  if (/^#[^\s]*$/.test(href)) return href;
  if (/^\.\/[\w%.~-]+(?:\/[\w%.~-]+)*$/.test(href) && !href.includes("..")) return href;
  return safeUrl(href);
}
