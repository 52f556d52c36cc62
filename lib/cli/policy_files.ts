/**
 * Where a command finds the policies.
 * @module
 */

import type { PolicyFile } from "../policy/policy_files.ts";
import { readPolicyFolder } from "../policy/read_folder.ts";

/** Folder that is read when none is named and it exists. */
const DEFAULT_FOLDER = "policies";

/** The files of a folder; null: those of the default folder where it exists, else the embedded ones. */
export async function readPolicyFiles(folder: string | null): Promise<readonly PolicyFile[]> {
  return await readPolicyFolder(folder ?? await defaultFolder());
}

async function defaultFolder(): Promise<string | null> {
  try {
    return (await Deno.stat(DEFAULT_FOLDER)).isDirectory ? DEFAULT_FOLDER : null;
  } catch {
    return null;
  }
}
