/**
 * The bundle on disk: built in a hidden folder beside its place and renamed into it when complete, so
 * that nobody ever sees half of one.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { dirname, join } from "@std/path";
import { Failure, messageOf } from "../failure.ts";
import type { Mask } from "../report/mask.ts";
import { assertNoSymlink, assertPlainRoot } from "../state/safe_path.ts";
import { BUNDLE_PREFIX, type Ours, readOurs } from "./ours.ts";

/** A bundle being built. */
export class Bundle {
  readonly #root: string;
  readonly #name: string;
  readonly #mask: Mask;
  /** What stands in the draft, by file name, before the mask. */
  readonly #written = new Map<string, string>();

  private constructor(root: string, name: string, mask: Mask) {
    this.#root = root;
    this.#name = name;
    this.#mask = mask;
  }

  /**
   * Begins a bundle in `root`; what an interrupted run left behind for the same run goes.
   * @param mask goes over everything that is written
   * @throws {Failure} exit 2 when the folder cannot be written, or something foreign stands in its place.
   */
  static async open(
    root: string,
    runId: string,
    mask: Mask = (text) => text,
  ): Promise<Bundle> {
    const bundle = new Bundle(root, `${BUNDLE_PREFIX}${runId}`, mask);
    try {
      await assertPlainRoot(root);
      await ensureDir(root);
      await assertNoSymlink(root, bundle.#name);
      await assertNoSymlink(root, bundle.#draftName);
      await bundle.#assertReplaceable();
      await assertFolder(bundle.#draft);
      await remove(bundle.#draft);
      await ensureDir(bundle.#draft);
    } catch (error) {
      throw asFailure(error, { root, exit: 2 });
    }
    return bundle;
  }

  /** Where the bundle stands once it is sealed. */
  get path(): string {
    return join(this.#root, this.#name);
  }

  /** `release-ops-cycle-<run_id>`: the folder's name alone. */
  get name(): string {
    return this.#name;
  }

  get #draftName(): string {
    return `.tmp-${this.#name}`;
  }

  get #draft(): string {
    return join(this.#root, this.#draftName);
  }

  /**
   * Writes a file of the bundle, unless it stands there as it is; `name` may have one folder in front.
   * @throws {Failure} exit 1 when it cannot be written
   */
  async write(name: string, text: string): Promise<void> {
    if (this.#written.get(name) === text) return;
    try {
      const path = await assertNoSymlink(this.#root, `${this.#draftName}/${name}`);
      await ensureDir(dirname(path));
      await Deno.writeTextFile(path, this.#mask(text));
      this.#written.set(name, text);
    } catch (error) {
      throw asFailure(error, { root: this.#root, exit: 1 });
    }
  }

  /**
   * Puts the bundle into its place, over an earlier one of the same run.
   * @throws {Failure} exit 1 when that place is taken or cannot be written
   */
  async seal(): Promise<void> {
    try {
      await this.#assertReplaceable();
      await remove(this.path);
      await Deno.rename(this.#draft, this.path);
    } catch (error) {
      throw asFailure(error, { root: this.#root, exit: 1 });
    }
  }

  /** Whatever stands where the bundle goes must be an earlier bundle of this run, and nothing else. */
  async #assertReplaceable(): Promise<void> {
    const there = await readOurs(this.path);
    if (there.kind === "nothing" || there.kind === "ours") return;
    throw new Failure(
      "bundle-foreign",
      `Cannot put the bundle at ${this.path}: what stands there is not a bundle of ours, because ${there.why}`,
      { remedy: "Move it away, or choose another folder with --out." },
    );
  }
}

/** What pruning did. */
export interface Pruned {
  /** Names of the folders that are gone. */
  readonly removed: readonly string[];
  /** Sentences about folders that look like old bundles of ours and were left alone. */
  readonly left: readonly string[];
}

/**
 * Removes bundles older than `days` from `root`: folders that carry our name, our record of the very
 * same run, and nothing that the record does not list.
 */
export async function pruneBundles(
  root: string,
  { days, now }: { days: number; now: Temporal.Instant },
): Promise<Pruned> {
  await assertPlainRoot(root);
  const removed: string[] = [];
  const left: string[] = [];
  const names = (await Array.fromAsync(Deno.readDir(root)))
    .map(({ name }) => name).filter((name) => name.startsWith(BUNDLE_PREFIX)).toSorted();
  for (const name of names) {
    const path = join(root, name);
    const there = await readOurs(path);
    if (there.kind === "foreign") left.push(`${name} stays: ${there.why}.`);
    if (there.kind !== "ours" || now.since(there.at).total("hours") <= days * 24) continue;
    await removeOurs(path, there);
    removed.push(name);
  }
  return { removed, left };
}

/** File by file and folder by folder: were something added meanwhile, it would stay and this would fail. */
async function removeOurs(path: string, { files, folders }: Ours): Promise<void> {
  for (const file of files) await Deno.remove(join(path, file));
  for (const folder of folders) await Deno.remove(join(path, folder));
  await Deno.remove(path);
}

/**
 * Makes sure, before anything is asked of GitHub, that the runtime lets us write there.
 * @throws {Failure} exit 2 when it does not
 */
export async function assertGranted(root: string): Promise<void> {
  const { state } = await Deno.permissions.query({ name: "write", path: root });
  if (state === "granted") return;
  throw asFailure(new Error(`Requires write access to ${JSON.stringify(root)}`), { root, exit: 2 });
}

function asFailure(
  error: unknown,
  { root, exit }: { root: string; exit: 1 | 2 },
): Failure {
  if (error instanceof Failure) {
    return error.exit === exit
      ? error
      : new Failure(error.code, error.message, { remedy: error.remedy, exit, cause: error });
  }
  return new Failure("bundle-unwritable", `Cannot write bundles to ${root}: ${messageOf(error)}`, {
    remedy: "Choose another folder with --out: in artifacts, unless others were granted.",
    exit,
    cause: error,
  });
}

/** What an interrupted run left behind is a folder; a file of that name is somebody else's. */
async function assertFolder(path: string): Promise<void> {
  try {
    if ((await Deno.lstat(path)).isDirectory) return;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new Failure("bundle-foreign", `Cannot build the bundle at ${path}: a file stands there`, {
    remedy: "Move it away, or choose another folder with --out.",
  });
}

async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
