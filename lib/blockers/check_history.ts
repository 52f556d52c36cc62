/**
 * What is remembered of a check's results: the first and the latest run that failed while a blocker was
 * open, and the newest commit of a line on which it passed, also after those candidates are gone.
 * @module
 */

import { DAY } from "@std/datetime/constants";
import type { Candidate, Dashboard } from "../candidates/dashboard.ts";
import type { BlockersState, CheckedCommit, FailingRuns } from "../state/state.ts";
import type { Evidence } from "./reasons.ts";

/** Most checks of one blocker whose failing runs are remembered: a group may have hundreds. */
const MOST_CHECKS = 10;
/** Most checks, over all lines, whose last pass is remembered. */
const MOST_PASSES = 200;

/** A check that keeps a line from shipping. */
export interface Failing {
  /** The name in the policy. */
  readonly check: string;
  /** On which candidates, and in which runs. */
  readonly evidence: readonly Evidence[];
}

/** The first and the latest run of a check that failed, of those known and those seen now; null for none. */
export function failingRuns(
  { check, evidence }: Failing,
  known: Readonly<Record<string, FailingRuns>> | undefined,
): FailingRuns | null {
  const before = known !== undefined && Object.hasOwn(known, check) ? known[check] : undefined;
  const now = evidence.filter(({ unmet }) => unmet.category === "failed").map(failedRun);
  // Of two at the same time the one known before stays, so that nothing changes with the order.
  const runs = (before === undefined ? now : [before.first, before.latest, ...now])
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return null;
  const latest = before !== undefined && sameTime(before.latest, last) ? before.latest : last;
  return { first, latest };
}

/** The failing runs of a blocker brought up to date; undefined while no run is known to have failed. */
export function rememberedRuns(
  reasons: readonly Failing[],
  known: Readonly<Record<string, FailingRuns>> | undefined,
): Record<string, FailingRuns> | undefined {
  const runs = new Map(Object.entries(known ?? {}).toSorted(([a], [b]) => a < b ? -1 : 1));
  for (const reason of reasons) {
    const found = failingRuns(reason, known);
    // A key of this name is refused when the state is read.
    if (found !== null && reason.check !== "__proto__") runs.set(reason.check, found);
  }
  return runs.size === 0 ? undefined : Object.fromEntries([...runs].slice(0, MOST_CHECKS));
}

/** The newest commit of a line on which a check passed, of those known and those seen now; null for none. */
export function lastPassed(
  { line, check }: { readonly line: string; readonly check: string },
  { dashboard, known }: { dashboard: Dashboard; known: BlockersState["last_passed"] },
): CheckedCommit | null {
  const key = passKey(line, check);
  const before = known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined;
  return dashboard.candidates
    .filter((candidate) => candidate.line === line && passes(candidate, check))
    .map(passedCommit)
    .reduce<CheckedCommit | null>(
      (best, found) =>
        best === null || commitTime(found, dashboard) > commitTime(best, dashboard) ? found : best,
      before ?? null,
    );
}

/**
 * The last passes of every line brought up to date. A partial observation adds and forgets nothing;
 * what was left out for want of room stays too.
 */
export function rememberedPasses(
  dashboard: Dashboard,
  known: BlockersState["last_passed"],
): Record<string, CheckedCommit> {
  const passed = new Map<string, CheckedCommit>();
  const alive = new Set<string>();
  for (const { line, checks } of dashboard.candidates) {
    for (const { name: check } of checks) {
      const key = passKey(line, check);
      if (alive.has(key)) continue;
      alive.add(key);
      const last = lastPassed({ line, check }, { dashboard, known });
      if (last !== null) passed.set(key, last);
    }
  }
  const unseen = dashboard.left_out.flatMap(({ line }) => line === undefined ? [] : [`${line}/`]);
  for (const [key, last] of Object.entries(known ?? {})) {
    const kept = !dashboard.complete || unseen.some((line) => key.startsWith(line));
    if (kept && !alive.has(key)) passed.set(key, last);
  }
  return Object.fromEntries([...passed].slice(0, MOST_PASSES));
}

function passKey(line: string, check: string): string {
  return `${line}/${check}`;
}

function passes({ checks }: Candidate, check: string): boolean {
  return checks.some(({ name, status }) => name === check && status === "success");
}

function failedRun({ candidate, unmet }: Evidence): CheckedCommit {
  const { tag, commit_sha, commit_url } = candidate;
  return { tag, commit_sha, url: unmet.url ?? commit_url, at: unmet.since };
}

function passedCommit({ tag, commit_sha, commit_url, committed_at }: Candidate): CheckedCommit {
  return { tag, commit_sha, url: commit_url, at: committed_at };
}

/**
 * Whoever commits chooses the time. One that lies ahead by more than clocks differ would be the newest for
 * years, so it is the oldest.
 */
function commitTime({ at }: CheckedCommit, { generated_at }: Dashboard): number {
  const time = Date.parse(at);
  return time <= Date.parse(generated_at) + DAY ? time : -Infinity;
}

function sameTime(a: CheckedCommit, b: CheckedCommit): boolean {
  return Date.parse(a.at) === Date.parse(b.at);
}
