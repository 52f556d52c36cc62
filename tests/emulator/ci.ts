/**
 * CI results under construction: suites with their runs, as GitHub Actions and other apps leave them.
 * @module
 */

import { shifted, timeFrom } from "./times.ts";
import { nextId } from "./world.ts";
import type {
  CheckConclusion,
  CheckRunRecord,
  CheckStatus,
  CheckSuiteRecord,
  World,
} from "./world.ts";

/** A job of a workflow run; what is left out is taken from the run. */
export interface Job {
  name: string;
  status?: CheckStatus;
  conclusion?: CheckConclusion | null;
  started?: string | null;
  completed?: string | null;
}

/** A suite: what an app, or one run of a workflow, reports on a commit. */
export interface Checks {
  /** Branch, tag or commit id. */
  on: string;
  /** Completed when there is a conclusion. */
  conclusion?: CheckConclusion;
  /** Default: `completed` with a conclusion, else `in_progress`. */
  status?: CheckStatus;
  /** Default: 10 minutes before `completed`, or now. */
  created?: string;
  /** Default: `created`, null for what is not in progress yet. */
  started?: string | null;
  /** Default: now, when there is a conclusion. */
  completed?: string;
  /** Default: one job named like the workflow or app. An empty list makes a suite without runs. */
  jobs?: readonly Job[];
}

/** A run of a workflow. */
export interface Run extends Checks {
  /** Run number; default: one more than the highest of this workflow. */
  number?: number;
  /** Default `push`. */
  event?: string;
  /** File of the workflow; default: its name in kebab case, `.yml`. */
  file?: string;
}

/** What a suite is called and who reports it. */
interface Reporter {
  readonly app: string;
  readonly name: string;
}

/** A suite that is not on any commit yet. */
export function makeSuite(world: World, checks: Checks, reporter: Reporter): CheckSuiteRecord {
  const done = checks.conclusion !== undefined;
  const status = checks.status ?? (done ? "completed" : "in_progress");
  const completed = done ? timeFrom(world.now, checks.completed) : null;
  const created = checks.created === undefined && completed !== null
    ? shifted(completed, "-10m")
    : timeFrom(world.now, checks.created);
  const began = done || status === "in_progress" ? created : null;
  const started = typeof checks.started === "string"
    ? timeFrom(world.now, checks.started)
    : checks.started ?? began;
  return {
    id: nextId(world),
    app: reporter.app,
    status,
    conclusion: checks.conclusion ?? null,
    created_at: created,
    updated_at: completed ?? started ?? created,
    workflow_run: null,
    check_runs: (checks.jobs ?? [{ name: reporter.name }]).map((job) =>
      makeRun(world, job, { status, conclusion: checks.conclusion ?? null, started, completed })
    ),
  };
}

/** What a job takes from its run. */
interface Inherited {
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly started: string | null;
  readonly completed: string | null;
}

function makeRun(world: World, job: Job, of: Inherited): CheckRunRecord {
  const conclusion = job.conclusion === undefined ? of.conclusion : job.conclusion;
  const status = job.status ?? (job.conclusion ? "completed" : of.status);
  const done = status === "completed";
  return {
    id: nextId(world),
    name: job.name,
    status,
    conclusion: done ? conclusion : null,
    started_at: typeof job.started === "string"
      ? timeFrom(world.now, job.started)
      : job.started === null
      ? null
      : of.started,
    completed_at: !done
      ? null
      : job.completed
      ? timeFrom(world.now, job.completed)
      : of.completed ?? world.now,
  };
}

/** Makes a suite the run of a workflow. */
export function nameWorkflow(
  world: World,
  suite: CheckSuiteRecord,
  of: Run & { workflow: string },
): void {
  const file = of.file ?? of.workflow.toLowerCase().replace(/[^a-z0-9]+/g, "-") + ".yml";
  suite.workflow_run = {
    id: nextId(world),
    run_number: of.number ?? highestRun(world, file) + 1,
    event: of.event ?? "push",
    created_at: suite.created_at,
    updated_at: suite.updated_at,
    workflow: { name: of.workflow, file },
  };
}

function highestRun(world: World, file: string): number {
  let highest = 0;
  for (const suites of Object.values(world.suites)) {
    for (const { workflow_run: run } of suites) {
      if (run?.workflow.file === file) highest = Math.max(highest, run.run_number);
    }
  }
  return highest;
}
