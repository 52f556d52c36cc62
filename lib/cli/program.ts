/**
 * The program: from arguments to an exit code. Expected failures are told in words; only our own bugs
 * print a stack.
 * @module
 */

import { Failure } from "../failure.ts";
import { maskOf, maskShapes } from "../report/mask.ts";
import { logLine } from "../report/workflow_log.ts";
import type { Exit, Shell } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { readFlags } from "./flags.ts";
import { commandHelp, PROGRAM, programHelp } from "./help.ts";
import { nearest } from "./nearest.ts";

/** Runs the program. Never throws. */
export async function program(args: readonly string[], bare: Shell): Promise<Exit> {
  const shell = guarded(bare);
  try {
    return await dispatch(args, shell);
  } catch (error) {
    if (error instanceof Failure) {
      shell.err(`${PROGRAM}: ${logLine(error.message)}\n  ${logLine(error.remedy)}\n`);
      return error.exit;
    }
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    shell.err(`${PROGRAM}: this is a bug of ours; please report it.\n`);
    for (const line of stack.split("\n")) shell.err(`${logLine(line)}\n`);
    return 1;
  }
}

/** The shell with streams that no token gets through, whatever went wrong. */
function guarded(shell: Shell): Shell {
  const mask = maskOf([shell.env("GITHUB_TOKEN"), shell.env("GH_TOKEN")]);
  return {
    ...shell,
    out: (text) => shell.out(mask(text)),
    err: (text) => shell.err(maskShapes(mask(text))),
  };
}

async function dispatch(args: readonly string[], shell: Shell): Promise<Exit> {
  const [name, ...rest] = args;
  if (name === "--version") {
    const commit = shell.commit === undefined ? "" : ` (${shell.commit})`;
    shell.out(`${PROGRAM} ${shell.version}${commit}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    shell.out(programHelp(COMMANDS, shell.version));
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) {
    const near = nearest(name, COMMANDS.map((known) => known.name));
    throw new Failure("unknown-command", `Cannot run "${name}": there is no such command`, {
      remedy: near === null ? `See ${PROGRAM} --help.` : `Did you mean "${near}"?`,
    });
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    shell.out(commandHelp(command));
    return 0;
  }
  const flags = readFlags(rest, { flags: command.flags, env: shell.env });
  const operands = command.operands === "" ? 0 : 1;
  const extra = flags.positional[operands];
  if (extra !== undefined) {
    throw new Failure(
      "extra-argument",
      `Cannot use "${extra}": ${PROGRAM} ${name} takes no such argument`,
      {
        remedy: `See ${PROGRAM} ${name} --help.`,
      },
    );
  }
  return await command.run(flags, shell);
}
