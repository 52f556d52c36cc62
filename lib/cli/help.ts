/**
 * `--help`: a manual page of at most 80 columns for the program and for every command. Plain text, its
 * headings bold where a terminal shows that.
 * @module
 */

import { type Command, PROGRAM } from "./command.ts";
import type { Flag } from "./flags.ts";
import { type Entry, MANUAL } from "./manual.ts";

/** Widest line, in characters. */
const WIDTH = 80;
const INDENT = "  ";

/** Help for the program. */
export function programHelp(
  commands: readonly Command[],
  { version, bold }: { version: string; bold: boolean },
): string {
  return page({
    NAME: [`${INDENT}${PROGRAM} ${version}: one release ops tick for a GitHub repository`],
    SYNOPSIS: [`${INDENT}${PROGRAM} COMMAND [FLAGS]`],
    COMMANDS: listed([
      ...commands.map((command): Entry => [usageOf(command), command.summary]),
      ["help COMMAND", "the manual page of a command; COMMAND --help is the same"],
      ["--version", "the version"],
    ]),
    "EXIT STATUS": listed([
      ["0", "Done."],
      ["1", "Done, but something failed."],
      ["2", "Refused before anything was written."],
    ]),
  }, bold);
}

/** Help for one command. */
export function commandHelp(command: Command, { bold }: { bold: boolean }): string {
  const manual = MANUAL[command.name];
  const variables = command.flags.filter(({ env }) => env.length > 0);
  const { description = [], exits = [], environment = [], examples = [], files = [] } = manual ??
    {};
  return page({
    NAME: wrapped(`${PROGRAM} ${command.name}: ${command.summary}`, INDENT),
    SYNOPSIS: [
      `${INDENT}${PROGRAM} ${synopsisOf(command)}${command.flags.length === 0 ? "" : " [FLAGS]"}`,
    ],
    DESCRIPTION: description.flatMap((text, index) => [
      ...index === 0 ? [] : [""],
      ...wrapped(text, INDENT),
    ]),
    OPTIONS: command.flags.flatMap((flag) => [
      `${INDENT}${syntaxOf(flag)}`,
      ...wrapped(explained(flag), INDENT.repeat(3)),
    ]),
    ENVIRONMENT: [
      ...variables.length === 0 ? [] : wrapped(
        "The variable in brackets stands for its flag; the flag wins, an empty one counts as unset.",
        INDENT,
      ),
      ...listed(environment),
    ],
    "EXIT STATUS": listed(exits),
    EXAMPLES: examples.flatMap(([args, meaning]) => [
      ...wrapped(meaning, INDENT),
      `${INDENT.repeat(3)}${PROGRAM} ${args}`,
    ]),
    FILES: listed(files),
  }, bold);
}

/** Sections one after the other; what has nothing to say is left out. */
function page(sections: Readonly<Record<string, readonly string[]>>, bold: boolean): string {
  return Object.entries(sections).filter(([, lines]) => lines.length > 0).map(([title, lines]) =>
    [bold ? `\x1b[1m${title}\x1b[0m` : title, ...lines, ""].join("\n")
  ).join("\n");
}

/** Names in a column and their meanings beside them, or below where a name is too long for that. */
function listed(entries: readonly Entry[]): string[] {
  const width = Math.min(24, Math.max(0, ...entries.map(([name]) => name.length)));
  const indent = INDENT + " ".repeat(width + 2);
  return entries.flatMap(([name, meaning]) => {
    const lines = wrapped(meaning, indent);
    if (name.length > width) return [INDENT + name, ...lines];
    const [first = "", ...others] = lines;
    return [INDENT + name.padEnd(width) + first.slice(INDENT.length + width), ...others];
  });
}

/** Words in lines no wider than the page. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(indent + word);
  }
  return lines;
}

function usageOf({ name, operands }: Command): string {
  return operands === "" ? name : `${name} ${operands}`;
}

function synopsisOf({ choices, ...command }: Command): string {
  return usageOf({ ...command, operands: choices?.join("|") ?? command.operands });
}

function syntaxOf({ name, kind, values, path }: Flag): string {
  const text = path === undefined ? "TEXT" : { file: "FILE", folder: "DIR" }[path];
  const value = { boolean: "", number: " N", text: ` ${values?.join("|") ?? text}`, time: " TIME" };
  return `--${kind === "boolean" ? "[no-]" : ""}${name}${value[kind]}`;
}

function explained({ help, kind, range, default: fallback, env }: Flag): string {
  const allowed = kind === "number" && range !== undefined
    ? ` From ${range[0]} to ${range[1]}.`
    : kind === "time"
    ? " Such as 2026-01-08T08:15:00Z."
    : "";
  const told = fallback === null ? "" : ` Default: ${fallback}.`;
  return `${help}${allowed}${told}${env.length === 0 ? "" : ` [${env.join(", ")}]`}`;
}
