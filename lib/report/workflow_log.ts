/**
 * Text for the log of GitHub Actions and for the files that a step talks to the runner with.
 *
 * The runner obeys `::command::` at the start of a line and `##[command]` anywhere in it.
 * @module
 */

import { clean } from "./clean.ts";
import { cutTo } from "./cut.ts";
import type { Markdown } from "./markdown.ts";

/** GitHub Actions keeps at most 1 MiB of a step's summary and drops a longer one entirely. */
export const SUMMARY_BYTES = 1_048_576;

/** Longest line of hostile text in the log, in code points. */
const LONGEST_LINE = 2_000;

/** A line that the runner shows as an annotation: `::warning::message`. Line breaks are kept. */
export function warning(message: string): string {
  return `::warning::${data(message)}`;
}

/** Begins a foldable group of lines. */
export function group(title: string): string {
  return `::group::${data(clean(title))}`;
}

/** Ends the group. */
export function endgroup(): string {
  return "::endgroup::";
}

/** One line of hostile text for stdout or stderr: starts no command, forges no line, moves no cursor. */
export function logLine(text: string | number): string {
  return withoutCommands(clean(String(text), { max: LONGEST_LINE })).replace(/^::/, ": :");
}

/**
 * A value for the file that `GITHUB_OUTPUT` names. The delimiter is the same for the same value and
 * never occurs in it.
 */
export function outputFile(name: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) {
    throw new RangeError(
      `Cannot write an output: its name is "${name}", allowed are letters, digits, "_" and "-".`,
    );
  }
  const content = value.toWellFormed();
  let delimiter = "RELEASE_OPS_END";
  for (let count = 1; content.includes(delimiter); count++) {
    delimiter = `RELEASE_OPS_END_${count}_`;
  }
  return `${name}<<${delimiter}\n${content}\n${delimiter}\n`;
}

/**
 * Markdown that fits into a step summary, ending with the note when it had to be cut.
 * @param bytes the limit, counted in UTF-8; usually `SUMMARY_BYTES`
 */
export function fitSummary(
  markdown: Markdown | string,
  bytes: number,
  note: Markdown | string,
): string {
  const source = String(markdown);
  if (utf8Length(source) <= bytes) return source;
  return cutTo(source, { max: bytes, size: utf8Length, lineBreak: 1, note: String(note) }).text;
}

/** The message of a command: GitHub decodes `%25`, `%0D` and `%0A`. */
function data(message: string): string {
  return withoutCommands(clean(message, { lines: true }))
    .replace(/%/g, "%25")
    .replace(/\n/g, "%0A");
}

function withoutCommands(text: string): string {
  return text.replace(/##(?=\[)/g, "# #");
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
