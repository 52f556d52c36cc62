/**
 * Comments on issues about blockers: each is said once.
 * @module
 */

import { stamp } from "../report/age.ts";
import { code, join, link, md, raw } from "../report/markdown.ts";
import { titleOf } from "./issue_text.ts";
import type { Subject } from "./reasons.ts";

/** The comment that adopts a person's issue. */
export function adoptComment(subject: Subject): string {
  return md`This issue tracks a release blocker: ${
    code(titleOf(subject))
  } keeps **${subject.line}** from shipping since ${
    stamp(subject.since)
  }. It is watched from here on; no second issue is opened for it.`.source;
}

/** The comment on a blocker that had cleared and is back. */
export function returnedComment(subject: Subject): string {
  return md`It is back: ${
    code(titleOf(subject))
  } keeps **${subject.line}** from shipping again since ${stamp(subject.since)}.`.source;
}

/** The comment on a blocker whose reason is gone; `words` are the policy's own, as Markdown. */
export function clearedComment(
  why: string,
  options: { closes: boolean; words: string },
): string {
  const then = options.closes
    ? "This issue closes itself when it stays that way."
    : "Close this issue when you agree.";
  const words = options.words.trim();
  return join([
    md`Cleared: ${why}. ${then}`,
    // trusted: it stands in the policy
    ...words === "" ? [] : [raw(words)],
  ], "\n\n").source;
}

/** The comment of the younger of two issues for one blocker. */
export function duplicateComment(kept: { readonly number: number; readonly url: string }): string {
  const older = link(`the older issue ${kept.number}`, kept.url);
  return md`This doubles ${older}, which tracks the same blocker.`.source;
}
