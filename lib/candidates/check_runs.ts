/**
 * Which of several runs of one check counts: the newest, without a failure hiding behind a success
 * that never replaced it.
 * @module
 */

import type { CheckRunFacts, CheckSuiteFacts } from "../observation/observation.ts";
import { millisOf } from "./instants.ts";

/** The runs of one name, newest first. */
export interface NamedRuns {
  /** Name of the check run. */
  readonly name: string;
  /** The runs that count: one, or several that ran side by side under one name. */
  readonly current: readonly CheckRunFacts[];
  /** Runs that a later one replaced. */
  readonly replaced: readonly CheckRunFacts[];
}

/** A suite of GitHub Actions. */
export type WorkflowSuite = CheckSuiteFacts & {
  readonly workflow_run: NonNullable<CheckSuiteFacts["workflow_run"]>;
};

/** The newest suite of one workflow and event, and the ones that it replaced. */
export interface WorkflowSuites {
  /** The one that counts. */
  readonly newest: WorkflowSuite;
  /** Suites of lower run numbers. */
  readonly replaced: readonly WorkflowSuite[];
}

/** Conclusions of a check that broke. A cancelled run was stopped by somebody: it did not fail by itself. */
const BROKE: readonly (string | null)[] = ["failure", "timed_out", "startup_failure", "error"];

/**
 * Per workflow and event the highest run number counts. GitHub updates the suite of a re-run in place,
 * while a new run on the same commit leaves the suite of the old one behind.
 */
export function newestSuites(suites: readonly CheckSuiteFacts[]): WorkflowSuites[] {
  const groups = Map.groupBy(
    suites.filter(isWorkflowSuite),
    ({ workflow_run: run }) =>
      JSON.stringify([run.file === "" ? run.workflow : run.file, run.event]),
  );
  return [...groups.values()].flatMap((group) => {
    const [newest, ...replaced] = group.toSorted((a, b) =>
      b.workflow_run.run_number - a.workflow_run.run_number ||
      millisOf(b.created_at) - millisOf(a.created_at) || (a.id < b.id ? 1 : -1)
    );
    return newest === undefined ? [] : [{ newest, replaced }];
  });
}

/** True for the suite of a workflow run. */
export function isWorkflowSuite(suite: CheckSuiteFacts): suite is WorkflowSuite {
  return suite.workflow_run !== null;
}

/**
 * The runs of a workflow's suite by name. A later attempt replaces a run only if it began when that run
 * had ended: two jobs of one attempt may bear the same name, and both count.
 */
export function runsOfWorkflow(runs: readonly CheckRunFacts[]): NamedRuns[] {
  return byName(
    runs,
    (sorted) =>
      sorted.filter((run, index) =>
        !sorted.slice(0, index).some((later) => beganAfter(later, run))
      ),
  );
}

/** The runs of an app other than GitHub Actions by name: only the newest counts, as on GitHub's own pages. */
export function runsOfApp(runs: readonly CheckRunFacts[]): NamedRuns[] {
  return byName(runs, (sorted) => sorted.slice(0, 1));
}

/** True when a check that passes now had broken before. */
export function isFlake(
  { before, now }: {
    before: readonly { conclusion: string | null }[];
    now: readonly { conclusion: string | null }[];
  },
): boolean {
  return now.length > 0 && now.every(({ conclusion }) => conclusion === "success") &&
    before.some(({ conclusion }) => BROKE.includes(conclusion));
}

function byName(
  runs: readonly CheckRunFacts[],
  choose: (sorted: readonly CheckRunFacts[]) => readonly CheckRunFacts[],
): NamedRuns[] {
  return [...Map.groupBy(runs, ({ name }) => name)].map(([name, group]) => {
    const sorted = group.toSorted(newestFirst);
    const current = choose(sorted);
    return { name, current, replaced: sorted.filter((run) => !current.includes(run)) };
  });
}

function beganAfter(later: CheckRunFacts, run: CheckRunFacts): boolean {
  if (run.completed_at === null) return false;
  return later.started_at === null || millisOf(later.started_at) >= millisOf(run.completed_at);
}

/** Runs that have not started come first: they were asked for last. */
function newestFirst(a: CheckRunFacts, b: CheckRunFacts): number {
  const [started_a, started_b] = [startOf(a), startOf(b)];
  return started_a === started_b ? b.id - a.id : started_a < started_b ? 1 : -1;
}

function startOf(run: CheckRunFacts): number {
  const text = run.started_at ?? run.completed_at;
  return text === null ? Infinity : millisOf(text);
}
