/**
 * The program as people get it: the single file and the binary, in empty folders, as processes of
 * their own with nothing but the environment they are given.
 * @module
 */

import { dirname, join } from "@std/path";
import { bundle, BUNDLE_FILE, type Bundled } from "../../tools/bundle.ts";
import { compileArguments, fixTime, type Grants, targetOf } from "../../tools/compile.ts";
import { ended, processOf, type ProcessOptions, type Run, SOURCE } from "./process.ts";

const ROOT = dirname(SOURCE);
/** What a build reads of the tree. */
const TREE = ["main.ts", "deno.json", "deno.lock", "lib", "steps", "templates", "policies"];

/** Something in a shape that is handed out: how a script becomes a program under the permissions. */
export interface Shape {
  readonly name: "single file" | "binary";
  /** The same permissions, but for a host in GitHub's place. */
  readonly program: (
    script: string,
    api_host: string,
    more?: Omit<ProcessOptions, "api_host">,
  ) => Promise<Run>;
}

/** A folder that is removed with everything in it. */
export async function emptyFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "release-ops-dist-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Copies what a build reads, and nothing else, into a folder. */
export async function copyTree(to: string): Promise<void> {
  for (const name of TREE) await copy(join(ROOT, name), join(to, name));
}

/** Makes a folder a repository with everything in its one commit, and returns that. */
export async function committed(folder: string): Promise<string> {
  const git = async (...args: string[]): Promise<string> => {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    const { exit, out, err } = await ended("git", {
      args: [...who, ...args],
      cwd: folder,
      env: {},
    });
    if (exit !== 0) throw new Error(err);
    return out.trim();
  };
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "--message=all");
  return await git("rev-parse", "HEAD");
}

/** Builds the single file of the tree in `folder`. */
export async function builtIn(folder: string): Promise<Bundled & { readonly text: string }> {
  const built = await bundle(join(folder, BUNDLE_FILE), folder);
  return { ...built, text: await Deno.readTextFile(built.path) };
}

/** `deno run` with the documented flags. */
export const SINGLE_FILE: Shape = {
  name: "single file",
  program: (script, api_host, more) => Promise.resolve(processOf(script, { api_host, ...more })),
};

/** What has to be set for {@linkcode binaryShape}. */
export const NO_BINARY = "DENO_COMPILER and DENORT_BIN do not say how to make a binary here";

/**
 * A binary, made by the compiler that DENO_COMPILER names with the runtime that DENORT_BIN names; null
 * without them. Both may be of an earlier Deno 2, for machines that cannot download the runtime of
 * this one: that knows no `--ignore-env`, and some of the language only behind flags.
 */
export function binaryShape(): Shape | null {
  const compiler = Deno.env.get("DENO_COMPILER") ?? "";
  if (compiler === "" || (Deno.env.get("DENORT_BIN") ?? "") === "") return null;
  return {
    name: "binary",
    program: async (script, api_host, { write = [], prefix } = {}) => {
      const output = script.replace(/\.js$/, "");
      await compileWith(compiler, { script, output, grants: { api_host, write } });
      return processOf(output, { api_host, ...prefix === undefined ? {} : { prefix } });
    },
  };
}

/** What an earlier Deno lacks of this one: there a lock is waited for. */
const MISSING = "Deno.FsFile.prototype.tryLock??=function(exclusive)" +
  "{return this.lock(exclusive).then(()=>true)};\n";

async function compileWith(
  compiler: string,
  { script, output, grants }: { script: string; output: string; grants: Grants },
): Promise<void> {
  const source = `${output}.entry.js`;
  await Deno.writeTextFile(source, MISSING + await Deno.readTextFile(script));
  await fixTime(source);
  const args = compileArguments(source, { target: targetOf(null), output, grants });
  const earlier = ["--unstable-temporal", "--v8-flags=--js-base-64"];
  const done = await ended(compiler, {
    args: [
      ...args.slice(0, 1),
      ...earlier,
      ...args.slice(1).filter((arg) => arg !== "--ignore-env"),
    ],
    cwd: dirname(script),
    env: {
      DENORT_BIN: Deno.env.get("DENORT_BIN") ?? "",
      DENO_DIR: join(dirname(script), ".deno"),
    },
  });
  await Deno.remove(source);
  if (done.exit !== 0) throw new Error(`${compiler} did not compile: ${done.err}`);
}

async function copy(from: string, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}
