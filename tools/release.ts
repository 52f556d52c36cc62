/**
 * `deno task release`: the binary for every machine, the single file, and their checksums; all of them
 * or none.
 * @module
 */

import { join } from "@std/path";
import { Failure } from "../lib/failure.ts";
import { bundle, BUNDLE_FILE } from "./bundle.ts";
import { ROOT } from "./command.ts";
import { compile, GRANT_FLAGS, grantsOf } from "./compile.ts";
import { binaryName, TARGETS } from "./targets.ts";
import { taskFlags, told } from "./task.ts";

/** Name of the file that `sha256sum --check` reads. */
export const CHECKSUMS_FILE = "SHA256SUMS";

/** The checksums of files of a folder, one a line, by name. */
export async function checksums(folder: string, names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of names.toSorted()) {
    const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(join(folder, name)));
    lines.push(`${new Uint8Array(digest).toHex()}  ${name}\n`);
  }
  return lines.join("");
}

async function main(): Promise<string> {
  const values = taskFlags(GRANT_FLAGS);
  const grants = grantsOf(values);
  if ((Deno.env.get("DENORT_BIN") ?? "") !== "") {
    throw new Failure(
      "one-base",
      "Cannot release: DENORT_BIN is the runtime of one machine, a release is for " +
        `${TARGETS.length}`,
      { remedy: "Unset it, or compile for one machine: deno task compile --target NAME." },
    );
  }
  const dist = join(ROOT, "dist");
  const work = join(dist, ".release");
  try {
    await Deno.mkdir(work, { recursive: true });
    const { path: source } = await bundle(join(work, BUNDLE_FILE));
    const names = [BUNDLE_FILE];
    for (const target of TARGETS) {
      const name = binaryName(target);
      await compile(source, { target, output: join(work, name), grants });
      names.push(name);
    }
    const sums = await checksums(work, names);
    await Deno.writeTextFile(join(work, CHECKSUMS_FILE), sums);
    for (const name of [...names, CHECKSUMS_FILE]) {
      await Deno.rename(join(work, name), join(dist, name));
    }
    return sums.trimEnd();
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

if (import.meta.main) Deno.exit(await told(main));
