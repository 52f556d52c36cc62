/**
 * The table of the reliability sweeps, as the README quotes it.
 * @module
 */

import type { Tally } from "./tally.ts";

/** First line of the block in the README. */
const BEGIN = "<!-- reliability:begin -->";
/** Last line of the block in the README. */
const END = "<!-- reliability:end -->";

const HEAD = [
  "What was done to a cycle",
  "Points",
  "Runs judged",
  "Duplicates",
  "Losses",
  "Escapes",
  "Undone at once",
  "Cycles to converge",
];

/** The block: a Markdown table between its markers. */
export function tableOf(tallies: readonly Tally[]): string {
  const rows = tallies.map((tally) => [
    tally.what,
    tally.points,
    tally.runs,
    tally.duplicates.length,
    tally.losses.length,
    tally.escapes.length,
    tally.transient,
    tally.cycles,
  ]);
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [
    BEGIN,
    "",
    line(HEAD),
    line(HEAD.map((_, index) => index === 0 ? "---" : "---:")),
    ...rows.map(line),
    "",
    END,
    "",
  ].join("\n");
}
