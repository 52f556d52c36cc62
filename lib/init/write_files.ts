/**
 * Writes new files, and never over anything.
 * @module
 */

import { dirname } from "@std/path";
import { ensureDir } from "@std/fs/ensure-dir";
import { Failure, messageOf } from "../failure.ts";
import { assertNoSymlink } from "../state/safe_path.ts";
import type { NewFile } from "./plan.ts";

/**
 * Writes files below a folder.
 * @throws {Failure} exit 1 for a file that cannot be written, or that came into being meanwhile
 */
export async function writeFiles(dir: string, files: readonly NewFile[]): Promise<void> {
  for (const { path, text } of files) {
    const target = await assertNoSymlink(dir, path);
    try {
      await ensureDir(dirname(target));
      await Deno.writeTextFile(target, text, { createNew: true });
    } catch (error) {
      const denied = error instanceof Deno.errors.NotCapable;
      throw new Failure("unwritable", `Cannot write ${target}: ${messageOf(error)}`, {
        remedy: denied
          ? "Run init with a permission to write there: deno run --allow-read --allow-write=DIR main.ts init."
          : "Put that right and run init again: it goes on with what is missing.",
        exit: 1,
        cause: error,
      });
    }
  }
}
