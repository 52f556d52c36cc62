/**
 * Reading a bundle that a cycle left: its files are data that anybody may have edited since.
 * @module
 */

import { basename, dirname } from "@std/path";
import { Failure, messageOf } from "../failure.ts";
import { clean } from "../report/clean.ts";
import { assertNoSymlink } from "../state/safe_path.ts";

/** What the bundle is read for, as a message says it. */
export type Reading = "explain" | "replay";

/**
 * A JSON file of a bundle. A link is not followed: a message quotes what is no JSON.
 * @throws {Failure} `no-bundle` when it cannot be read, or is no JSON
 */
export async function jsonOf(path: string, reading: Reading): Promise<object> {
  try {
    const file = await assertNoSymlink(dirname(path), basename(path));
    return Object(JSON.parse(await Deno.readTextFile(file)));
  } catch (error) {
    throw unreadable(path, { reading, error });
  }
}

/** Does something with what was read: where that throws, the file is not what a cycle left. */
export async function readAs<Result>(
  path: string,
  reading: Reading,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(path, { reading, error });
  }
}

/** The line that tells of another version than the one that reads; empty where it is the same. */
export function otherVersion(
  decided: unknown,
  { reading, version }: { reading: Reading; version: string },
): string {
  if (decided === version) return "";
  const named = typeof decided === "string" ? clean(decided) : "unknown";
  const done = reading === "explain" ? "explained" : "replayed";
  return `decided by version ${named}, ${done} by ${version}\n`;
}

/** Told of a bundle that cannot be read. */
export function unreadable(
  path: string,
  { reading, error }: { reading: Reading; error: unknown },
): Failure {
  const what = error instanceof Deno.errors.NotFound
    ? `there is no ${path}`
    : `${path} cannot be read: ${messageOf(error)}`;
  return new Failure("no-bundle", `Cannot ${reading}: ${what}`, {
    remedy: "Name the folder of a whole bundle.",
  });
}
