/**
 * Reads a repository's folder without git: refs from `.git`, workflows, CODEOWNERS, older policies.
 * @module
 */

import { dirname, isAbsolute, join } from "@std/path";
import { Failure } from "../failure.ts";
import { OLDER_NAMES } from "../policy/names.ts";
import type { Repository, WorkflowFile } from "./repository.ts";

/** Where older installations keep their policies. */
const OLDER_FOLDER = "docs/ci";

/**
 * Reads the folder.
 * @throws {Failure} `no-repository` when it holds no git repository
 */
export async function readRepository(dir: string): Promise<Repository> {
  const git = await gitFolder(dir);
  const refs = await refsIn(git);
  const names = (prefix: string): string[] =>
    refs.filter((ref) => ref.startsWith(prefix)).map((ref) => ref.slice(prefix.length));
  const branches = [...names("refs/heads/"), ...names("refs/remotes/origin/")];
  const files = await namesIn(join(dir, ".github/workflows"));
  const workflows: WorkflowFile[] = [];
  for (const file of files.filter((name) => /\.ya?ml$/.test(name))) {
    const text = await textOf(join(dir, ".github/workflows", file));
    if (text !== null) workflows.push({ file, text });
  }
  return {
    default_branch: await defaultBranch(git),
    branches: [...new Set(branches)].filter((name) => name !== "HEAD").toSorted(),
    tags: [...new Set(names("refs/tags/"))].toSorted(),
    workflows,
    codeowners: await textOf(join(dir, ".github/CODEOWNERS")) ??
      await textOf(join(dir, "CODEOWNERS")) ?? await textOf(join(dir, "docs/CODEOWNERS")),
    older: await olderPolicies(dir),
    policy_files: await namesIn(join(dir, "policies")),
  };
}

/** `.git` is a folder, or in a worktree a file that names one, whose `commondir` has the refs. */
async function gitFolder(dir: string): Promise<string> {
  const path = join(dir, ".git");
  if (await textOf(join(path, "HEAD")) !== null) return path;
  const named = /^gitdir: (.+)$/m.exec(await textOf(path) ?? "")?.[1]?.trim();
  if (named !== undefined) {
    const worktree = isAbsolute(named) ? named : join(dirname(path), named);
    const common = (await textOf(join(worktree, "commondir")))?.trim();
    if (common === undefined) return worktree;
    return isAbsolute(common) ? common : join(worktree, common);
  }
  throw new Failure("no-repository", `Cannot use ${dir}: it holds no git repository`, {
    remedy: "Run init at the top of a checkout, or name it with --dir.",
  });
}

/** What `origin` calls its HEAD, else the branch that is checked out. */
async function defaultBranch(git: string): Promise<string> {
  const origin = await textOf(join(git, "refs/remotes/origin/HEAD"));
  const head = await textOf(join(git, "HEAD"));
  return /^ref: refs\/remotes\/origin\/(\S+)/.exec(origin ?? "")?.[1] ??
    /^ref: refs\/heads\/(\S+)/.exec(head ?? "")?.[1] ?? "main";
}

async function refsIn(git: string): Promise<string[]> {
  const packed = (await textOf(join(git, "packed-refs")) ?? "").split("\n")
    .flatMap((line) => /^[0-9a-f]{40,64} (refs\/\S+)$/.exec(line)?.[1] ?? []);
  const loose = [];
  for (const folder of ["refs/heads", "refs/remotes/origin", "refs/tags"]) {
    loose.push(...await filesBelow(git, folder));
  }
  return [...packed, ...loose];
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, isDirectory, isFile } of await entriesOf(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await filesBelow(root, path));
    else if (isFile) found.push(path);
  }
  return found;
}

async function olderPolicies(dir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const stem of Object.values(OLDER_NAMES)) {
    for (const extension of [".yml", ".yaml"]) {
      const path = `${OLDER_FOLDER}/${stem}${extension}`;
      const text = await textOf(join(dir, path));
      if (text !== null) found[path] = text;
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).filter(({ isDirectory }) => !isDirectory)
    .map(({ name }) => name).toSorted();
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** `IsADirectory` where `.git` is one, `NotADirectory` where it is a worktree's file. */
function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory ||
    error instanceof Deno.errors.NotADirectory;
}
