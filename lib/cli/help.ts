/**
 * `--help`: for the program and for every command.
 * @module
 */

import type { Command } from "./command.ts";
import type { Flag } from "./flags.ts";

/** The name under which the program is known. */
export const PROGRAM = "release-ops";

/** Help for the program. */
export function programHelp(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map((command) => usageOf(command).length));
  const lines = commands.map((command) =>
    `  ${usageOf(command).padEnd(width)}  ${command.summary}`
  );
  return `${PROGRAM} ${version}: one release ops tick for a GitHub repository

Usage: ${PROGRAM} COMMAND [FLAGS]

${lines.join("\n")}

  --help     this text, or with a command its flags
  --version  the version

Exit codes: 0 done, 1 done but something failed, 2 refused before anything was written.
`;
}

/** Help for one command. */
export function commandHelp(command: Command): string {
  const entries = command.flags.map((flag) => [syntaxOf(flag), explained(flag)] as const);
  const width = Math.max(0, ...entries.map(([syntax]) => syntax.length));
  const flags = entries.map(([syntax, text]) => `  ${syntax.padEnd(width)}  ${text}`).join("\n");
  return `${PROGRAM} ${usageOf(command)}: ${command.summary}

Usage: ${PROGRAM} ${usageOf(command)} [FLAGS]

${flags}

Example:
  ${PROGRAM} ${command.example}
`;
}

function usageOf({ name, operands }: Command): string {
  return operands === "" ? name : `${name} ${operands}`;
}

function syntaxOf({ name, kind }: Flag): string {
  const value = { boolean: "", number: " N", text: " TEXT", time: " TIME" }[kind];
  return `--${name}${value}`;
}

function explained(flag: Flag): string {
  const fallback = flag.default === null ? "" : ` Default: ${flag.default}.`;
  const env = flag.env.length === 0 ? "" : ` [${flag.env.join(", ")}]`;
  return `${flag.help}${fallback}${env}`;
}
