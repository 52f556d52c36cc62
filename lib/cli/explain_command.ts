/**
 * `explain`: why a candidate may ship or not, from the bundle of a cycle.
 * @module
 */

import { join } from "@std/path";
import { INPUTS, type Inputs } from "../bundle/inputs.ts";
import { BUNDLE_MARKER, BUNDLE_PREFIX } from "../bundle/ours.ts";
import { Failure } from "../failure.ts";
import { jsonOf, otherVersion, readAs, unreadable } from "./bundle_reading.ts";
import type { Exit, Shell } from "./command.ts";
import { explain, explanationText } from "./explain.ts";
import type { ParsedFlags } from "./flags.ts";

/** Runs `explain`. */
export async function explainCommand(
  { values, positional }: ParsedFlags,
  shell: Shell,
): Promise<Exit> {
  const [wanted] = positional;
  if (wanted === undefined) {
    throw new Failure("no-candidate", "Cannot explain: no candidate is named", {
      remedy: "Name a tag, a branch, a line or a commit: explain v4.2.0-rc.1.",
    });
  }
  const folder = values.bundle as string | null ?? await newestBundle(values.out as string);
  const path = join(folder, INPUTS);
  const inputs = await jsonOf(path, "explain") as Inputs;
  const explanation = await readAs(path, "explain", () => explain(inputs, wanted));
  shell.err(otherVersion(inputs.version, { reading: "explain", version: shell.version }));
  shell.out(
    values.json === true
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : `${explanationText(explanation)}\n`,
  );
  return 0;
}

/** The bundle of the latest cycle, by the cycle's own time. */
async function newestBundle(root: string): Promise<string> {
  const found: { path: string; now: string }[] = [];
  try {
    for await (const { name } of Deno.readDir(root)) {
      if (!name.startsWith(BUNDLE_PREFIX)) continue;
      const path = join(root, name);
      const { now } = await jsonOf(join(path, BUNDLE_MARKER), "explain") as { now?: unknown };
      if (typeof now === "string") found.push({ path, now });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw unreadable(root, { reading: "explain", error });
    }
  }
  const newest = found.toSorted((a, b) => a.now < b.now ? 1 : a.now > b.now ? -1 : 0)[0];
  if (newest !== undefined) return newest.path;
  throw new Failure("no-bundle", `Cannot explain: there is no bundle of a cycle in ${root}`, {
    remedy: "Give the folder of one with --bundle, or of all with --out; the demo leaves one, too.",
  });
}
