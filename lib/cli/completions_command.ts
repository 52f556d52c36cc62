/**
 * `completions`: prints the completion script of a shell.
 * @module
 */

import { Failure } from "../failure.ts";
import { type Exit, PROGRAM, type Shell } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { completionScript, SHELLS } from "./completions.ts";
import type { ParsedFlags } from "./flags.ts";

/** Runs `completions`. */
export async function completionsCommand(
  { positional }: ParsedFlags,
  shell: Shell,
): Promise<Exit> {
  const wanted = SHELLS.find((known) => known === positional[0]);
  if (wanted === undefined) {
    throw new Failure(
      "bad-shell",
      `Cannot complete for ${JSON.stringify(positional[0] ?? "")}: allowed is ${SHELLS.join(", ")}`,
      { remedy: `Name one of them: ${PROGRAM} completions bash.` },
    );
  }
  const steps = (await shell.steps()).map(({ name }) => name);
  const commands = COMMANDS.map(({ name, summary, flags, choices }) => ({
    name,
    summary,
    flags,
    choices: name === "step" ? steps : choices ?? [],
  }));
  shell.out(completionScript(wanted, commands));
  return 0;
}
