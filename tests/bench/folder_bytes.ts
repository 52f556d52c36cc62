/**
 * How much stands in a folder.
 * @module
 */

import { join } from "@std/path";

/** Bytes of all files below a folder. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? await folderBytes(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}
