/**
 * CODEOWNERS: who owns a path. The rules are those of GitHub's documentation "About code owners":
 * gitignore patterns, the last match wins, a pattern without owners takes ownership away, and `!` and
 * `[ ]` do not work.
 * @module
 */

import { matchesSegments } from "./wildcard.ts";

/** GitHub does not read a larger file. */
const MAX_CHARACTERS = 3 * 1024 * 1024;

/** One line of the file that names a pattern. */
export interface OwnersRule {
  /** As it stands in the file. */
  readonly pattern: string;
  /** Segments to match from the root of the repository. */
  readonly segments: readonly string[];
  /** `@user`, `@org/team` or an e-mail address. */
  readonly owners: readonly string[];
}

/** Who owns a path, and the pattern that says so. */
export interface Owners {
  /** As it stands in the file. */
  readonly pattern: string;
  /** `@user`, `@org/team` or an e-mail address; at least one. */
  readonly owners: readonly string[];
}

/** The rules of a CODEOWNERS file in the order of its lines. Lines that GitHub would not obey are left out. */
export function parseCodeowners(text: string): OwnersRule[] {
  if (text.length > MAX_CHARACTERS) return [];
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...rest] = words(line);
    if (pattern === undefined || /^!|[[\]]/.test(pattern)) return [];
    const segments = segmentsOf(pattern);
    return segments === null ? [] : [{ pattern, segments, owners: rest }];
  });
}

/** The owners of a path (relative to the root): the last rule that matches; null when none does or it names nobody. */
export function ownersOf(path: string, rules: readonly OwnersRule[]): Owners | null {
  const segments = path.split("/");
  const rule = rules.findLast((rule) => matchesSegments(rule.segments, segments));
  return rule === undefined || rule.owners.length === 0
    ? null
    : { pattern: rule.pattern, owners: rule.owners };
}

/** Words of a line up to a comment; `\ ` is a blank inside a word and `\#` a number sign. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|\S)+/g)) {
    if (word.startsWith("#")) break;
    found.push(word.replaceAll(/\\([ #])/g, "$1"));
  }
  return found;
}

/** A slash at the start or inside ties a pattern to the root; a folder stands for everything below it. */
function segmentsOf(pattern: string): string[] | null {
  const segments = pattern.split("/").filter((part) => part !== "");
  const last = segments.at(-1);
  if (last === undefined) return null;
  const anywhere = pattern.slice(0, -1).includes("/") ? [] : ["**"];
  if (pattern.endsWith("/")) return [...anywhere, ...segments, "*", "**"];
  // `docs/*` owns the files directly in docs, and none further down
  const direct = last === "**" || (last === "*" && segments.length > 1);
  return [...anywhere, ...segments, ...direct ? [] : ["**"]];
}
