/**
 * Completes a bundle once every step is through: the record of the cycle, its summary for people, the
 * state as it was left; then the bundle is sealed.
 * @module
 */

import type { Cycle, CycleRecord } from "../cycle/cycle.ts";
import { messageOf } from "../failure.ts";
import { failedPage } from "../pages/failed_page.ts";
import { indexHtml } from "../pages/index_page.ts";
import { serializeState } from "../state/serialize.ts";
import { notGenerated } from "../views/common.ts";
import { summaryReport } from "../views/summary_view.ts";
import { INPUTS, inputsText } from "./inputs.ts";
import { BUNDLE_MARKER } from "./ours.ts";

/** A bundle that stands in its place. */
export interface Completed {
  /** Markdown for the job summary. */
  readonly summary: string;
  /** The record as it was written: a page that could not be rendered makes the exit code 1. */
  readonly record: CycleRecord;
}

/**
 * Writes what only the end of the cycle knows, and whatever step 8 could not, and seals the bundle.
 */
export async function completeBundle(cycle: Cycle, outcome: CycleRecord): Promise<Completed> {
  let record = outcome;
  const render = (file: string, page: () => string, instead: (why: string) => string): void => {
    try {
      cycle.files.set(file, page());
    } catch (error) {
      const why = messageOf(error);
      cycle.log.warn(`Cannot render ${file}: ${why}`);
      record = { ...record, exit_code: 1 };
      cycle.files.set(file, instead(why));
    }
  };
  const states = { before: cycle.stateTexts, snapshot: serializeState(cycle.state.saved) };
  for (const [when, texts] of Object.entries(states)) {
    for (const [file, text] of Object.entries(texts)) {
      if (text !== null) cycle.files.set(`state-${when}/${file}`, text);
    }
  }
  cycle.files.set(INPUTS, inputsText(cycle));
  // Their places in the order of the files; the record lists itself and what comes after it, too.
  for (const name of [BUNDLE_MARKER, "cycle_info.txt", "cycle_summary.md", "index.html"]) {
    cycle.files.set(name, cycle.files.get(name) ?? "");
  }
  render(
    "cycle_summary.md",
    () => summaryReport(cycle, outcome),
    (why) => notGenerated("Release ops cycle", { why, failed: true }),
  );
  render(
    "index.html",
    () => indexHtml(cycle),
    (why) => failedPage(cycle, { title: "Release ops bundle", why, file: "index.html" }),
  );
  cycle.files.set(BUNDLE_MARKER, recordText(record, cycle.files.keys()));
  cycle.files.set("cycle_info.txt", infoText(record));
  for (const [name, text] of cycle.files) await cycle.bundle.write(name, text);
  await cycle.bundle.seal();
  return { summary: cycle.files.get("cycle_summary.md") ?? "", record };
}

/**
 * `cycle.json`: the record, and under `files` every file of the bundle. Only what is listed there is
 * ever replaced or pruned.
 */
export function recordText(record: CycleRecord, files: Iterable<string>): string {
  return `${JSON.stringify({ ...record, files: [...files].toSorted() }, null, 2)}\n`;
}

/** `cycle_info.txt`: one `key: value` per line. */
export function infoText(record: CycleRecord): string {
  const entries = {
    tool: record.tool,
    version: record.version,
    repository: record.repository,
    run_id: record.run_id,
    run_url: record.run_url ?? "none",
    now: record.now,
    mode: record.mode,
    complete: record.complete,
    guarded: record.guarded ?? "no",
    exit_code: record.exit_code,
    ...Object.fromEntries(record.steps.map(({ name, outcome }) => [`step ${name}`, outcome])),
  };
  return Object.entries(entries).map(([key, value]) => `${key}: ${value}\n`).join("");
}
