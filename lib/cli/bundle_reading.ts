/**
 * Reading a bundle that a cycle left: its files are data that anybody may have edited since.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";

/** What the bundle is read for, as a message says it. */
export type Reading = "explain" | "replay";

/**
 * A JSON file of a bundle.
 * @throws {Failure} `no-bundle` when it cannot be read, or is no JSON
 */
export async function jsonOf(path: string, reading: Reading): Promise<object> {
  try {
    return Object(JSON.parse(await Deno.readTextFile(path)));
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

/** Told of a bundle that cannot be read. */
export function unreadable(
  path: string,
  { reading, error }: { reading: Reading; error: unknown },
): Failure {
  return new Failure(
    "no-bundle",
    `Cannot ${reading}: ${path} cannot be read: ${messageOf(error)}`,
    {
      remedy: "Name the folder of a whole bundle.",
    },
  );
}
