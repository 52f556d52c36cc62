/**
 * Reading Markdown back as its readers do: rendered by `marked` (our HTML page) and by micromark with
 * GFM (the closest to GitHub's own parser), then searched for what GitHub turns into links by itself.
 * @module
 */

import { marked } from "marked";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Rendered Markdown taken apart. */
export interface Rendered {
  /** Every tag with its attributes, in order. */
  tags: string[];
  /** All text as people see it. */
  text: string;
  /** Text outside of code and links, where GitHub looks for references. */
  nodes: string[];
}

/** The renderers whose results must agree. */
export const RENDERERS: Readonly<Record<string, (source: string) => string>> = {
  marked: (source) => marked.parse(source, { async: false, gfm: true }),
  micromark: (source) =>
    micromark(source, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
    }),
};

/** Takes HTML apart. */
export function takeApart(page: string): Rendered {
  const tags: string[] = [];
  const nodes: string[] = [];
  let text = "";
  let skipped = 0;
  for (const [part] of page.matchAll(/<!--.*?-->|<[^>]*>|[^<]+/gs)) {
    if (!part.startsWith("<")) {
      const shown = decoded(part);
      text += shown;
      if (skipped === 0) nodes.push(shown);
      continue;
    }
    tags.push(part);
    if (/^<(?:a|code|pre)\b/.test(part)) skipped++;
    if (/^<\/(?:a|code|pre)>/.test(part)) skipped--;
  }
  return { tags, text: text.replace(/\n/g, ""), nodes };
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text of HTML. */
export function decoded(source: string): string {
  return source.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, dec, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(dec === undefined ? parseInt(hex, 16) : Number(dec));
  });
}

/** What GitHub makes live in text, after its documentation on autolinked references and mentions. */
const LIVE: Readonly<Record<string, RegExp>> = {
  mention: /(?:^|[^A-Za-z0-9_`])@[A-Za-z0-9]/,
  mail: /[\w.+-]@[\w-]/,
  issue: /#\d/,
  "issue by prefix": /(?:^|\W)GH-\d/i,
  url: /(?:https?|ftp):\/\//i,
  www: /www\.\S/i,
  sha: /(?:^|[^A-Za-z0-9_])[0-9a-f]{7,40}(?![A-Za-z0-9_])/i,
  // of the names that begin with a digit (100, 1234, 8ball, 1st_place_medal) none looks like a time
  emoji: /:(?!\d\d[:-])[\w+-]+:/,
};

/** Names of what would be live in a text node. */
export function liveIn(node: string): string[] {
  return Object.entries(LIVE).filter(([, pattern]) => pattern.test(node)).map(([name]) => name);
}
