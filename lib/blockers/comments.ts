/**
 * Comments on issues about blockers: each is said once. Their words are in the templates.
 * @module
 */

import { stamp } from "../report/age.ts";
import { humanText } from "../report/human_text.ts";
import { code, link, raw } from "../report/markdown.ts";
import { titleOf } from "./issue_text.ts";
import type { Subject } from "./reasons.ts";

/** The comment that adopts a person's issue. */
export function adoptComment(subject: Subject): string {
  return humanText("comment_adopted", blockedView(subject)).source;
}

/** The comment on a blocker that had cleared and is back. */
export function returnedComment(subject: Subject): string {
  return humanText("comment_returned", blockedView(subject)).source;
}

/** The comment on a blocker whose reason is gone; `words` are the policy's own, as Markdown. */
export function clearedComment(
  why: string,
  { closes, words }: { closes: boolean; words: string },
): string {
  // trusted: it stands in the policy
  return humanText("comment_cleared", { why, closes, words: raw(words.trim()) }).source;
}

/** The comment of the younger of two issues for one blocker. */
export function duplicateComment({ number, url }: {
  readonly number: number;
  readonly url: string;
}): string {
  return humanText("comment_duplicate", { older: link(`the older issue ${number}`, url) }).source;
}

function blockedView(subject: Subject): object {
  return { what: code(titleOf(subject)), line: subject.line, since: stamp(subject.since) };
}
