/**
 * What a cycle was decided from, for the bundle, so that it can be looked into later.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";

/** `inputs.json`, and the state files as they were read under `state-before/`; text by file name. */
export function inputFiles(cycle: Cycle): Record<string, string> {
  const before = Object.entries(cycle.stateTexts).flatMap(([file, text]) =>
    text === null ? [] : [[`state-before/${file}`, text]]
  );
  return { "inputs.json": inputsOf(cycle), ...Object.fromEntries(before) };
}

/** Options, policies, state and observation of a cycle, as JSON. No secret is among them. */
function inputsOf(cycle: Cycle): string {
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
