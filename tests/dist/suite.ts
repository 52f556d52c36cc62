/**
 * `deno task e2e`: the end-to-end tests against the program as people get it: the single file or a
 * binary, alone in a folder, each run of it a process under the documented permissions.
 *
 * ```sh
 * deno task e2e bundle
 * deno task e2e binary tests/e2e/routing_test.ts
 * ```
 * @module
 */

import { basename, dirname, join } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { told } from "../../tools/task.ts";
import { RUNNER_FILES, SOURCE } from "./process.ts";
import { binaryShape, builtIn, copyTree, emptyFolder, NO_BINARY } from "./programs.ts";

/** The host that the emulator listens on, at whichever port. */
const EMULATOR = "127.0.0.1";
/** Everything but the year, which has no end to test. */
const WHOLE: readonly string[] = ["--ignore=tests/e2e/year_test.ts", "tests/e2e"];

/** A program alone in a folder, which goes with it. */
export interface Alone extends AsyncDisposable {
  /** Where it is. */
  readonly program: string;
}

/**
 * Builds the single file of this tree, and a binary of that if it is asked for, and puts it alone into
 * a folder.
 * @throws {Failure} `no-binary` where nothing says how to make one
 */
export async function alone(what: "bundle" | "binary"): Promise<Alone> {
  const binary = what === "binary" ? binaryShape() : null;
  if (what === "binary" && binary === null) {
    throw new Failure("no-binary", `Cannot test a binary: ${NO_BINARY}`, {
      remedy: "Set them to a Deno and to the denort of its version.",
    });
  }
  await using work = await emptyFolder();
  await copyTree(work.path);
  const { path: script } = await builtIn(work.path);
  await binary?.program(script, EMULATOR, { write: [RUNNER_FILES] });
  const built = binary === null ? script : script.replace(/\.js$/, "");
  const folder = await emptyFolder();
  const program = join(folder.path, basename(built));
  await Deno.copyFile(built, program);
  return { program, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Runs end-to-end tests against a program; the exit code of the test runner and what it said. */
export async function suite(
  program: string,
  { tests = WHOLE, shown = false }: { tests?: readonly string[]; shown?: boolean } = {},
): Promise<{ code: number; out: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", "--quiet", "--no-check", ...tests],
    cwd: dirname(SOURCE),
    env: { RELEASE_OPS_PROGRAM: program },
    stdin: "null",
    stdout: shown ? "inherit" : "piped",
    stderr: shown ? "inherit" : "piped",
  });
  if (shown) return { code: (await command.spawn().status).code, out: "" };
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout) + text.decode(stderr) };
}

async function main(): Promise<string> {
  const [what, ...tests] = Deno.args;
  if (what !== "bundle" && what !== "binary") {
    throw new Failure(
      "bad-value",
      `Cannot test ${JSON.stringify(what ?? "")}: allowed is bundle or binary`,
      { remedy: "Name one: deno task e2e bundle." },
    );
  }
  await using built = await alone(what);
  const before = performance.now();
  const { code } = await suite(built.program, {
    shown: true,
    ...tests.length === 0 ? {} : { tests },
  });
  const seconds = Math.round((performance.now() - before) / 1_000);
  if (code !== 0) {
    throw new Failure("suite-failed", `The ${what} does not pass, after ${seconds} s`, {
      remedy: "See above.",
      exit: 1,
    });
  }
  return `The ${what} passes in ${seconds} s.`;
}

if (import.meta.main) Deno.exit(await told(main));
