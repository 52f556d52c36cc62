/**
 * A report inside another page: without its title, its headings under those of the page.
 * @module
 */

import { fenced } from "../report/cut.ts";
import { type Markdown, raw } from "../report/markdown.ts";

const NOT_GENERATED = "**Not generated:**";

/** True when the first line of a report says that it was not generated. */
export function notGeneratedLead(source: string): boolean {
  return source.trimStart().startsWith(NOT_GENERATED);
}

/** The first line of a report. */
export function leadOf(source: string): Markdown {
  return raw(source.trim().split("\n")[0] ?? "");
}

/** Everything but the title, with headings one level down; code blocks stay as they are. */
export function embedded(source: string): Markdown {
  const lines = source.trim().split("\n");
  const { inside } = fenced(lines);
  const title = lines.findIndex((line, index) => !inside[index] && /^# /.test(line));
  const kept = lines.flatMap((line, index) => {
    if (index === title) return [];
    return [inside[index] ? line : line.replace(/^(#{1,5}) /, "#$1 ")];
  });
  return raw(kept.join("\n").trim());
}
