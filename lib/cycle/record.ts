/**
 * The record of a cycle: what became of it, for machines.
 * @module
 */

import type { Cycle, CycleRecord } from "./cycle.ts";

function exitOf(cycle: Cycle): 0 | 1 {
  const failed = cycle.results.some(({ outcome }) => outcome === "failed") ||
    cycle.gate.audit.some(({ outcome }) => outcome === "failed") ||
    !isComplete(cycle);
  return failed ? 1 : 0;
}

function isComplete(cycle: Cycle): boolean {
  return cycle.blind === null && cycle.observed.complete &&
    cycle.facts.dashboard?.complete === true;
}

/** `cycle.json` of a cycle whose steps are through. */
export function recordOf(cycle: Cycle): CycleRecord {
  return {
    tool: "release-ops-orchestrator",
    version: cycle.version,
    repository: cycle.options.repository,
    run_id: cycle.options.run_id,
    run_url: cycle.options.run_url,
    now: cycle.at,
    mode: cycle.gate.mode,
    exit_code: exitOf(cycle),
    complete: isComplete(cycle),
    gaps: cycle.observed.gaps,
    guarded: null,
    steps: cycle.results,
    actions: cycle.gate.audit,
    state: {
      commit: cycle.facts.commit ?? null,
      damage: cycle.damage.map(({ file, why }) => ({ file, why })),
    },
    versions: { deno: cycle.deno },
  };
}
