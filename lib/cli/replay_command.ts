/**
 * `replay`: runs a cycle again on what its bundle holds, without GitHub, and compares what it leaves.
 * @module
 */

import { join } from "@std/path";
import { BUNDLE_PREFIX } from "../bundle/bundle.ts";
import { INPUTS, type Inputs, transcriptOf } from "../bundle/inputs.ts";
import { BUNDLE_MARKER } from "../bundle/ours.ts";
import type { CycleRecord } from "../cycle/cycle.ts";
import { runCycle } from "../cycle/run_cycle.ts";
import { replayed } from "../cycle/transcript.ts";
import { Failure } from "../failure.ts";
import { clean } from "../report/clean.ts";
import { assertNoSymlink } from "../state/safe_path.ts";
import { jsonOf, readAs } from "./bundle_reading.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { createLog } from "./log.ts";
import { chooseTemplates } from "./templates.ts";

/** `cycle.json` as a bundle has it. */
type Listed = CycleRecord & { readonly files: readonly string[] };

/** Runs `replay`. */
export async function replayCommand(
  { values, positional }: ParsedFlags,
  shell: Shell,
): Promise<Exit> {
  const [folder] = positional;
  if (folder === undefined) {
    throw new Failure("no-bundle", "Cannot replay: no bundle is named", {
      remedy: "Name the folder of one: replay artifacts/release-ops-cycle-42.",
    });
  }
  const path = join(folder, INPUTS);
  const record = await jsonOf(join(folder, BUNDLE_MARKER), "replay") as Listed;
  if (typeof record.guarded === "string") {
    throw new Failure("guarded", `Cannot replay ${folder}: the loop guard stopped that cycle`, {
      remedy: "It asked and decided nothing; name the bundle of another one.",
    });
  }
  const inputs = await jsonOf(path, "replay") as Inputs;
  if (inputs.version !== shell.version) {
    shell.err(
      `decided by version ${clean(String(inputs.version))}, replayed by ${shell.version}\n`,
    );
  }
  const log = createLog(shell.err, { verbose: values.verbose === true, kind: "plain" });
  const templates = values.templates as string | null;
  const root = values.out as string;
  return await readAs(path, "replay", async () => {
    const { options, policies, version } = inputs;
    const world = replayed(transcriptOf(inputs), { local: options.state_dir !== null });
    await assertElsewhere(folder, join(root, `${BUNDLE_PREFIX}${options.run_id}`));
    if (options.templates !== templates) {
      log.warn(
        `That cycle had the templates of ${options.templates ?? "the program"}; ` +
          "what they say may differ. They run as code, so only --templates names any.",
      );
    }
    await chooseTemplates(templates, log.warn);
    const durations = record.steps.flatMap(({ duration_ms }) => [0, duration_ms]);
    const end = await runCycle({
      ...world,
      options,
      bundles: { root, retention_days: 0 },
      policies,
      steps: await shell.steps(),
      now: Temporal.Instant.from(inputs.now),
      version,
      deno: record.versions.deno,
      log,
      clock: () => durations.shift() ?? 0,
      mask: shell.secrets.mask,
    });
    const { files } = await jsonOf(join(end.bundle, BUNDLE_MARKER), "replay") as Listed;
    const differing = await differences(folder, end.bundle, new Set([...record.files, ...files]));
    shell.out(
      `${end.bundle}/index.html\n` +
        (differing.length === 0
          ? `All ${files.length} files are the same.\n`
          : `Different: ${differing.map((name) => clean(name)).join(", ")}\n`),
    );
    return differing.length === 0 ? 0 : 1;
  });
}

/** Names of the files whose text is not the same in both folders. */
async function differences(
  one: string,
  other: string,
  names: Iterable<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (const name of [...names].toSorted()) {
    const [before, after] = await Promise.all([one, other].map((root) => textIn(root, name)));
    if (before !== after) found.push(name);
  }
  return found;
}

async function textIn(root: string, name: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(await assertNoSymlink(root, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * A bundle of the same run would be replaced by its replay.
 * @throws {Failure} `own-place` when both are one folder
 */
async function assertElsewhere(folder: string, place: string): Promise<void> {
  const real = (path: string): Promise<string | null> => Deno.realPath(path).catch(() => null);
  if (await real(folder) !== await real(place)) return;
  throw new Failure("own-place", `Cannot replay ${folder} into its own place`, {
    remedy: "Choose another folder with --out.",
  });
}
