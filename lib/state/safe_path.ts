/**
 * Guards paths against planted symbolic links: the runtime checks a permission against the path as it
 * is spelled and then follows links out of the granted folder.
 * @module
 */

import { isAbsolute, join, relative } from "@std/path";
import { Failure, messageOf } from "../failure.ts";

/**
 * Makes sure that no component of `relativePath` below `root` is a symbolic link. Components that do
 * not exist yet are fine. `root` itself was named by the operator and is taken as it is.
 * @returns the joined path
 * @throws {Failure} `symlink` for a link, `bad-path` for a path that is absolute, empty or climbs out
 */
export async function assertNoSymlink(root: string, relativePath: string): Promise<string> {
  let path = root;
  for (const component of componentsOf(relativePath)) {
    path = join(path, component);
    if (await isSymlink(path)) {
      throw new Failure(
        "symlink",
        `Cannot use ${relativePath} in ${root}: ${path} is a symbolic link, ` +
          "allowed are plain files and folders",
        { remedy: `Find out who put the link there, remove it and run again.`, exit: 1 },
      );
    }
  }
  return path;
}

/**
 * Makes sure that a folder which the operator named is not reached through a symbolic link that came
 * with the files around us: below the current folder, usually a checkout, every component must be
 * a plain one. Above and beside it the operator's own links count.
 * @throws {Failure} `symlink` for a link
 */
export async function assertPlainRoot(root: string): Promise<void> {
  const below = isAbsolute(root) ? relative(Deno.cwd(), root) : join(root);
  if (isAbsolute(below)) return; // another drive
  let path = "";
  for (const component of below.split(/[/\\]/)) {
    path = path === "" ? component : join(path, component);
    if (component === "" || component === ".") continue;
    if (component === "..") return;
    if (!await isSymlink(path)) continue;
    throw new Failure(
      "symlink",
      `Cannot use the folder ${root}: ${path} is a symbolic link, allowed are plain folders`,
      {
        remedy:
          "Find out who put the link there and remove it, or name the folder that it points to.",
      },
    );
  }
}

/**
 * Makes sure that a file which the environment names is no symbolic link. Links of the system itself,
 * such as `/dev/stdout`, are fine.
 * @throws {Failure} `symlink` for a link
 */
export async function assertNoPlantedLink(path: string): Promise<void> {
  await assertPlainRoot(path);
  if (path.startsWith("/dev/") || !await isSymlink(path)) return;
  throw new Failure(
    "symlink",
    `Cannot use the file ${path}: it is a symbolic link, allowed is a plain file`,
    { remedy: "Find out who put the link there and remove it.", exit: 1 },
  );
}

function componentsOf(relativePath: string): string[] {
  const components = relativePath.split(/[/\\]/);
  const bad = components.find((name) =>
    name === "" || name === "." || name === ".." || /[\0:]/.test(name)
  );
  if (bad === undefined) return components;
  throw new Failure(
    "bad-path",
    `Cannot use the path ${JSON.stringify(relativePath)}: the part ${
      JSON.stringify(bad)
    } is not a ` +
      "name, allowed is a relative path of names",
    { remedy: "Name a file below the folder, without `..`.", exit: 1 },
  );
}

async function isSymlink(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // A file stands where a folder is expected: no link, and the write that follows says so better.
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw new Failure(
      "unreadable-path",
      `Cannot look at ${path}: ${messageOf(error)}`,
      { remedy: "Grant read access to the folder.", exit: 1, cause: error },
    );
  }
}
