/**
 * Telling a bundle that we made from anything else: by its name, by the record of the very run that the
 * name tells of, and by there being nothing in it that the record does not list.
 * @module
 */

import { basename, join } from "@std/path";
import { messageOf } from "../failure.ts";

/** Beginning of the name of every bundle. */
export const BUNDLE_PREFIX = "release-ops-cycle-";

/** The record of a bundle: the file by which it is told. */
export const BUNDLE_MARKER = "cycle.json";

/** A bundle of ours with everything in it, as paths in the bundle. */
export interface Ours {
  /** Tells it from what is foreign. */
  readonly kind: "ours";
  /** Time of its cycle. */
  readonly at: Temporal.Instant;
  /** Plain files, each listed in the record. */
  readonly files: readonly string[];
  /** Deepest first. */
  readonly folders: readonly string[];
}

/** What stands at a path. */
export type Standing = Ours | { readonly kind: "nothing" } | {
  readonly kind: "foreign";
  /** Completes "because …". */
  readonly why: string;
};

/** Looks at what stands where a bundle would. Links are never followed. */
export async function readOurs(path: string): Promise<Standing> {
  try {
    const info = await Deno.lstat(path);
    if (info.isSymlink || !info.isDirectory) return foreign("it is not a plain folder");
    if (!(await Deno.lstat(join(path, BUNDLE_MARKER))).isFile) {
      return foreign(`its ${BUNDLE_MARKER} is not a plain file`);
    }
    const record = recordOf(await Deno.readTextFile(join(path, BUNDLE_MARKER)), basename(path));
    if (record === null) return foreign(`its ${BUNDLE_MARKER} is not the record of this run`);
    const found = { files: [] as string[], folders: [] as string[] };
    const stranger = await strangerIn(path, { below: "", listed: record.files, found });
    return stranger === null
      ? { kind: "ours", at: record.at, ...found }
      : foreign(`${JSON.stringify(stranger)} in it is not from us`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return await absent(path);
    return foreign(`it cannot be read (${messageOf(error)})`);
  }
}

function foreign(why: string): Standing {
  return { kind: "foreign", why };
}

async function absent(path: string): Promise<Standing> {
  try {
    await Deno.lstat(path);
    return foreign(`it has no ${BUNDLE_MARKER}`);
  } catch {
    return { kind: "nothing" };
  }
}

/** Time and files of a record that belongs into a folder of this name; null when it does not. */
function recordOf(
  text: string,
  folder: string,
): { at: Temporal.Instant; files: ReadonlySet<string> } | null {
  try {
    const { tool, now, run_id, files } = JSON.parse(text) as Record<string, unknown>;
    if (tool !== "release-ops-orchestrator" || typeof now !== "string") return null;
    if (typeof run_id !== "string" || folder !== `${BUNDLE_PREFIX}${run_id}`) return null;
    if (!Array.isArray(files) || !files.every((file) => typeof file === "string")) return null;
    return { at: Temporal.Instant.from(now), files: new Set(files) };
  } catch {
    return null;
  }
}

/** The first entry that is not listed as a file or lies on the way to one; all others go to `found`. */
async function strangerIn(
  root: string,
  options: {
    below: string;
    listed: ReadonlySet<string>;
    found: { files: string[]; folders: string[] };
  },
): Promise<string | null> {
  const { below, listed, found } = options;
  const entries = await Array.fromAsync(Deno.readDir(join(root, below)));
  for (const { name, isFile, isDirectory, isSymlink } of entries) {
    const path = below === "" ? name : `${below}/${name}`;
    if (isFile && !isSymlink && listed.has(path)) {
      found.files.push(path);
      continue;
    }
    const onTheWay = isDirectory && !isSymlink &&
      [...listed].some((file) => file.startsWith(`${path}/`));
    if (!onTheWay) return path;
    const deeper = await strangerIn(root, { ...options, below: path });
    if (deeper !== null) return deeper;
    found.folders.push(path);
  }
  return null;
}
