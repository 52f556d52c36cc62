/**
 * One cycle at a time on a local state folder. The operating system holds the lock, so that it goes
 * with the process that took it, however that process ends; the file's text says who it was.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { Failure, messageOf } from "../failure.ts";
import { assertNoSymlink, assertPlainRoot } from "./safe_path.ts";

/** Name of the lock file in the state folder. It stays; only the lock on it comes and goes. */
export const LOCK_FILE = ".lock";

/** Who takes the lock: told to whoever comes second. */
export interface Holder {
  /** Of the cycle that holds the lock. */
  readonly run_id: string;
  /** When, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly since: string;
}

/**
 * Takes the lock of a state folder, which is created when it does not exist. Disposing gives it back.
 * @throws {Failure} exit 2, `locked` when another cycle holds it; the message says which, and since when
 */
export async function lockState(dir: string, holder: Holder): Promise<AsyncDisposable> {
  const file = await opened(dir);
  try {
    if (!await file.tryLock(true)) {
      throw new Failure(
        "locked",
        `Cannot run a cycle on the state in ${dir}: another one holds it, ${await nameOf(file)}`,
        {
          remedy:
            "Wait until it has ended; the lock goes with its process, even when that is killed.",
        },
      );
    }
    await file.truncate();
    await file.seek(0, Deno.SeekMode.Start);
    await file.write(new TextEncoder().encode(`${JSON.stringify({ pid: Deno.pid, ...holder })}\n`));
  } catch (error) {
    file.close();
    if (error instanceof Failure) throw error;
    throw unusable(dir, error);
  }
  return {
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await file.unlock();
      file.close();
    },
  };
}

async function opened(dir: string): Promise<Deno.FsFile> {
  try {
    await assertPlainRoot(dir);
    await ensureDir(dir);
    const path = await assertNoSymlink(dir, LOCK_FILE);
    return await Deno.open(path, { read: true, write: true, create: true });
  } catch (error) {
    throw unusable(dir, error);
  }
}

/** What the file says of who holds it: data, and not to be trusted with more than a message. */
async function nameOf(file: Deno.FsFile): Promise<string> {
  try {
    const bytes = new Uint8Array(1_024);
    const read = await file.read(bytes) ?? 0;
    const { pid, run_id, since } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, read)));
    return `process ${Number(pid)}, run ${JSON.stringify(String(run_id))}, since ${
      Temporal.Instant.from(since)
    }`;
  } catch {
    return "which has not said its name yet";
  }
}

function unusable(dir: string, error: unknown): Failure {
  return new Failure("state-folder", `Cannot lock the state folder ${dir}: ${messageOf(error)}`, {
    remedy: "Name a local folder with --state-dir that may be read and written.",
    cause: error,
  });
}
