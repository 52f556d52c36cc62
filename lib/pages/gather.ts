/**
 * Reads off a cycle everything that the pages show.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";
import { pageBlockers } from "./page_blockers.ts";
import { pageChanges } from "./page_changes.ts";
import type { PageFacts } from "./page_facts.ts";

/**
 * The facts of the pages, as the cycle stands.
 * @param options `also`: names of files that the bundle will hold besides those written so far
 */
export function gatherFacts(
  cycle: Cycle,
  options: { also?: readonly string[] } = {},
): PageFacts {
  const { observed, options: input, state, facts } = cycle;
  const dashboard = facts.dashboard ?? null;
  return {
    repository: input.repository,
    repository_url: cycle.blind === null ? observed.repository.url : null,
    at: cycle.at,
    version: cycle.version,
    mode: cycle.gate.mode,
    run_id: input.run_id,
    run_url: input.run_url,
    blind: cycle.blind,
    gaps: dashboard?.gaps ?? observed.gaps,
    dashboard,
    first_run: state.before.blockers.health_history.length === 0 &&
      Object.keys(state.before.blockers.blockers).length === 0,
    blockers: pageBlockers(cycle),
    changes: pageChanges(cycle),
    health_before: state.before.blockers.health_history.at(-1) ?? null,
    digest: facts.digest ?? null,
    handoff: facts.handoff ?? null,
    steps: [...cycle.results],
    files: [...new Set([...cycle.files.keys(), ...options.also ?? []])],
    reports: Object.fromEntries([...cycle.files].filter(([name]) => name.endsWith(".md"))),
    buckets: cycle.policies.digest.aging_buckets,
  };
}
