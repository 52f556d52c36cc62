/**
 * The bundle on disk: built in a hidden folder beside its place and renamed into it when complete, so
 * that nobody ever sees half of one.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { dirname, join } from "@std/path";
import { Failure, messageOf } from "../failure.ts";
import { assertNoSymlink } from "../state/safe_path.ts";

/** Beginning of the name of every bundle. */
export const BUNDLE_PREFIX = "release-ops-cycle-";
/** A file that only our bundles have: what may be replaced or pruned is told by it. */
export const BUNDLE_MARKER = "cycle.json";

/** A bundle being built. */
export class Bundle {
  readonly #root: string;
  readonly #name: string;

  private constructor(root: string, name: string) {
    this.#root = root;
    this.#name = name;
  }

  /**
   * Begins a bundle in `root`; what an interrupted run left behind for the same run goes.
   * @throws {Failure} exit 2 when the folder cannot be written, or something foreign stands in its place.
   */
  static async open(root: string, runId: string): Promise<Bundle> {
    const bundle = new Bundle(root, `${BUNDLE_PREFIX}${runId}`);
    try {
      await ensureDir(root);
      await assertNoSymlink(root, bundle.#name);
      await assertNoSymlink(root, bundle.#draftName);
      await bundle.#assertOurs();
      await remove(bundle.#draft);
      await ensureDir(bundle.#draft);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(
        "bundle-unwritable",
        `Cannot write bundles to ${root}: ${messageOf(error)}`,
        {
          remedy: "Choose another folder with --out.",
          cause: error,
        },
      );
    }
    return bundle;
  }

  /** Where the bundle stands once it is sealed. */
  get path(): string {
    return join(this.#root, this.#name);
  }

  get name(): string {
    return this.#name;
  }

  get #draftName(): string {
    return `.tmp-${this.#name}`;
  }

  get #draft(): string {
    return join(this.#root, this.#draftName);
  }

  /** Writes a file of the bundle; `name` may have one folder in front. */
  async write(name: string, text: string): Promise<void> {
    const path = join(this.#draft, name);
    await ensureDir(dirname(path));
    await Deno.writeTextFile(path, text, { createNew: false });
  }

  /** Puts the bundle into its place, over an earlier one of the same run. */
  async seal(): Promise<void> {
    await this.#assertOurs();
    await remove(this.path);
    await Deno.rename(this.#draft, this.path);
  }

  /** Whatever stands where the bundle goes must be an earlier bundle of ours. */
  async #assertOurs(): Promise<void> {
    const found = await kindOf(this.path);
    if (
      found === "nothing" ||
      (found === "folder" && await kindOf(join(this.path, BUNDLE_MARKER)) === "file")
    ) {
      return;
    }
    throw new Failure(
      "bundle-foreign",
      `Cannot put the bundle at ${this.path}: something that is not a bundle stands there`,
      {
        remedy: "Move it away, or choose another folder with --out.",
      },
    );
  }
}

/** Removes bundles older than `days` from `root`: folders only, by name and marker. Returns their names. */
export async function pruneBundles(
  root: string,
  { days, now }: { days: number; now: Temporal.Instant },
): Promise<string[]> {
  const pruned: string[] = [];
  for await (const entry of Deno.readDir(root)) {
    if (!entry.isDirectory || entry.isSymlink || !entry.name.startsWith(BUNDLE_PREFIX)) continue;
    const path = join(root, entry.name);
    const at = await bundleTime(join(path, BUNDLE_MARKER));
    if (at === null || now.since(at).total("hours") <= days * 24) continue;
    await Deno.remove(path, { recursive: true });
    pruned.push(entry.name);
  }
  return pruned.toSorted();
}

/** The time of the cycle that made the bundle; null when the file is not our record. */
async function bundleTime(path: string): Promise<Temporal.Instant | null> {
  try {
    if (!(await Deno.lstat(path)).isFile) return null;
    const found: unknown = JSON.parse(await Deno.readTextFile(path));
    if (typeof found !== "object" || found === null) return null;
    const { tool, now } = found as { tool?: unknown; now?: unknown };
    return tool === "release-ops-orchestrator" && typeof now === "string"
      ? Temporal.Instant.from(now)
      : null;
  } catch {
    return null; // unreadable: then it is not provably ours, and stays
  }
}

async function kindOf(path: string): Promise<"nothing" | "file" | "folder" | "other"> {
  try {
    const info = await Deno.lstat(path);
    return info.isSymlink ? "other" : info.isDirectory ? "folder" : info.isFile ? "file" : "other";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "nothing";
    throw error;
  }
}

async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
