/**
 * What a workflow gets to know of a cycle: the job summary and the step's outputs.
 * @module
 */

import type { Log } from "../cycle/cycle.ts";
import type { CycleEnd } from "../cycle/run_cycle.ts";
import { messageOf } from "../failure.ts";
import { pageBlockers } from "../pages/page_blockers.ts";
import { fitSummary, outputFile, SUMMARY_BYTES } from "../report/workflow_log.ts";
import { link, md } from "../report/markdown.ts";
import type { Mask } from "../report/mask.ts";
import { assertNoPlantedLink } from "../state/safe_path.ts";
import type { ReadEnv } from "./flags.ts";

/** Appends to the files that GitHub Actions names; a file that cannot be written is a warning. */
export async function reportToWorkflow(
  end: CycleEnd,
  { env, log, mask }: { env: ReadEnv; log: Log; mask: Mask },
): Promise<void> {
  const { run_url } = end.record;
  const whole = link("the whole summary", run_url);
  await append(env("GITHUB_STEP_SUMMARY"), {
    text: mask(`${
      fitSummary(
        atTheRun(end.summary, run_url),
        SUMMARY_BYTES - 1_024,
        md`The rest was cut; ${whole} is in the bundle of the run.`,
      )
    }\n`),
    log,
  });
  const text = Object.entries(outputsOf(end)).map(([name, value]) => outputFile(name, value)).join(
    "",
  );
  await append(env("GITHUB_OUTPUT"), { text: mask(text), log });
}

/**
 * The files of the bundle do not lie beside the job summary: what links to one leads to the run's
 * artifacts instead, or nowhere when the run has no page. In anybody's text the bracket is escaped.
 */
function atTheRun(summary: string, run_url: string | null): string {
  return summary.replaceAll(
    /(?<!\\)\[([^\[\]]*)\]\(\.\/[^()\s]*\)/g,
    (_whole, words: string) => run_url === null ? words : `[${words}](${run_url}#artifacts)`,
  );
}

/** The step's outputs by name. */
export function outputsOf(end: CycleEnd): Record<string, string> {
  const summary = end.cycle?.facts.dashboard?.summary;
  return {
    should_run: String(end.record.guarded === null),
    complete: String(end.record.complete),
    exit_code: String(end.exit),
    bundle: end.bundle,
    index: `${end.bundle}/index.html`,
    single_page: pathOf(end, "release_ops_single_page.md"),
    dashboard: pathOf(end, "dashboard.json"),
    candidates: String(summary?.total_candidates ?? 0),
    promotable: String(summary?.promotable ?? 0),
    blocked: String(summary?.blocked ?? 0),
    pending: String(summary?.pending ?? 0),
    open_blockers: String(openBlockers(end)),
    actions: String(end.record.actions.length),
    state: end.record.state.commit?.kind ?? "not_saved",
  };
}

/** Path of a file of the bundle; empty when the loop guard stopped the cycle. */
function pathOf(end: CycleEnd, name: string): string {
  return end.cycle?.files.has(name) === true ? `${end.bundle}/${name}` : "";
}

/** Blockers whose reason holds, whether an issue tracks them yet or not. */
function openBlockers({ cycle }: CycleEnd): number {
  return cycle === null ? 0 : pageBlockers(cycle).filter(({ holds }) => holds).length;
}

async function append(
  path: string | undefined,
  { text, log }: { text: string; log: Log },
): Promise<void> {
  if (path === undefined || path === "") return;
  try {
    await assertNoPlantedLink(path);
    await Deno.writeTextFile(path, text, { append: true });
  } catch (error) {
    log.warn(`Cannot write to ${path}: ${messageOf(error)}`);
  }
}
