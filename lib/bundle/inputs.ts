/**
 * `inputs.json`: everything a cycle was decided from, so that it can be looked into later.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";

/** Options, policies, state and observation of a cycle, as JSON. No secret is among them. */
export function inputsOf(cycle: Cycle): string {
  const { now: _now, ...request } = cycle.request;
  const inputs = {
    version: cycle.version,
    now: cycle.at,
    options: cycle.options,
    policies: cycle.policies,
    request,
    state: cycle.stateTexts,
    observation: cycle.observed,
  };
  return `${JSON.stringify(inputs, null, 1)}\n`;
}
