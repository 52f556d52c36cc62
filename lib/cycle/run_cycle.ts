/**
 * Runs one cycle: guard, observe, the steps in their order, and the bundle, whatever happens on the way.
 * @module
 */

import { assertGranted, Bundle, pruneBundles } from "../bundle/bundle.ts";
import { completeBundle } from "../bundle/complete.ts";
import { Failure, messageOf } from "../failure.ts";
import { Gate } from "../gate/gate.ts";
import type { Policies } from "../policy/policies.ts";
import type { Mask } from "../report/mask.ts";
import { StateKeeper } from "../state/keeper.ts";
import { parseState } from "../state/parse.ts";
import { notGenerated } from "../views/common.ts";
import type { Cycle, CycleRecord, Log, Step, StepRun } from "./cycle.ts";
import { guardedBundle } from "./guarded.ts";
import { type CycleOptions, modeOf } from "./options.ts";
import { guard, observe, requestOf } from "./preflight.ts";
import { recordOf } from "./record.ts";
import { type Exchange, recorded, type World } from "./transcript.ts";

/** Everything a cycle is given; the folder of its world is that of `options.state_dir`. */
export interface CycleInput extends World {
  /** What a person chose. */
  readonly options: CycleOptions;
  /** Where its bundle goes; that decides nothing. */
  readonly bundles: {
    /** Folder that holds the bundles. */
    readonly root: string;
    /** Days after which bundles in that folder are pruned; 0 keeps them all. */
    readonly retention_days: number;
  };
  /** Checked already: a bad policy never gets this far. */
  readonly policies: Policies;
  /** In the order in which they run. */
  readonly steps: readonly Step[];
  /** The instant of the cycle; it counts to the second. */
  readonly now: Temporal.Instant;
  /** Version of this program, for reports and the record. */
  readonly version: string;
  /** Version of Deno, for the record. */
  readonly deno: string;
  /** Progress for whoever watches. */
  readonly log: Log;
  /** Milliseconds of a steady clock, for durations only. */
  readonly clock: () => number;
  /** Takes the token out of everything that goes into the bundle; absent where there is none. */
  readonly mask?: Mask;
}

/** How a cycle ended. */
export interface CycleEnd {
  /** 0 also when the loop guard stopped the cycle; 1 when a step or an action failed. */
  readonly exit: 0 | 1;
  /** Folder of the bundle. */
  readonly bundle: string;
  /** What `cycle.json` says. */
  readonly record: CycleRecord;
  /** Markdown for the job summary. */
  readonly summary: string;
  /** The cycle as it ended; null when the loop guard stopped it. */
  readonly cycle: Cycle | null;
}

/**
 * Runs one cycle.
 * @throws {Failure} exit 2 when it refuses to begin: nothing was written then.
 */
export async function runCycle(input: CycleInput): Promise<CycleEnd> {
  const { dry_run, run_id } = input.options;
  await assertGranted(input.bundles.root);
  const since = input.now.toString({ smallestUnit: "second" });
  // A dry run saves nothing, so it stands in nobody's way.
  await using _lock = input.folder === null || dry_run
    ? null
    : await input.folder.lock({ run_id, since });
  return await runAlone(input);
}

async function runAlone(given: CycleInput): Promise<CycleEnd> {
  const transcript: Exchange[] = [];
  // What the record says of it, and nothing more, is what a replay knows.
  const whole = given.now.round({ smallestUnit: "second", roundingMode: "floor" });
  const input = { ...given, now: whole, ...recorded(given, transcript) };
  const { options, policies, now, log } = input;
  const request = await requestOf(input);
  const verdict = await guard(input);
  if (options.event.name !== "") log.info(verdict.reason);
  if (verdict.stop) return await guardedBundle(input, verdict.reason);

  const { observed, blind } = await observe(input, request);
  const stateTexts = request.local_state ?? observed.state.files;
  const { state, damage } = parseState(stateTexts, { now });
  for (const { file, why } of damage) log.warn(`State file ${file}: ${why}`);
  const gate = new Gate(input.hub, {
    mode: modeOf(options),
    observation: observed,
    caps: {
      new_issues: policies.blockers.max_new_issues_per_cycle,
      routed_issues: policies.routing.rate_limit.max_issues_per_run,
    },
    now,
  });
  const bundle = await Bundle.open(input.bundles.root, options.run_id, input.mask);
  const cycle: Cycle = {
    now,
    at: now.toString({ smallestUnit: "second" }),
    version: input.version,
    deno: input.deno,
    options,
    policies,
    request,
    hub: input.hub,
    folder: input.folder,
    transcript,
    gate,
    state: new StateKeeper(state),
    stateTexts,
    damage,
    observed,
    blind,
    bundle,
    files: new Map(),
    results: [],
    facts: {},
    log,
  };
  warnOfUnbuilt(cycle);
  for (const step of input.steps) await runStep(cycle, step, input.clock);
  const { record, summary } = await completeBundle(cycle, recordOf(cycle));
  await prune(input);
  return { exit: record.exit_code, bundle: bundle.path, record, summary, cycle };
}

/** Runs one step; whatever it throws becomes a placeholder and a warning, and the next step runs. */
async function runStep(cycle: Cycle, step: Step, clock: () => number): Promise<void> {
  const { log } = cycle;
  const started = clock();
  log.group(`Step ${step.number}: ${step.title}`);
  let run: StepRun;
  try {
    run = await step.run(cycle);
    if (run.outcome === "failed") log.warn(step.warning);
  } catch (error) {
    const why = messageOf(error);
    log.warn(step.warning);
    if (!(error instanceof Failure) && error instanceof Error) log.detail(error.stack ?? why);
    run = { outcome: "failed", summary: why, files: placeholder(cycle, step, why) };
  }
  for (const [name, text] of Object.entries(run.files)) cycle.files.set(name, text);
  cycle.results.push({
    number: step.number,
    name: step.name,
    title: step.title,
    outcome: run.outcome,
    summary: run.summary,
    reports: step.reports,
    duration_ms: Math.round(clock() - started),
  });
  log.info(`${run.outcome}: ${run.summary}`);
  log.endGroup();
}

function placeholder(cycle: Cycle, step: Step, why: string): Readonly<Record<string, string>> {
  if (step.placeholder !== undefined) return step.placeholder(cycle, why);
  return Object.fromEntries(
    step.reports.map((name) => [name, notGenerated(step.title, { why, failed: true })]),
  );
}

function warnOfUnbuilt({ options, policies, log }: Cycle): void {
  if (options.enable_notify || policies.handoff.output.slack_webhook.enabled) {
    log.warn(
      "Notifications are not built yet: nothing is sent, whatever enable_notify and slack_webhook say",
    );
  }
}

/** A dry run takes nothing away either. */
async function prune({ bundles, options, now, log }: CycleInput): Promise<void> {
  const { root, retention_days: days } = bundles;
  if (days === 0 || options.dry_run) return;
  try {
    const { removed, left } = await pruneBundles(root, { days, now });
    for (const name of removed) log.info(`Pruned ${name}, older than ${days} days.`);
    for (const sentence of left) log.detail(sentence);
  } catch (error) {
    log.warn(`Cannot prune old bundles: ${messageOf(error)}`);
  }
}
