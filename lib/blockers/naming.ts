/**
 * Naming: whether an issue that a person raised is about a line and a check, or at least about a line.
 * @module
 */

import type { Candidate } from "../candidates/dashboard.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { Reason } from "./reasons.ts";

/** True when an issue names the line and the check of a reason, in its title or its labels. */
export function namesReason(issue: IssueFacts, { line, check }: Reason): boolean {
  const texts = [issue.title, ...issue.labels].map((text) => text.toLowerCase());
  return texts.some((text) => contains(text, check, isPartOfName)) &&
    texts.some((text) => contains(text, line, isPartOfLine));
}

/** Tells which line an issue names. */
export type LineNamer = (issue: Pick<IssueFacts, "title" | "labels">) => string | null;

/**
 * Tells of an issue which one line alive it names in its title or its labels, by a version, a tag or a
 * branch; null when it names none, or more than one. A version outranks a branch without one: `main` is a
 * word too.
 */
export function lineNamer(candidates: readonly Pick<Candidate, "line" | "tag">[]): LineNamer {
  const names = candidates.map(({ line, tag }) => ({
    line,
    own: asWanted(line),
    tag: asWanted(tag),
  }));
  const versions = names.filter(({ line }) => VERSION.test(line));
  const words = names.filter(({ line }) => !VERSION.test(line));
  return ({ title, labels }) => {
    const text = [title, ...labels].join("\n").toLowerCase();
    const plain = text.replace(/(?<![\p{L}\p{N}])(v?)0+(?=\p{N})|(?<=\.)0+(?=\p{N})/gu, "$1");
    const named = versions.filter(({ own, tag }) =>
      holds(plain, own, isPartOfLine) || holds(text, tag, isPartOfName)
    );
    const found = named.length > 0
      ? named
      : words.filter(({ own, tag }) =>
        holds(text, own, isPartOfName) || holds(text, tag, isPartOfName)
      );
    const lines = new Set(found.map(({ line }) => line));
    return lines.size === 1 ? [...lines][0] ?? null : null;
  };
}

/** A line with a version, as lines are spelled: without leading zeros. */
const VERSION = /^\d+\.\d+$/;

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
  return holds(text, asWanted(words), isPart);
}

function asWanted(words: string): string {
  return words.toLowerCase().trim();
}

/** The same of words in lower case, without space around them. */
function holds(text: string, wanted: string, isPart: IsPart): boolean {
  if (wanted === "") return false;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const after = text.slice(at + wanted.length);
    if (!isPart({ before: text.slice(0, at), after })) return true;
  }
  return false;
}
