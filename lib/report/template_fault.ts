/**
 * Where a template is broken: the engine's own messages name no line when the JavaScript between the
 * tags is at fault.
 * @module
 */

import { Eta } from "eta";

/** What is wrong with a template. */
export interface TemplateFault {
  /** Counted from 1. */
  readonly line: number;
  /** What is wrong there, in words that complete `line 7: …`. */
  readonly why: string;
}

/** A tag as the parser hands it out when it keeps lines. */
interface Tag {
  readonly t: string;
  readonly val: string;
  readonly lineNo?: number;
}

const parser = new Eta({ debug: true, autoTrim: false });
const OPENING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * The first fault of a template: a tag or a string that is not closed, JavaScript that does not parse,
 * a block without its end, an `include` of a template that does not exist. Null when there is none.
 * @param known names that `include` may take, with their `@`
 */
export function faultOf(source: string, known: readonly string[]): TemplateFault | null {
  let tags: Tag[];
  try {
    tags = parser.parse(source).filter((part) => typeof part !== "string") as Tag[];
  } catch (error) {
    return unclosed(error);
  }
  return brokenCode(tags) ?? unknownInclude(tags, known);
}

function unclosed(error: unknown): TemplateFault {
  const [first = ""] = String(error instanceof Error ? error.message : error).split("\n");
  const line = Number(/ at line (\d+)/.exec(first)?.[1] ?? 1);
  return { line, why: first.replace(/ at line \d+ col \d+:$/, "") };
}

/** Tag by tag, what was opened so far closed behind it: the first that then fails is at fault. */
function brokenCode(tags: readonly Tag[]): TemplateFault | null {
  let code = "";
  const open: { closer: string; line: number }[] = [];
  for (const { t, val, lineNo: line = 1 } of tags) {
    code += t === "e" ? `${val}\n` : `it.x=(${val}\n);`;
    for (const bracket of bracketsIn(val)) {
      const closer = OPENING[bracket];
      if (closer !== undefined) open.push({ closer, line });
      else if (open.at(-1)?.closer === bracket) open.pop();
    }
    const why = syntaxError(code + open.toReversed().map(({ closer }) => closer).join(""));
    if (why !== null) return { line, why };
  }
  const left = open.at(-1);
  return left === undefined ? null : { line: left.line, why: "what it opens is never closed" };
}

/** Brackets of a piece of code; those in strings and comments are none. */
function bracketsIn(code: string): string[] {
  const plain = code.replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[^]*?\*\/|\/\/.*/g,
    "",
  );
  return plain.match(/[()[\]{}]/g) ?? [];
}

function syntaxError(code: string): string | null {
  try {
    new Function("it", "options", "include", "layout", "block", "capture", "output", code);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function unknownInclude(tags: readonly Tag[], known: readonly string[]): TemplateFault | null {
  for (const { val, lineNo: line = 1 } of tags) {
    for (const [, name = ""] of val.matchAll(/\binclude\(\s*["'`]([^"'`$]*)["'`]/g)) {
      if (known.includes(name)) continue;
      return { line, why: `it includes "${name}", allowed is ${known.join(", ")}` };
    }
  }
  return null;
}
