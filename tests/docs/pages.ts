/**
 * The pages that people read, taken apart: headings with their anchors, links, code and tables.
 * @module
 */

import { Marked, type Token, type Tokens } from "marked";
import { Slugger } from "../../lib/pages/slug.ts";

/** Top folder of the repository. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** A fenced block of code. */
export interface Block {
  /** First word behind the fence: `sh`, `yaml`; empty for none. */
  readonly lang: string;
  readonly text: string;
}

/** A table, under the heading nearest above it. */
export interface Table {
  /** Words of that heading. */
  readonly under: string;
  /** Titles of the columns. */
  readonly head: readonly string[];
  /** Markdown of each cell. */
  readonly rows: readonly (readonly string[])[];
}

/** A page, taken apart. */
export interface Page {
  /** From the top folder: `docs/reports.md`. */
  readonly path: string;
  readonly text: string;
  /** Of the headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Targets of links and pictures, as they are written. */
  readonly links: readonly string[];
  readonly blocks: readonly Block[];
  /** Contents of code spans. */
  readonly spans: readonly string[];
  readonly tables: readonly Table[];
}

/** Every page for people. */
export async function pages(): Promise<Page[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${ROOT}docs`)) {
    if (name.endsWith(".md")) names.push(`docs/${name}`);
  }
  const paths = ["README.md", "CONTRIBUTING.md", ...names.toSorted()];
  return await Promise.all(
    paths.map(async (path) => pageOf(path, await Deno.readTextFile(ROOT + path))),
  );
}

/** Takes a page apart. */
export function pageOf(path: string, text: string): Page {
  const marked = new Marked({ gfm: true });
  const slugger = new Slugger();
  const anchors = new Set<string>();
  const links: string[] = [];
  const blocks: Block[] = [];
  const spans: string[] = [];
  const tables: Table[] = [];
  let under = "";
  marked.walkTokens(marked.lexer(text), (token) => {
    switch (token.type) {
      case "heading":
        under = wordsOf(token.tokens ?? []);
        anchors.add(slugger.slug(under));
        break;
      case "link":
      case "image":
        links.push(token.href);
        break;
      case "code":
        blocks.push({ lang: (token.lang ?? "").split(" ")[0] ?? "", text: token.text });
        break;
      case "codespan":
        spans.push(token.text);
        break;
      case "table": {
        const { header, rows } = token as Tokens.Table;
        tables.push({
          under,
          head: header.map((cell) => wordsOf(cell.tokens)),
          rows: rows.map((row) => row.map((cell) => cell.text)),
        });
        break;
      }
    }
  });
  return { path, text, anchors, links, blocks, spans, tables };
}

/** Contents of the code spans in Markdown of one line. */
export function spansOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => (span ?? "").replaceAll("\\|", "|"));
}

/** Words without their markup. */
function wordsOf(tokens: readonly Token[]): string {
  return tokens.map((token) =>
    "tokens" in token && token.tokens !== undefined
      ? wordsOf(token.tokens)
      : "text" in token
      ? String(token.text)
      : token.raw
  ).join("");
}
