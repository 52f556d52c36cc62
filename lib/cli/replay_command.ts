/**
 * `replay`: runs a cycle again on what its bundle holds, without GitHub, and compares what it leaves.
 * @module
 */

import { join } from "@std/path";
import { INPUTS, type Inputs, transcriptOf } from "../bundle/inputs.ts";
import { BUNDLE_MARKER, BUNDLE_PREFIX } from "../bundle/ours.ts";
import type { CycleRecord } from "../cycle/cycle.ts";
import { RUN_ID } from "../cycle/options.ts";
import { runCycle } from "../cycle/run_cycle.ts";
import { replayed } from "../cycle/transcript.ts";
import { Failure } from "../failure.ts";
import { clean } from "../report/clean.ts";
import { assertNoSymlink } from "../state/safe_path.ts";
import { jsonOf, otherVersion, readAs } from "./bundle_reading.ts";
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
  const marker = join(folder, BUNDLE_MARKER);
  const record = await jsonOf(marker, "replay") as Listed;
  if (typeof record.guarded === "string") {
    throw new Failure("guarded", `Cannot replay ${folder}: the loop guard stopped that cycle`, {
      remedy: "It asked and decided nothing; name the bundle of another one.",
    });
  }
  const inputs = await jsonOf(path, "replay") as Inputs;
  if (inputs.transcript === undefined) {
    throw new Failure("no-transcript", `Cannot replay ${folder}: ${INPUTS} has no transcript`, {
      remedy: "An older version decided that cycle; what it was answered is not known.",
    });
  }
  shell.err(otherVersion(inputs.version, { reading: "replay", version: shell.version }));
  const { before, deno, durations } = await readAs(marker, "replay", async () => ({
    before: await textsIn(folder, record.files),
    deno: record.versions.deno,
    durations: record.steps.flatMap(({ duration_ms }) => [0, duration_ms]),
  }));
  const log = createLog(shell.err, { verbose: values.verbose === true, kind: "plain" });
  const templates = values.templates as string | null;
  const root = values.out as string;
  return await readAs(path, "replay", async () => {
    const { options, policies, version } = inputs;
    if (typeof options.run_id !== "string" || !RUN_ID.test(options.run_id)) {
      throw new Error(`${JSON.stringify(options.run_id)} is no run id`);
    }
    const world = replayed(transcriptOf(inputs), { local: options.state_dir !== null });
    await assertElsewhere(folder, join(root, `${BUNDLE_PREFIX}${options.run_id}`));
    if (options.templates !== templates) {
      log.warn(
        `That cycle had the templates of ${options.templates ?? "the program"}; ` +
          "what they say may differ. They run as code, so only --templates names any.",
      );
    }
    await chooseTemplates(templates, log.warn);
    const end = await runCycle({
      ...world,
      options,
      bundles: { root, retention_days: 0 },
      policies,
      steps: await shell.steps(),
      now: Temporal.Instant.from(inputs.now),
      version,
      deno,
      log,
      clock: () => durations.shift() ?? 0,
      mask: shell.secrets.mask,
    });
    const { files } = await jsonOf(join(end.bundle, BUNDLE_MARKER), "replay") as Listed;
    const differing = differences(before, await textsIn(end.bundle, files));
    shell.out(
      `${end.bundle}/index.html\n` +
        (differing.length === 0
          ? `All ${files.length} files are the same.\n`
          : `Different: ${differing.map((name) => clean(name)).join(", ")}\n`),
    );
    return differing.length === 0 ? 0 : 1;
  });
}

/** Texts of the listed files that are there. */
type Texts = ReadonlyMap<string, string>;

/** Names of the files whose text is not the same in both. */
function differences(one: Texts, other: Texts): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].toSorted()
    .filter((name) => one.get(name) !== other.get(name));
}

async function textsIn(root: string, names: readonly string[]): Promise<Texts> {
  const texts = new Map<string, string>();
  for (const name of names) {
    const text = await textIn(root, name);
    if (text !== null) texts.set(name, text);
  }
  return texts;
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
