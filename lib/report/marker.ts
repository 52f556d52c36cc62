/**
 * Hidden markers in bodies of issues and comments, and the sections between them that are ours.
 *
 * A marker counts only at the start of a line outside of code blocks, exactly as we write it. Whether
 * its author is us is for the caller to ask GitHub.
 * @module
 */

import { ZWSP } from "./clean.ts";
import { fenced } from "./cut.ts";
import type { Markdown } from "./markdown.ts";

/** Where the content of a section lies in a body. */
export interface SectionSpan {
  /** The section. */
  id: string;
  /** Start of the line of the begin marker. */
  begin: number;
  /** Start of the line after it. */
  start: number;
  /** Start of the line of the end marker. */
  end: number;
}

/** `<!-- release-ops:KIND VALUE -->`; the value is encoded so that nothing in it ends the comment. */
export function marker(kind: string, value: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(kind) || kind.includes("--")) {
    throw new RangeError(`Cannot make a marker: the kind is "${kind}", allowed is kebab-case.`);
  }
  const encoded = encode(value);
  return `<!-- release-ops:${kind}${encoded === "" ? "" : ` ${encoded}`} -->`;
}

/** Values of all markers of one kind, in their order. Markers that were edited are left out. */
export function findMarkers(text: string, kind: string): string[] {
  const found: string[] = [];
  for (const line of linesOf(text)) {
    if (line.fenced) continue;
    const [run = ""] = line.text.match(/^(?:<!-- release-ops:[^<>\s]+(?: [^<>\s]+)? -->[ \t]*)+/) ??
      [];
    for (const [whole, name, encoded] of run.matchAll(/<!-- release-ops:(\S+?)(?: (\S+))? -->/g)) {
      const value = decode(encoded ?? "");
      if (name === kind && value !== null && marker(kind, value) === whole) found.push(value);
    }
  }
  return found;
}

/** A section of ours: content between two markers. A marker of the same section in it is made inert. */
export function section(id: string, content: Markdown | string): string {
  return `${marker("begin", id)}\n${ownContent(id, content)}\n${marker("end", id)}`;
}

/**
 * The body with this content in the section, everything outside of it untouched. Without a complete
 * section one is appended; of several the first is used. The very same body comes back when the
 * content is already there, be it with other line ends (GitHub's editor turns all into CRLF).
 */
export function replaceSection(
  body: string,
  id: string,
  content: Markdown | string,
): string {
  const span = findSection(body, id);
  if (span === null) {
    return body === "" ? section(id, content) : `${body}${closer(body)}\n\n${section(id, content)}`;
  }
  const wanted = ownContent(id, content);
  if (contentOf(body, span) === wanted) return body;
  const before = body.slice(0, span.begin);
  const after = `${body.slice(span.begin, span.start)}${wanted}\n${body.slice(span.end)}`;
  if (extractSection(before + after, id) === wanted) return before + after;
  // A code block that people left open above would end in the content, and hide the begin marker.
  return `${before}${closer(before).slice(1)}\n${after}`;
}

/** The content of a section with `\n` line ends; null when there is no complete one. */
export function extractSection(body: string, id: string): string | null {
  const span = findSection(body, id);
  return span === null ? null : contentOf(body, span);
}

/** Other people's text with our marker prefix made inert, to be quoted in a body of ours. */
export function neutralise(text: string): string {
  return text.replace(/release-ops(?=:)/gi, `$&${ZWSP}`);
}

/**
 * Where the content of each section lies, in the order of their ends. Of several sections of one id
 * the first counts: a begin marker whose next marker of that id is an end marker. A begin marker that
 * lost its end claims nothing: what follows it may be people's text.
 */
export function findSections(body: string): SectionSpan[] {
  const begun = new Map<string, { begin: number; start: number }>();
  const found = new Map<string, SectionSpan>();
  for (const line of linesOf(body)) {
    const [, kind, encoded = ""] = line.fenced
      ? []
      : line.text.trimEnd().match(/^<!-- release-ops:(begin|end)(?: (\S+))? -->$/) ?? [];
    const id = decode(encoded);
    if (kind === undefined || id === null || encode(id) !== encoded) continue;
    const open = begun.get(id);
    if (kind === "begin") begun.set(id, { begin: line.start, start: line.next });
    else if (open !== undefined && !found.has(id)) found.set(id, { id, ...open, end: line.start });
  }
  return [...found.values()];
}

function findSection(body: string, id: string): SectionSpan | null {
  return findSections(body).find((span) => span.id === id.toWellFormed()) ?? null;
}

/** What lies in a span, without the line break before the end marker. */
function contentOf(body: string, span: SectionSpan): string {
  return body.slice(span.start, span.end).replace(/\r\n?/g, "\n").replace(/\n$/, "");
}

/** Content as it is stored: no marker of this section in it, no open code block at its end. */
function ownContent(id: string, content: Markdown | string): string {
  let own = String(content).replace(/\r\n?/g, "\n");
  for (const ownMarker of [marker("begin", id), marker("end", id)]) {
    own = own.replaceAll(ownMarker, () => neutralise(ownMarker));
  }
  const open = fenced(own.split("\n")).open;
  return open === null ? own : `${own}\n${open}`;
}

/** The line that closes a code block that was left open: else it would swallow a section below it. */
function closer(text: string): string {
  const { open } = fenced(text.split("\n"));
  return open === null ? "" : `\n${open}`;
}

/** Lines with their offsets; `fenced`: inside a code block that is closed again. */
function linesOf(
  body: string,
): { text: string; start: number; next: number; fenced: boolean }[] {
  const texts = body.split("\n");
  const { inside } = fenced(texts);
  let start = 0;
  return texts.map((text, index) => {
    const line = { text, start, next: start + text.length + 1, fenced: inside[index] ?? false };
    start = line.next;
    return line;
  });
}

/** Percent-encoded, but readable: `/` and `:` stay; `--` would end a comment. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed())
    .replace(/%2F/g, "/")
    .replace(/%3A/g, ":")
    .replace(/-(?=-|$)|^-/g, "%2D");
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
