/**
 * Completes a bundle once every step is through: the record of the cycle, its summary for people, the
 * state as it was left; then the bundle is sealed.
 * @module
 */

import type { Cycle, CycleRecord } from "../cycle/cycle.ts";
import { serializeState } from "../state/serialize.ts";
import { indexHtml } from "../pages/index_page.ts";
import { summaryReport } from "../views/summary_view.ts";

/** Writes what only the end of the cycle knows, and seals the bundle. Returns the summary. */
export async function completeBundle(cycle: Cycle, record: CycleRecord): Promise<string> {
  const summary = summaryReport(cycle, record);
  for (const [file, text] of Object.entries(serializeState(cycle.state.saved))) {
    cycle.files.set(`state-snapshot/${file}`, text);
  }
  cycle.files.set("cycle.json", `${JSON.stringify(record, null, 2)}\n`);
  cycle.files.set("cycle_info.txt", infoText(record));
  cycle.files.set("cycle_summary.md", summary);
  cycle.files.set("index.html", indexHtml(cycle));
  // Step 8 may have failed half-way, so everything is written once more.
  for (const [name, text] of cycle.files) await cycle.bundle.write(name, text);
  await cycle.bundle.seal();
  return summary;
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
