/**
 * Step 9: saves the state once, when something material changed.
 * @module
 */

import { openBlockers } from "../lib/blockers/open.ts";
import { rememberHealth } from "../lib/blockers/memory.ts";
import { scoreHealth } from "../lib/candidates/health.ts";
import { lossOf } from "../lib/escalation/forgetting.ts";
import type { Cycle, CycleFacts, Step, StepRun } from "../lib/cycle/cycle.ts";
import { count } from "../lib/report/count.ts";
import type { StateFolder } from "../lib/state/local_store.ts";
import { materialChange } from "../lib/state/material.ts";
import { pruneState } from "../lib/state/prune.ts";
import { changedFiles, commitState as commit, stamped, withoutFiles } from "../lib/state/save.ts";
import { newerFiles } from "../lib/state/parse.ts";
import { canonical } from "../lib/state/serialize.ts";
import type { State } from "../lib/state/state.ts";

/** Commits the state to its branch, or keeps it in a local folder. */
export const commitState: Step = {
  name: "commit_state",
  number: "9",
  title: "Commit state",
  reports: [],
  warning: "Failed to push state updates",
  run,
  placeholder: () => ({}),
};

async function run(cycle: Cycle): Promise<StepRun> {
  const { gate, state, folder } = cycle;
  const why = gate.mode === "dry_run"
    ? "a dry run saves no state"
    : gate.mode === "read_only" && folder === null
    ? "read-only mode commits nothing"
    : cycle.blind !== null && folder === null
    ? "the state could not be read, so it is not written either"
    : null;
  if (why !== null) {
    return ended(cycle, { kind: "not_saved", text: `Not saved: ${why}.`, url: null });
  }
  rememberFinalHealth(cycle);
  const { saved, alone, dropped, notes } = small(cycle);
  const material = [
    ...materialChange(state.before, saved),
    ...cycle.damage.every(({ newer }) => newer) ? [] : ["damaged state files are replaced"],
    ...folder === null || canonical(saved.observation) ===
        canonical(state.before.observation)
      ? []
      : ["comparisons are remembered in a folder, where that costs no commit"],
  ];
  const more = pinnedFile(cycle);
  if (material.length === 0 && Object.keys(more).length === 0) {
    state.merged(state.before);
    return ended(cycle, {
      kind: "unchanged",
      text: ["Nothing material changed, so nothing was saved.", ...notes].join(" "),
      url: null,
    });
  }
  const reasons = [...material, ...dropped.map((entry) => `dropped ${entry}`)];
  for (const reason of reasons) cycle.log.detail(`State: ${reason}`);
  return folder === null
    ? await toBranch(cycle, { saved, more, alone, notes })
    : await toFolder(cycle, { saved, alone, notes, folder });
}

/** What is to be saved. */
interface Saving {
  readonly saved: State;
  /** Files that must not be overwritten. */
  readonly alone: ReadonlySet<string>;
  /** Sentences about what the state has no room for. */
  readonly notes: readonly string[];
}

/** The state as it will be saved: pruned, and said so where that loses something. */
function small(
  { state, gate, now, damage, log, policies }: Cycle,
): Saving & { dropped: readonly string[] } {
  const issues = new Map(gate.observation.issues.map((issue) => [issue.number, issue]));
  const { state: pruned, dropped, told, lost } = pruneState(state.saved, {
    now,
    loss: (record) =>
      lossOf(record, issues.get(record.issue_number), { base: policies.escalation.labels.base }),
  });
  const left = (number: number, what: string): string[] =>
    number === 0 ? [] : [`The state has no room for ${count(number, "open blocker")}: ${what}.`];
  const losses = left(lost, "what people took off their issues may be put there once more");
  for (const loss of losses) log.warn(loss);
  const alone = newerFiles(damage);
  return {
    saved: withoutFiles(pruned, { before: state.before, alone }),
    alone,
    dropped,
    notes: [...left(told, "their issues tell the same"), ...losses],
  };
}

async function toFolder(
  cycle: Cycle,
  { saved, alone, notes, folder }: Saving & { folder: StateFolder },
): Promise<StepRun> {
  const state = stamped(saved, cycle.at);
  await folder.write(changedFiles(state, {}, alone));
  cycle.state.merged(state);
  const text = [`Saved to ${cycle.options.state_dir}.`, ...notes].join(" ");
  return ended(cycle, { kind: "saved", text, url: null });
}

async function toBranch(
  cycle: Cycle,
  { saved, more, alone, notes }: Saving & { more: Record<string, string> },
): Promise<StepRun> {
  const { options, observed, request, at } = cycle;
  if (!options.commit_state) {
    return ended(cycle, {
      kind: "not_saved",
      text: "Not saved: commit_state is false.",
      url: null,
    });
  }
  const { branch } = observed.state;
  const done = await commit(cycle.hub, {
    before: cycle.state.before,
    ours: saved,
    read: observed.state,
    request,
    more,
    alone,
    run_url: options.run_url,
    at,
  });
  cycle.state.merged(done.state);
  const races = done.races === 0 ? "" : ` after ${count(done.races, "lost race")}, merged`;
  return ended(
    cycle,
    done.sha === null
      ? { kind: "unchanged", text: `Another cycle had saved the same${races}.`, url: null }
      : {
        kind: "committed",
        text: [`Committed ${done.sha.slice(0, 7)} to ${branch}${races}.`, ...notes].join(" "),
        url: done.url,
      },
  );
}

function ended(cycle: Cycle, saved: NonNullable<CycleFacts["commit"]>): Promise<StepRun> {
  const alone = [...newerFiles(cycle.damage)];
  const note = alone.length === 0
    ? ""
    : ` ${alone.join(", ")}: left as found, because a newer version wrote it.`;
  const commit = { ...saved, text: `${saved.text}${note}` };
  cycle.facts.commit = commit;
  return Promise.resolve({
    outcome: commit.kind === "not_saved" ? "skipped" : "done",
    summary: commit.text,
    files: {},
  });
}

/** The health after everything that was written: so that an unchanged world is an unchanged score. */
function rememberFinalHealth(cycle: Cycle): void {
  const { dashboard } = cycle.facts;
  if (dashboard === undefined || !dashboard.complete) return;
  const blockers = openBlockers(cycle.gate.observation.issues, {
    records: cycle.state.working.blockers.blockers,
    labels: cycle.policies.escalation.labels.base,
  }).filter(({ issue }) => issue.number > 0);
  cycle.state.remember(
    rememberHealth(scoreHealth(dashboard.candidates, { open_blockers: blockers, at: cycle.at })),
    { planned: false },
  );
}

/** The digest as a file of the repository, where the policy pins it. */
function pinnedFile(cycle: Cycle): Record<string, string> {
  const { enabled, path } = cycle.policies.digest.output.pinned_file;
  const written = cycle.results.some(({ name, outcome }) =>
    name === "digest" && outcome === "done"
  );
  const text = cycle.files.get("release_ops_digest.md");
  return enabled && path !== null && written && text !== undefined ? { [path]: text } : {};
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", commitState.name, ...Deno.args]));
}
