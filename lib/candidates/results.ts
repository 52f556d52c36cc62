/**
 * The CI results of a commit that count, in one shape for workflow runs, check runs and commit
 * statuses, and which of them a policy entry means.
 * @module
 */

import type {
  CheckRunFacts,
  CheckSuiteFacts,
  CommitChecks,
  StatusFacts,
} from "../observation/observation.ts";
import {
  isFlake,
  isWorkflowSuite,
  type NamedRuns,
  newestSuites,
  runsOfApp,
  runsOfWorkflow,
  type WorkflowSuites,
} from "./check_runs.ts";
import { earliestOf, latestOf, millisOf } from "./instants.ts";
import type { CheckEntry } from "./requirement_policy.ts";

/** A failed job, where to look at it. */
export interface FailedJob {
  /** Name of the job or check run. */
  readonly name: string;
  /** Its page. */
  readonly url: string;
}

/** One result that counts. */
export interface CheckResult {
  /** Every name a policy may call it by: workflow name and file, check run name or status context. */
  readonly names: readonly string[];
  /** Name and file of the workflow when this is a workflow run, else empty. */
  readonly workflow: readonly string[];
  /** GitHub's conclusion, or its status while there is none; lower case. */
  readonly conclusion: string;
  /** False while queued, waiting or running. */
  readonly completed: boolean;
  /** When it completed, started, or was created, whichever is the last to have happened. */
  readonly since: string;
  /** The page to look at; null when the reporter gave none. */
  readonly url: string | null;
  /** What failed inside; empty for a commit status. */
  readonly failed_jobs: readonly FailedJob[];
  /** Failed before on this commit, and passed since. */
  readonly flaky: boolean;
}

/** Conclusions of jobs that did not break anything. */
const HARMLESS: readonly (string | null)[] = ["success", "skipped", "neutral", null];

/**
 * The results that count. Runs that a later one replaced are gone; suites that hold no run and belong
 * to no workflow run are no check at all, for installed apps leave such queued for ever.
 */
export function resultsOf(checks: CommitChecks): CheckResult[] {
  const apps = Map.groupBy(
    checks.suites.filter((suite) => !isWorkflowSuite(suite)),
    ({ app }) => app,
  );
  return [
    ...newestSuites(checks.suites).flatMap(resultsOfWorkflow),
    ...[...apps.values()].flatMap(resultsOfApp),
    ...resultsOfStatuses(checks.statuses),
  ];
}

/**
 * Whether a policy entry means a result: by its name, or by the workflow it names. Whatever fits counts,
 * so that a name shared by two checks can only make the requirement stricter.
 */
export function matchesEntry(result: CheckResult, entry: CheckEntry): boolean {
  if (result.names.includes(entry.name)) return true;
  const workflow = entry.workflow ?? "";
  return workflow !== "" &&
    result.workflow.some((name) =>
      name === workflow || workflow.endsWith(`.github/workflows/${name}`)
    );
}

function resultsOfWorkflow({ newest, replaced }: WorkflowSuites): CheckResult[] {
  const { workflow_run: run } = newest;
  const names = runsOfWorkflow(newest.check_runs);
  const current = names.flatMap((named) => named.current);
  const earlier = replaced.flatMap((suite) => suite.check_runs);
  const jobs = names.flatMap((named) => {
    const before = [...named.replaced, ...earlier.filter(({ name }) => name === named.name)];
    const flaky = isFlake({ before, now: named.current });
    return named.current.map((job) => resultOfRun(job, { suite: newest, flaky }));
  });
  const flaky = newest.conclusion === "success" &&
    (isFlake({ before: replaced, now: [newest] }) ||
      names.some((named) => isFlake({ before: named.replaced, now: named.current })));
  return [{
    names: [run.workflow, run.file],
    workflow: [run.workflow, run.file],
    ...standOf(newest),
    since: sinceOfSuite(newest, names),
    url: run.url,
    failed_jobs: current.filter(isBad).map(({ name, url }) => ({ name, url })),
    flaky,
  }, ...jobs];
}

function resultsOfApp(suites: readonly CheckSuiteFacts[]): CheckResult[] {
  const suite_of = new Map(suites.flatMap((suite) => suite.check_runs.map((run) => [run, suite])));
  return runsOfApp([...suite_of.keys()]).flatMap(({ current, replaced }) =>
    current.flatMap((run) => {
      const suite = suite_of.get(run);
      const flaky = isFlake({ before: replaced, now: current });
      return suite === undefined ? [] : [resultOfRun(run, { suite, flaky })];
    })
  );
}

function resultOfRun(
  run: CheckRunFacts,
  { suite, flaky }: { suite: CheckSuiteFacts; flaky: boolean },
): CheckResult {
  const stand = standOf(run);
  const since = stand.completed
    ? run.completed_at ?? run.started_at ?? suite.updated_at
    : run.started_at ?? suite.created_at;
  return {
    names: [run.name],
    workflow: [],
    ...stand,
    since,
    url: run.url,
    failed_jobs: isBad(run) ? [{ name: run.name, url: run.url }] : [],
    flaky,
  };
}

function resultsOfStatuses(statuses: readonly StatusFacts[]): CheckResult[] {
  const contexts = Map.groupBy(statuses, ({ context }) => context);
  return [...contexts.values()].flatMap((group) => {
    const newest = group.toSorted((a, b) =>
      millisOf(b.created_at) - millisOf(a.created_at) || (a.state < b.state ? -1 : 1)
    )[0];
    return newest === undefined ? [] : [{
      names: [newest.context],
      workflow: [],
      conclusion: newest.state,
      completed: newest.state !== "pending" && newest.state !== "expected",
      since: newest.created_at,
      url: newest.url,
      failed_jobs: [],
      flaky: false,
    }];
  });
}

function standOf(
  { status, conclusion }: { status: string; conclusion: string | null },
): Pick<CheckResult, "conclusion" | "completed"> {
  // A suite that runs again keeps the conclusion of its last attempt for a while: the status decides.
  if (status !== "completed") return { conclusion: status, completed: false };
  return conclusion === null
    ? { conclusion: "pending", completed: false }
    : { conclusion, completed: true };
}

/**
 * Since when a workflow run stands as it does. GitHub keeps the creation time of the first attempt when
 * a run is run again, so a repeated run counts from its own jobs.
 */
function sinceOfSuite(suite: WorkflowSuites["newest"], names: readonly NamedRuns[]): string {
  const current = names.flatMap((named) => named.current);
  if (suite.status === "completed" && suite.conclusion !== null) {
    const ends = current.map(({ completed_at }) => completed_at);
    return ends.some((end) => end !== null) ? latestOf(...ends) : suite.updated_at;
  }
  const ended = names.flatMap((named) => named.replaced).map(({ completed_at }) => completed_at)
    .filter((end) => end !== null);
  const waits_again = suite.status !== "in_progress" && current.some(isCompleted);
  if (ended.length === 0 && !waits_again) return suite.workflow_run.created_at;
  const begun = waits_again ? current.filter((run) => !isCompleted(run)) : current;
  const attempt = ended.length === 0 ? -Infinity : millisOf(latestOf(...ended));
  const starts = begun.map(({ started_at }) => started_at).filter((start) =>
    start !== null && millisOf(start) >= attempt
  );
  return starts.length === 0 ? suite.updated_at : earliestOf(...starts);
}

function isCompleted(run: CheckRunFacts): boolean {
  return run.status === "completed";
}

function isBad(run: CheckRunFacts): boolean {
  return isCompleted(run) && !HARMLESS.includes(run.conclusion);
}
