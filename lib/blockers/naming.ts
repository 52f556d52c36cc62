/**
 * Naming: whether an issue that a person raised is about a line and a check.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import type { Reason } from "./reasons.ts";

/** True when an issue names the line and the check of a reason, in its title or its labels. */
export function namesReason(issue: IssueFacts, { line, check }: Reason): boolean {
  const texts = [issue.title, ...issue.labels].map((text) => text.toLowerCase());
  return texts.some((text) => contains(text, check, isPartOfName)) &&
    texts.some((text) => contains(text, line, isPartOfLine));
}

/** Whether the text around a find makes it a part of something longer. */
type IsPart = (around: { before: string; after: string }) => boolean;

/** `build` is not in `rebuild`, `build_docs` or `build-docs`. */
function isPartOfName({ before, after }: { before: string; after: string }): boolean {
  return /[\p{L}\p{N}_]-?$/u.test(before) || /^-?[\p{L}\p{N}_]/u.test(after);
}

/** `4.2` is not in `14.2`, `1.4.2` or `4.20`, but it is in `v4.2.1`, `4.2-rc.1` and `release/4.2`. */
function isPartOfLine({ before, after }: { before: string; after: string }): boolean {
  return /[\p{L}\p{N}_.]$/u.test(before.replace(/(^|[^\p{L}\p{N}_])v$/u, "$1")) ||
    /^[\p{L}\p{N}_]/u.test(after);
}

function contains(text: string, words: string, isPart: IsPart): boolean {
  const wanted = words.toLowerCase().trim();
  if (wanted === "") return false;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const after = text.slice(at + wanted.length);
    if (!isPart({ before: text.slice(0, at), after })) return true;
  }
  return false;
}
