/**
 * GitHub's limits on what is written, and cutting to them.
 * @module
 */

import { clean, cutText, unlinked } from "./clean.ts";
import { cutTo } from "./cut.ts";
import { findSections } from "./marker.ts";

/** Characters of an issue's body and of a comment: above, GitHub answers "body is too long (maximum is 65536 characters)". */
export const BODY_LIMIT = 65_536;

/** Characters of a comment of ours: below GitHub's limit there is room for the hidden marker that names it. */
export const COMMENT_LIMIT: number = BODY_LIMIT - 4_096;

/** Characters of an issue's title: "title is too long (maximum is 256 characters)". */
export const TITLE_LIMIT = 256;

/** Characters of a label's name: "name is too long (maximum is 50 characters)". */
export const LABEL_LIMIT = 50;

/** Labels on one issue, GitHub's documentation. */
export const LABELS_LIMIT = 100;

/** Assignees of one issue, GitHub's documentation. */
export const ASSIGNEES_LIMIT = 10;

/**
 * A title on one line that GitHub takes. Titles are plain text there, but e-mail and other apps make
 * mentions and references of them, so nothing in it is live.
 */
export function cutTitle(title: string): string {
  return cutText(unlinked(clean(title)), TITLE_LIMIT);
}

/**
 * A body cut to what GitHub takes. Where there are sections of ours only their contents are cut, the
 * longest first: a body that people filled to the limit stays too long, and GitHub refuses the edit,
 * which is better than losing what they wrote. A body without sections is cut at its end; lines of
 * markers stay. The note takes the place of what was cut.
 *
 * Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
export function cutBody(
  body: string,
  options: { note: string; max?: number },
): string {
  const { note, max = BODY_LIMIT } = options;
  if (body.length <= max) return body;
  const sections = findSections(body);
  return sections.length > 0
    ? cutSections(body, { note, max })
    : cutKeepingMarkers(body, { note, max });
}

/** The body with contents of sections cut, one after the other, until it fits. */
function cutSections(body: string, options: { note: string; max: number }): string {
  const { note, max } = options;
  const longestFirst = findSections(body).sort((a, b) => (b.end - b.start) - (a.end - a.start));
  let shorter = body;
  for (const { id } of longestFirst) {
    const span = findSections(shorter).find((candidate) => candidate.id === id);
    if (shorter.length <= max || span === undefined) continue;
    const room = Math.max(note.length, span.end - span.start - (shorter.length - max) - 1);
    const content = shorter.slice(span.start, span.end);
    const { text, cut } = cutTo(content, { max: room, size: lengthOf, lineBreak: 1, note });
    if (cut > 0) shorter = `${shorter.slice(0, span.start)}${text}\n${shorter.slice(span.end)}`;
  }
  return shorter;
}

/** The start of the body, and after it the lines of the rest that are markers. */
function cutKeepingMarkers(body: string, options: { note: string; max: number }): string {
  const { note, max } = options;
  const markers = body.match(/^<!-- release-ops:\S+(?: \S+)? -->$/gm) ?? [];
  const kept = markers.map((line) => `\n\n${line}`).join("");
  const text = body.replace(/^<!-- release-ops:\S+(?: \S+)? -->$\n*/gm, "");
  const cut = cutTo(text, { max: max - kept.length, size: lengthOf, lineBreak: 1, note });
  return cut.text + kept;
}

function lengthOf(text: string): number {
  return text.length;
}
