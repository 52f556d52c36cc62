/**
 * The commands of a page: found in its blocks and code spans, taken apart as a shell would, and judged
 * by the program's own tables.
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import { readFlags } from "../../lib/cli/flags.ts";
import { messageOf } from "../../lib/failure.ts";
import { steps } from "../../main.ts";
import { workflow } from "../workflows/workflows.ts";
import type { Page } from "./pages.ts";

const SHELLS: readonly string[] = ["sh", "bash", "console"];

/** A command line and what is shown below it. */
export interface CommandLine {
  readonly page: string;
  /** As it stands there, on one line. */
  readonly text: string;
  /** Lines of output that the page shows; empty outside of `console` blocks. */
  readonly output: readonly string[];
}

/** The command lines in a page's blocks. */
export function commandLines({ path, blocks }: Page): CommandLine[] {
  return blocks.filter(({ lang }) => SHELLS.includes(lang)).flatMap(({ lang, text }) => {
    const lines = text.replaceAll(/\\\n\s*/g, " ").split("\n").map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    if (lang !== "console") return lines.map((text) => ({ page: path, text, output: [] }));
    return lines.reduce<CommandLine[]>((found, line) => {
      const last = found.at(-1);
      if (line.startsWith("$ ")) return [...found, { page: path, text: line.slice(2), output: [] }];
      if (last === undefined) throw new Error(`${path} shows output before a command: ${line}`);
      return [...found.slice(0, -1), { ...last, output: [...last.output, line] }];
    }, []);
  });
}

/** Calls of the program or of a task in a page's code spans. */
export function commandSpans({ path, spans }: Page): CommandLine[] {
  return spans.filter((text) => /^(?:release-ops|deno task|deno run) \S/.test(text))
    .map((text) => ({ page: path, text, output: [] }));
}

/** The simple commands of a line, each as its words: quotes are undone, comments and assignments gone. */
export function simpleCommands(line: string): string[][] {
  const found: string[][] = [[]];
  const pattern =
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\|\||[|;](?=\s|$))|(?:^|\s)(#.*$)|(\s+)|([^\s"'|;&]|[|;&](?!\s))/g;
  let word: string | null = null;
  const end = (): void => {
    if (word !== null) found.at(-1)?.push(word);
    word = null;
  };
  for (const [, double, single, operator, comment, blank, plain] of line.matchAll(pattern)) {
    if (operator !== undefined) {
      end();
      found.push([]);
    } else if (comment !== undefined || blank !== undefined) end();
    else word = (word ?? "") + (double ?? single ?? plain ?? "");
  }
  end();
  return found.map((words) => words.slice(words.findIndex((it) => !/^[A-Z_]+=/.test(it))))
    .filter((words) => words.length > 0);
}

/** The arguments of a call of the program; null for another command. */
export function programArgs(words: readonly string[]): string[] | null {
  const [first = "", ...rest] = words;
  if (first === "npx" || first === "time") {
    const at = words.findIndex((word) => /^deno(?:@[\d.]+)?$/.test(word));
    return at === -1 ? null : programArgs(["deno", ...words.slice(at + 1)]);
  }
  if (/(?:^|\/)release-ops$/.test(first)) return rest;
  if (first !== "deno") return null;
  const [kind, ...args] = rest;
  if (kind === "task") {
    const [name = "", ...more] = args.filter((arg) => arg !== "-q");
    return name === "run" || name === "demo" ? [name, ...more] : null;
  }
  if (kind !== "run") return null;
  const at = args.findIndex((arg) => /(?:main|release-ops|steps\/\w+)\.[jt]s$/.test(arg));
  const step = /steps\/(\w+)\.ts$/.exec(args[at] ?? "")?.[1];
  if (at === -1) return null;
  return [...step === undefined ? [] : ["step", step], ...args.slice(at + 1)];
}

/** What is wrong with a command line, in words; empty when nothing is, or it is not ours to judge. */
export async function problemsOf(line: CommandLine): Promise<string[]> {
  if (line.output.length > 0) return []; // it is run, and may be shown because it is wrong
  const found = await Promise.all(simpleCommands(line.text).map(problemOf));
  return found.filter((why) => why !== null).map((why) => `${line.page}: ${line.text}: ${why}`);
}

async function problemOf(words: readonly string[]): Promise<string | null> {
  const args = programArgs(words);
  if (args !== null) return await problemOfCall(args);
  if (words[0] === "gh") return await problemOfDispatch(words);
  const deno = words.findIndex((word) => /^deno(?:@|$)/.test(word));
  if (deno === -1 || words[deno + 1] !== "task") return null;
  const name = words.slice(deno + 2).find((word) => !word.startsWith("-")) ?? "";
  return name in config.tasks ? null : `there is no task ${name}`;
}

async function problemOfCall([name = "", ...args]: readonly string[]): Promise<string | null> {
  if (name === "--version" || name === "--help") return null;
  if (name === "help") {
    return await problemOfCall(args.length === 0 ? ["--help"] : [...args, "--help"]);
  }
  if (isPlaceholder(name)) return null;
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) return `there is no command ${name}`;
  if (args.includes("--help")) return null;
  try {
    const { positional } = readFlags(args, { flags: command.flags, env: () => undefined });
    const [operand, extra] = positional;
    if (command.operands === "") return operand === undefined ? null : `it takes no ${operand}`;
    if (extra !== undefined) return `it takes no ${extra}`;
    if (operand === undefined) return null; // the command as such, as in "see `release-ops step`"
    const choices = name === "step" ? (await steps()).map((step) => step.name) : command.choices;
    if (choices === undefined) return null; // a name of somebody's own
    const wrong = operand.split("|").find((it) => !isPlaceholder(it) && !choices.includes(it));
    return wrong === undefined ? null : `${wrong} is none of ${choices.join(", ")}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** `gh workflow run FILE -f input=value`: the file and its inputs exist. */
async function problemOfDispatch(words: readonly string[]): Promise<string | null> {
  if (words[1] !== "workflow") return null;
  const file = words[3] ?? "";
  let inputs: readonly string[];
  try {
    inputs = Object.keys(
      (await workflow(`.github/workflows/${file}`)).on?.workflow_dispatch?.inputs ?? {},
    );
  } catch {
    return `there is no workflow ${file}`;
  }
  const given = words.flatMap((word, at) =>
    word === "-f" ? [words[at + 1]?.split("=")[0] ?? ""] : []
  );
  const unknown = given.find((name) => !inputs.includes(name));
  return unknown === undefined ? null : `${file} has no input ${unknown}`;
}

/** A word in capitals, or an ellipsis, that stands for something. */
function isPlaceholder(word: string): boolean {
  return /^[A-Z][A-Z/@-]*$/.test(word) || word === "…";
}
