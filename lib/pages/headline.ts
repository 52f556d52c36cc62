/**
 * The answer to "can we ship?" in one sentence.
 * @module
 */

import { type LineState, type LineVerdict, unplaced } from "./lines.ts";
import type { PageBlocker, PageFacts, Train } from "./page_facts.ts";

/** Of all lines, without its full stop. */
export function headline(facts: PageFacts, lines: readonly LineVerdict[]): string {
  if (facts.blind !== null) return "Nobody knows: GitHub could not be read";
  if (facts.dashboard === null) return "Nobody knows: the dashboard could not be generated";
  return `${shippable(lines)}${unplacedWords(facts)}`;
}

function shippable(lines: readonly LineVerdict[]): string {
  if (lines.length === 0) return "Nothing to ship: no candidate is alive";
  const count = (state: LineState): number => lines.filter((line) => line.state === state).length;
  const parts = [
    [count("success"), "can ship"],
    [count("blocked"), "blocked"],
    [count("held"), "held by an open issue"],
    [count("pending"), "pending"],
  ] as const;
  if (count("success") === lines.length) {
    return lines.length === 1
      ? `${lines[0]?.line} can ship`
      : lines.length === 2
      ? "Both lines can ship"
      : `All ${lines.length} lines can ship`;
  }
  const said = parts.filter(([number], index) => index === 0 || number > 0)
    .map(([number, words]) => `${number === 0 ? "none" : number} ${words}`);
  return `${lines.length === 1 ? "1 line" : `${lines.length} lines`}: ${said.join(", ")}`;
}

/** `; 1 open blocker names no single line: #4`, for the end of a sentence; empty when there is none. */
export function unplacedWords(train: Pick<Train, "blockers">): string {
  const found = unplaced(train);
  if (found.length === 0) return "";
  const several = found.length > 1;
  return `; ${found.length} open blocker${several ? "s name" : " names"} no single line: ${
    numbersOf(found)
  }`;
}

/** `#4`, `#4, #7, #9 and 2 more` */
export function numbersOf(blockers: readonly PageBlocker[]): string {
  const shown = blockers.slice(0, 3).map(({ number }) =>
    number === null ? "a new one" : `#${number}`
  );
  const more = blockers.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
