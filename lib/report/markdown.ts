/**
 * Markdown that hostile text cannot break: values of type `Markdown` are safe, plain strings are
 * escaped wherever they meet one.
 *
 * What `text` escapes was chosen for GitHub and for `marked` alike: punctuation by backslash,
 * `& < > |` by entity (a backslash before `|` means different things to different table parsers), and
 * references by zero-width space, see `unlinked`.
 * @module
 */

import { clean, unlinked, ZWSP } from "./clean.ts";
import { cutTo } from "./cut.ts";
import { escapeHtml, safeUrl } from "./html.ts";

/** Finished Markdown source. Goes through `md` unchanged; prints as its source. */
export class Markdown {
  /** As it is written to a file or sent to GitHub. */
  readonly source: string;

  /** Use `md`, `text` and the other functions of this module, or `raw`. */
  constructor(source: string) {
    this.source = source;
  }

  /** The source, so that it can stand in any template literal. */
  toString(): string {
    return this.source;
  }

  /** The source, so that it is a plain string in JSON. */
  toJSON(): string {
    return this.source;
  }
}

/** What may stand between `${}` in `md`, and in a cell of a table. */
export type Part = Markdown | string | number;

/** Longest text of one value, in code points, unless told otherwise. */
const LONGEST_TEXT = 1_000;
const LONGEST_CELL = 300;

/** Markdown that we wrote ourselves, or made safe before: taken as it is. */
export function raw(source: string): Markdown {
  return new Markdown(source);
}

/**
 * Template tag: what stands in the template is Markdown, interpolated strings are escaped,
 * interpolated Markdown passes through: ``md`Blocked by ${name} on ${link("run 7", url)}` ``.
 */
export function md(template: TemplateStringsArray, ...parts: Part[]): Markdown {
  return raw(template.reduce((before, after, index) => {
    const part = parts[index - 1];
    return before + (part === undefined ? "" : safe(part)) + after;
  }));
}

/** Parts one after the other, by default each on a line of its own. */
export function join(parts: readonly Part[], separator = "\n"): Markdown {
  return raw(parts.map((part) => safe(part)).join(separator));
}

/**
 * One-line text that is nothing but text in Markdown, wherever on a line it stands.
 * @param options `max`: longest text in code points, 1,000 unless told otherwise
 */
export function text(value: string | number, options: { max?: number } = {}): Markdown {
  return raw(escape(clean(String(value), { max: options.max ?? LONGEST_TEXT })));
}

/** `text` for a table cell: at most 300 code points unless told otherwise. */
export function cell(value: string | number, options: { max?: number } = {}): Markdown {
  return text(value, { max: options.max ?? LONGEST_CELL });
}

/** A code span, in a table too. Empty when the value is. */
export function code(value: string | number, options: { max?: number } = {}): Markdown {
  const content = clean(String(value), { max: options.max ?? LONGEST_CELL });
  if (content === "") return raw("");
  // Parsers disagree on these in code spans that stand in a table or in the label of a link.
  if (/[`|[\]]/.test(content)) return raw(`<code>${escape(content)}</code>`);
  const inert = content.replace(/@/g, `@${ZWSP}`).replace(/release-ops(?=:)/gi, `$&${ZWSP}`);
  return raw(`\`${inert}\``);
}

/**
 * A link, or the label alone when the address is not plain http or https. A link to an issue makes
 * GitHub show a reference there.
 */
export function link(label: Part, url: string | null | undefined): Markdown {
  const address = safeUrl(url);
  const shown = safe(label) || "link";
  return raw(address === null ? shown : `[${insideLabel(shown)}](${destination(address)})`);
}

/** A link to a file of the same bundle, named by its path. */
export function fileLink(path: string): Markdown {
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return raw(`[${insideLabel(safe(path))}](./${destination(encoded)})`);
}

/** A heading of level 1 to 6. */
export function heading(level: number, content: Part): Markdown {
  return raw(`${"#".repeat(level)} ${oneLine(content)}`);
}

/** A bullet list; lines of an item after its first are indented under it. */
export function list(items: readonly Part[]): Markdown {
  return raw(items.map((item) => `- ${safe(item).replace(/\n(?=.)/g, "\n  ")}`).join("\n"));
}

/** A collapsible block. The summary is plain text: GitHub reads no Markdown there. */
export function details(summary: string, body: Part): Markdown {
  const shown = escapeHtml(unlinked(clean(summary, { max: LONGEST_CELL })));
  return raw(`<details>\n<summary>${shown}</summary>\n\n${safe(body)}\n\n</details>`);
}

/**
 * A table. Cells that are plain strings are escaped; a row that is too short is filled up.
 * @throws {RangeError} when a row has more cells than there are headers
 */
export function table(headers: readonly Part[], rows: readonly (readonly Part[])[]): Markdown {
  const lines = [headers, headers.map(() => raw("---")), ...rows].map((cells) => {
    if (cells.length > headers.length) {
      throw new RangeError(
        `Cannot write a table row: it has ${cells.length} cells, the table ${headers.length} columns.`,
      );
    }
    const shown = headers.map((_header, column) => tableCell(cells[column] ?? ""));
    return `| ${shown.join(" | ")} |`;
  });
  return raw(lines.join("\n"));
}

/**
 * The first lines of Markdown, at most `max`, and how many lines were cut. Open code blocks and
 * collapsible blocks are closed, and no heading or table header is left without what follows it.
 */
export function cutLines(
  markdown: Markdown | string,
  max: number,
): { text: Markdown; cut: number } {
  const { text: kept, cut } = cutTo(String(markdown), { max, size: () => 1, lineBreak: 0 });
  return { text: raw(kept), cut };
}

/** A cell's source: on one line, without a pipe that would end it. */
function tableCell(part: Part): string {
  const source = part instanceof Markdown ? part.source : cell(part).source;
  return source.replace(/\s*[\r\n]+\s*/g, " ").replace(/\|/g, "&#124;").trim();
}

/** Source for the label of a link: marked takes the backslashes off brackets there. */
function insideLabel(source: string): string {
  return source.replace(/\\(.)/g, (pair, char) => ENTITIES_IN_LABEL[char] ?? pair);
}

/** The source of a part on one line. */
function oneLine(part: Part): string {
  return safe(part).replace(/\s*[\r\n]+\s*/g, " ");
}

/** The source of a part: Markdown as it is, anything else escaped. */
function safe(part: Part): string {
  return part instanceof Markdown ? part.source : text(part).source;
}

/** An address for the `(…)` of a link: nothing in it ends the link or is read as an entity. */
function destination(address: string): string {
  return address
    .replace(
      /[()<>[\]\\|`'"*!~\s]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replace(/&/g, "&amp;");
}

const ENTITIES_IN_LABEL: Record<string, string> = { "[": "&#91;", "]": "&#93;" };

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;" };

/**
 * In this order: what would start a list or underline a heading at the start of a line, `::`, our own
 * marker prefix, punctuation, `_` unless inside a word, `!` before a link of ours, entities.
 */
const SPECIAL =
  /^\d{1,9}[.)](?=\s|$)|:{2,}|^[-+=.):](?![A-Za-z0-9])|(?<=release-ops):|[\\`*~$#[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|!$|[&<>|]/gi;

/** Clean one-line text as Markdown source. */
function escape(plain: string): string {
  return unlinked(plain).replace(SPECIAL, (found) => {
    if (/^\d/.test(found)) return `${found.slice(0, -1)}\\${found.slice(-1)}`;
    return ENTITIES[found] ?? found.replace(/./g, "\\$&");
  });
}
