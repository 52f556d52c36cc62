/**
 * Reads the outline of a YAML text without interpreting it: on which line each key stands, and where
 * anchors and aliases are. The parser that follows tells neither.
 * @module
 */

import {
  endOfQuoted,
  isFlowColon,
  isSpace,
  keyAt,
  skipSpaces,
  skipTag,
  skipWord,
} from "./yaml_line.ts";
import type { AnchorMark, KeyPath, YamlOutline } from "./yaml_outline.ts";

/** A mapping or list that is open at the current line; `entry` is its current key or position. */
interface Frame {
  readonly indent: number;
  readonly kind: "map" | "list";
  readonly path: KeyPath;
  entry: string | number;
}

/** What runs on over the end of a line. */
type Open =
  | { readonly kind: "nothing" }
  /** A plain scalar or a block scalar: it lasts while lines are indented deeper. */
  | { readonly kind: "text"; readonly indent: number; readonly literal: boolean }
  | { readonly kind: "quoted"; readonly quote: string }
  | {
    readonly kind: "flow";
    readonly depth: number;
    readonly quote: string;
    readonly node: boolean;
  };

const NOTHING: Open = { kind: "nothing" };

/** Deeper keys are not told apart: such a text is refused anyway, and paths would take quadratic memory. */
const MAX_FRAMES = 64;

/** Reads the outline of a YAML text. Never throws; what is no YAML gives some outline. */
export function scanYaml(text: string): YamlOutline {
  const scanner = new Scanner();
  text.split(/\r\n|\n|\r/).forEach((line, index) => scanner.read(line, index + 1));
  return scanner.outline();
}

class Scanner {
  readonly #anchors: AnchorMark[] = [];
  readonly #lines = new Map<string, number>();
  readonly #stack: Frame[] = [];
  #open: Open = NOTHING;
  #number = 0;

  outline(): YamlOutline {
    const lines = this.#lines;
    return {
      anchors: this.#anchors,
      lineOf(path: KeyPath): number | null {
        for (let length = path.length; length > 0; length--) {
          const line = lines.get(JSON.stringify(path.slice(0, length)));
          if (line !== undefined) return line;
        }
        return null;
      },
    };
  }

  read(line: string, number: number): void {
    this.#number = number;
    const indent = line.length - line.trimStart().length;
    if (this.#open.kind === "quoted") return this.#quoted(line, 0, this.#open.quote);
    if (this.#open.kind === "flow") return this.#flow(line, 0, this.#open);
    if (indent === line.length) return;
    if (this.#open.kind === "text") {
      if (indent > this.#open.indent && (this.#open.literal || line[indent] !== "#")) return;
      this.#open = NOTHING;
    }
    const marker = /^(?:---|\.\.\.)(?:\s+|$)/.exec(line);
    this.#block(line, marker === null ? indent : marker[0].length);
  }

  /** Block style: dashes, then a key, then its value. */
  #block(line: string, start: number): void {
    let position = start;
    while (line[position] === "-" && isSpace(line[position + 1])) {
      this.#enterItem(position);
      position = skipSpaces(line, position + 1);
    }
    const key = keyAt(line, position);
    if (key === null) return this.#value(line, position);
    this.#enterKey(position, key.name);
    this.#value(line, skipSpaces(line, key.end));
  }

  #enterItem(indent: number): void {
    if (this.#stack.length >= MAX_FRAMES) return;
    this.#leave((frame) => frame.indent > indent);
    const top = this.#stack.at(-1);
    if (top?.kind === "list" && top.indent === indent) top.entry = Number(top.entry) + 1;
    else this.#stack.push({ indent, kind: "list", path: this.#path(), entry: 0 });
    this.#note();
  }

  #enterKey(indent: number, name: string): void {
    if (this.#stack.length >= MAX_FRAMES && (this.#stack.at(-1)?.indent ?? 0) < indent) return;
    this.#leave((frame) =>
      frame.indent > indent || (frame.indent === indent && frame.kind === "list")
    );
    const top = this.#stack.at(-1);
    if (top?.kind === "map" && top.indent === indent) top.entry = name;
    else this.#stack.push({ indent, kind: "map", path: this.#path(), entry: name });
    this.#note();
  }

  #leave(over: (frame: Frame) => boolean): void {
    for (let top = this.#stack.at(-1); top !== undefined && over(top); top = this.#stack.at(-1)) {
      this.#stack.pop();
    }
  }

  #path(): KeyPath {
    const top = this.#stack.at(-1);
    return top === undefined ? [] : [...top.path, top.entry];
  }

  #note(): void {
    const path = JSON.stringify(this.#path());
    if (!this.#lines.has(path)) this.#lines.set(path, this.#number);
  }

  /** The start of a value in block style. */
  #value(line: string, start: number): void {
    const position = skipTag(line, start);
    const first = line[position];
    const indent = this.#stack.at(-1)?.indent ?? -1;
    if (first === undefined || first === "#") return;
    if (first === "*") this.#anchor(line, position, first);
    else if (first === "&") {
      this.#anchor(line, position, first);
      this.#value(line, skipWord(line, position));
    } else if (first === "|" || first === ">") this.#open = { kind: "text", indent, literal: true };
    else if (first === '"' || first === "'") this.#quoted(line, position + 1, first);
    else if (first === "[" || first === "{") {
      this.#flow(line, position, { kind: "flow", depth: 0, quote: "", node: true });
    } else this.#open = { kind: "text", indent, literal: false };
  }

  #quoted(line: string, start: number, quote: string): void {
    this.#open = endOfQuoted(line, start, quote) === null ? { kind: "quoted", quote } : NOTHING;
  }

  /** Flow style, `[a, {b: c}]`, maybe over several lines. */
  #flow(line: string, start: number, open: Extract<Open, { kind: "flow" }>): void {
    let { depth, quote, node } = open;
    for (let position = start; position < line.length; position++) {
      const char = line[position] ?? "";
      if (quote !== "") {
        const end = endOfQuoted(line, position, quote);
        if (end === null) break;
        [position, quote, node] = [end - 1, "", false];
      } else if (node && (char === '"' || char === "'")) quote = char;
      else if (node && (char === "&" || char === "*")) {
        this.#anchor(line, position, char);
        node = false;
      } else if (char === "[" || char === "{") [depth, node] = [depth + 1, true];
      else if (char === "]" || char === "}") {
        depth--;
        if (depth === 0) {
          this.#open = NOTHING;
          return;
        }
      } else if (char === "," || isFlowColon(line, position)) node = true;
      else if (char === "#" && isSpace(line[position - 1])) break;
      else if (!isSpace(char)) node = false;
    }
    this.#open = { kind: "flow", depth, quote, node };
  }

  #anchor(line: string, position: number, kind: "&" | "*"): void {
    const text = line.slice(position).split(/\s/, 1)[0] ?? kind;
    this.#anchors.push({ line: this.#number, kind, text: text.slice(0, 40) });
  }
}
