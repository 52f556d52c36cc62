/**
 * Small things about folders that the sweeps share.
 * @module
 */

import { join } from "@std/path";

/** Copies a folder with everything in it; one that does not exist is copied as an empty one. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  try {
    for await (const entry of Deno.readDir(from)) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory) await copyFolder(source, target);
      else await Deno.copyFile(source, target);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Text by name of the JSON files of a folder. */
export async function readJsonFiles(folder: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".json")) texts[name] = await Deno.readTextFile(join(folder, name));
  }
  return texts;
}

/** What stands in a folder, by name. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).toSorted();
}

/** Runs something with a temporary folder. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-reliability-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
