/**
 * The program in the forms in which it is handed out, ready to be started against the emulator.
 * @module
 */

import { join } from "@std/path";
import { ROOT } from "../../tools/command.ts";
import { permissionFlags } from "../../tools/permissions.ts";
import { binaryShape } from "../dist/programs.ts";
import type { Program } from "./measured.ts";
import type { ShapeName } from "./report.ts";

/** One form of the program. */
export interface Shape {
  /** What it is called in tables. */
  readonly name: ShapeName;
  /** The process of the program with these arguments. */
  readonly program: (args: readonly string[]) => Program;
  /** The process of a program without a line, started in the same way. */
  readonly empty: Program;
}

/** Said where there is no binary. */
export const NO_BINARY =
  "The binary is SKIPPED: DENO_COMPILER and DENORT_BIN do not say how to build one here.";

/**
 * The forms that this machine has, in the order of the tables.
 * @param api_host host and port that the program may speak to
 */
export async function shapes(
  api_host: string,
  { file, folder }: { file: string; folder: string },
): Promise<Shape[]> {
  const empty = join(folder, "empty.js");
  await Deno.writeTextFile(empty, "\n");
  const run = (script: string, args: readonly string[]): Program => ({
    path: Deno.execPath(),
    args: ["run", "--quiet", ...permissionFlags({ api_host }), script, ...args],
  });
  const interpreted = (name: ShapeName, script: string): Shape => ({
    name,
    program: (args) => run(script, args),
    empty: run(empty, []),
  });
  const made = [interpreted("source", join(ROOT, "main.ts")), interpreted("bundle", file)];
  const binary = binaryShape();
  if (binary === null) return made;
  await binary.program(file, api_host);
  await binary.program(empty, api_host);
  const executable = (script: string, args: readonly string[]): Program => ({
    path: script.replace(/\.js$/, ""),
    args,
  });
  return [...made, {
    name: "binary",
    program: (args) => executable(file, args),
    empty: executable(empty, []),
  }];
}

/** What a process of the bench sees: where Deno keeps its caches, and nothing of this shell's. */
export function bareEnv(): Record<string, string> {
  const kept = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "PATH"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { NO_COLOR: "1", ...Object.fromEntries(kept) };
}
