/**
 * The program: from arguments to an exit code. Expected failures are told in words; only our own bugs
 * print a stack.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { journalLine } from "../report/journal.ts";
import { maskShapes } from "../report/mask.ts";
import { logLine } from "../report/workflow_log.ts";
import { type Command, type Exit, PROGRAM, type Shell } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { readFlags } from "./flags.ts";
import { logKindOf } from "./log.ts";
import { nearest } from "./nearest.ts";
import { createSecrets } from "./secrets.ts";

/** Runs the program. Never throws. */
export async function program(
  args: readonly string[],
  bare: Omit<Shell, "secrets">,
): Promise<Exit> {
  const shell = guarded(bare);
  try {
    return await dispatch(args, shell);
  } catch (error) {
    const failure = error instanceof Deno.errors.NotCapable ? notGranted(error) : error;
    if (failure instanceof Failure) {
      tell(shell, [`${PROGRAM}: ${failure.message}`, `  ${failure.remedy}`]);
      return failure.exit;
    }
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    tell(shell, [`${PROGRAM}: this is a bug of ours; please report it.`, ...stack.split("\n")]);
    return 1;
  }
}

/** A permission is missing that every command needs; the runtime's own advice would grant too much. */
function notGranted(error: Error): Failure {
  const what = messageOf(error).replace(/, run again with .*$/, "");
  return new Failure("not-granted", `Cannot go on: the runtime does not allow it. ${what}`, {
    remedy: "Start it as the first lines of the single file say, or with deno task run.",
  });
}

/** Tells what went wrong: lines for people, errors for a journal. */
function tell(shell: Shell, lines: readonly string[]): void {
  const journal = logKindOf({ ...shell, env: (name) => ifAllowed(shell, name) }) === "journal";
  for (const line of lines) {
    const lead = /^ */.exec(line)?.[0] ?? "";
    shell.err(journal ? journalLine("error", line) : `${lead}${logLine(line)}\n`);
  }
}

/** The shell with streams that no token gets through, whatever went wrong. */
function guarded(bare: Omit<Shell, "secrets">): Shell {
  const secrets = createSecrets();
  for (const name of ["GITHUB_TOKEN", "GH_TOKEN"]) secrets.hide(ifAllowed(bare, name));
  return {
    ...bare,
    secrets,
    out: (text) => bare.out(secrets.mask(text)),
    err: (text) => bare.err(maskShapes(secrets.mask(text))),
  };
}

/** A variable; undefined also where the runtime does not let us ask: then nobody else learns it either. */
function ifAllowed({ env }: Pick<Shell, "env">, name: string): string | undefined {
  try {
    return env(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

async function dispatch(args: readonly string[], shell: Shell): Promise<Exit> {
  const [name, ...rest] = args;
  if (name === "--version") {
    const commit = shell.commit === undefined ? "" : ` (${shell.commit})`;
    shell.out(`${PROGRAM} ${shell.version}${commit}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    await showHelp(name === "help" ? rest[0] : undefined, shell);
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    await showHelp(name, shell);
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

/** The manual of a command, or of the program; loaded only when somebody wants to read it. */
async function showHelp(name: string | undefined, shell: Shell): Promise<void> {
  const { commandHelp, programHelp } = await import("./help.ts");
  const style = { bold: shell.styled === true };
  shell.out(
    name === undefined || ["help", "--help", "-h"].includes(name)
      ? programHelp(COMMANDS, { version: shell.version, ...style })
      : commandHelp(commandOf(name), style),
  );
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((known) => known.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map((known) => known.name);
  const near = nearest(name, names);
  throw new Failure("unknown-command", `Cannot run "${name}": there is no such command`, {
    remedy: near === null ? `Allowed: ${names.join(", ")}, help.` : `Did you mean "${near}"?`,
  });
}
