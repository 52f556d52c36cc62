/**
 * `ensureDir` with the signature of `@std/fs/ensure-dir`, which the npm mirror of the standard library
 * does not carry.
 * @module
 */

/**
 * Makes sure that a directory exists, with its parents.
 * @throws {Deno.errors.AlreadyExists} when something that is not a directory stands at the path.
 */
export async function ensureDir(dir: string | URL): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
}
