/**
 * What a cycle leaves when the loop guard stopped it: a minimal bundle that says so.
 * @module
 */

import { Bundle } from "../bundle/bundle.ts";
import { infoText, recordText } from "../bundle/complete.ts";
import { failedPage } from "../pages/failed_page.ts";
import { notGenerated } from "../views/common.ts";
import type { CycleRecord } from "./cycle.ts";
import { modeOf } from "./options.ts";
import type { CycleEnd, CycleInput } from "./run_cycle.ts";

const GUARDED_FILES = ["cycle.json", "cycle_info.txt", "cycle_summary.md", "index.html"];

/** Writes the minimal bundle and ends the cycle with exit code 0. */
export async function guardedBundle(input: CycleInput, reason: string): Promise<CycleEnd> {
  const { options, version, deno, now } = input;
  const record: CycleRecord = {
    tool: "release-ops-orchestrator",
    version,
    repository: options.repository,
    run_id: options.run_id,
    run_url: options.run_url,
    now: now.toString({ smallestUnit: "second" }),
    mode: modeOf(options),
    exit_code: 0,
    complete: false,
    gaps: [],
    guarded: reason,
    steps: [],
    actions: [],
    state: { commit: null, damage: [] },
    versions: { deno },
  };
  const why = `the loop guard stopped this cycle. ${reason}`;
  const summary = notGenerated("Release ops cycle", { why });
  const files = new Map([
    ["cycle.json", recordText(record, GUARDED_FILES)],
    ["cycle_info.txt", infoText(record)],
    ["cycle_summary.md", summary],
  ]);
  files.set(
    "index.html",
    failedPage({ files, options }, { title: "Release ops cycle", why, file: "index.html" }),
  );
  const bundle = await Bundle.open(input.bundles.root, options.run_id, input.mask);
  for (const [name, text] of files) await bundle.write(name, text);
  await bundle.seal();
  return { exit: 0, bundle: bundle.path, record, summary, cycle: null };
}
