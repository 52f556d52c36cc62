/**
 * The program as a process of its own: in a folder, under the permissions that are documented, with
 * nothing of this process's environment but what it is given.
 * @module
 */

import { dirname, join } from "@std/path";
import { permissionFlags } from "../../tools/permissions.ts";

/** The source's own entry. */
export const SOURCE: string = join(import.meta.dirname ?? ".", "..", "..", "main.ts");

/** Where tests of a program keep the runner's files, below the folder that it runs in. */
export const RUNNER_FILES = "_runner_file_commands";

/** How a process ended. */
export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Where a process runs, and all that it sees of the environment. */
export interface Where {
  readonly cwd: string;
  /** Exactly these variables: no HOME, no PATH. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the program to its end. */
export type Run = (args: readonly string[], where: Where) => Promise<Ended>;

/** A program, and what it may do; a binary carries its permissions in itself. */
export interface ProcessOptions {
  /** Host in GitHub's place; without a port any port of it. */
  readonly api_host: string;
  /** Files and folders that may be written beside the documented ones. */
  readonly write?: readonly string[];
  /** A program with its arguments that runs what follows. */
  readonly prefix?: readonly string[];
}

/** How a program is run: `.js` and `.ts` by Deno with the documented flags, anything else as it is. */
export function processOf(path: string, options: ProcessOptions): Run {
  const flags = ["run", "--quiet", ...permissionFlags(options)];
  const deno = [Deno.execPath(), ...flags];
  const [command, cache] = path.endsWith(".ts")
    ? [[...deno, "--config", CONFIG, path], cacheOfThisUser()]
    : path.endsWith(".js")
    ? [[...deno, path], { DENO_DIR: join(dirname(path), ".deno") }]
    : [[path], {}];
  const [program = path, ...before] = [...options.prefix ?? [], ...command];
  return (args, { cwd, env = {} }) =>
    ended(program, { args: [...before, ...args], cwd, env: { ...env, ...cache } });
}

const CONFIG = join(dirname(SOURCE), "deno.json");

/** Where Deno keeps the packages that the source imports; the program itself sees none of these. */
function cacheOfThisUser(): Record<string, string> {
  return Object.fromEntries(
    ["HOME", "XDG_CACHE_HOME", "DENO_DIR"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Runs any program to its end, with exactly these variables. */
export async function ended(
  program: string,
  { args, cwd, env }: Required<Where> & { readonly args: readonly string[] },
): Promise<Ended> {
  const command = new Deno.Command(program, {
    args: [...args],
    cwd,
    clearEnv: true,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { exit: code, out: text.decode(stdout), err: text.decode(stderr) };
}
