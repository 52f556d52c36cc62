/**
 * Which commit is being built.
 * @module
 */

import { ended } from "./command.ts";

/** Characters of a commit id: always so many, however large the clone is that it is built in. */
const LENGTH = 7;

/**
 * The commit of a folder, `abc1234`, or `abc1234-dirty` when its files differ from it; null without
 * git or outside of a repository.
 */
export async function commitOf(folder: string): Promise<string | null> {
  const head = await ended("git", { args: ["rev-parse", "--verify", "HEAD"], cwd: folder });
  if (head === null || !head.ok) return null;
  const changes = await ended("git", { args: ["status", "--porcelain"], cwd: folder });
  const clean = changes?.ok === true && changes.out.trim() === "";
  return `${head.out.trim().slice(0, LENGTH)}${clean ? "" : "-dirty"}`;
}
