/**
 * Keeps the state in a local folder, for hosts where it is not committed: each file is replaced as a
 * whole or not at all, so that a crash never leaves half a file.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { join } from "@std/path";
import { Failure, messageOf } from "../failure.ts";
import type { StateTexts } from "../observation/observation.ts";
import { type Holder, lockState } from "./lock.ts";
import { assertNoSymlink, assertPlainRoot } from "./safe_path.ts";
import { STATE_FILES } from "./state.ts";

/** A folder that keeps the state of one cycle for the next. */
export interface StateFolder {
  /** Takes it for one cycle alone, until disposed: see {@linkcode lockState}. */
  lock(holder: Holder): Promise<AsyncDisposable>;
  /** The text of every state file: see {@linkcode readStateFolder}. */
  read(): Promise<StateTexts>;
  /** Replaces state files: see {@linkcode writeStateFolder}. */
  write(texts: Readonly<Record<string, string>>): Promise<void>;
}

/** The state folder at a path; nothing is touched yet. */
export function stateFolder(dir: string): StateFolder {
  return {
    lock: (holder) => lockState(dir, holder),
    read: () => readStateFolder(dir),
    write: (texts) => writeStateFolder(dir, texts),
  };
}

/**
 * The text of every state file in a folder; null for those that do not exist.
 * @throws {Failure} when a file is a symbolic link or cannot be read
 */
export async function readStateFolder(dir: string): Promise<StateTexts> {
  const texts: Record<string, string | null> = {};
  await assertPlainRoot(dir);
  for (const file of Object.values(STATE_FILES)) {
    const path = await assertNoSymlink(dir, file);
    texts[file] = await readIfPresent(path);
  }
  return texts;
}

/**
 * Writes state files into a folder, which is created when it does not exist: each into a temporary
 * file next to it, which then takes its place.
 * @throws {Failure} when a file is a symbolic link or cannot be written
 */
export async function writeStateFolder(
  dir: string,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  await assertPlainRoot(dir);
  await explained(`create the folder ${dir}`, () => ensureDir(dir));
  for (const [file, text] of Object.entries(texts)) {
    const path = await assertNoSymlink(dir, file);
    await explained(`write ${path}`, () => replaceFile(path, { dir, file, text }));
  }
}

async function readIfPresent(path: string): Promise<string | null> {
  return await explained(`read ${path}`, async () => {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  });
}

async function replaceFile(
  path: string,
  { dir, file, text }: { dir: string; file: string; text: string },
): Promise<void> {
  const temporary = join(dir, `.${file}.${crypto.randomUUID()}.tmp`);
  try {
    // `createNew` never follows a link, and `rename` replaces one instead of following it.
    using handle = await Deno.open(temporary, { write: true, createNew: true });
    await writeAll(handle, new TextEncoder().encode(text));
    await handle.sync();
  } catch (error) {
    await removeQuietly(temporary);
    throw error;
  }
  try {
    await Deno.rename(temporary, path);
  } catch (error) {
    await removeQuietly(temporary);
    throw error;
  }
}

async function writeAll(handle: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await handle.write(bytes.subarray(written));
  }
}

async function removeQuietly(path: string): Promise<void> {
  // The first error is the one that matters; a leftover temporary file harms nobody.
  await Deno.remove(path).catch(() => undefined);
}

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Failure("state-folder", `Cannot ${what}: ${messageOf(error)}`, {
      remedy: "Check that the state folder exists, is a folder, and may be read and written.",
      exit: 1,
      cause: error,
    });
  }
}
