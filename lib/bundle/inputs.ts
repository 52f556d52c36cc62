/**
 * What a cycle was decided from, for the bundle, so that it can be looked into later.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";

/** File of the bundle that holds what the cycle was decided from. */
export const INPUTS = "inputs.json";

/** {@linkcode INPUTS}, and the state files as they were read under `state-before/`; text by file name. */
export function inputFiles(cycle: Cycle): Record<string, string> {
  const before = Object.entries(cycle.stateTexts).flatMap(([file, text]) =>
    text === null ? [] : [[`state-before/${file}`, text]]
  );
  return { [INPUTS]: inputsOf(cycle), ...Object.fromEntries(before) };
}

/**
 * Options, policies and observation of a cycle, as JSON. No secret is among them. The texts of the state
 * are in the observation, or with a local folder in the request.
 */
function inputsOf(cycle: Cycle): string {
  const { now: _now, ...request } = cycle.request;
  const inputs = {
    version: cycle.version,
    now: cycle.at,
    options: cycle.options,
    policies: cycle.policies,
    request,
    observation: cycle.observed,
  };
  return `${laidOut(inputs, LEVELS)}\n`;
}

/** Levels with a line for each entry: down to one issue, one tag, the checks of one commit. */
const LEVELS = 3;

/** JSON with so many levels laid out, and what is deeper on one line: indenting it would add a third. */
function laidOut(value: object, levels: number): string {
  const deeper = (inner: unknown): string =>
    levels > 1 && typeof inner === "object" && inner !== null
      ? laidOut(inner, levels - 1)
      : JSON.stringify(inner) ?? "null";
  const entries = Array.isArray(value)
    ? value.map(deeper)
    : Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) =>
      `${JSON.stringify(key)}: ${deeper(inner)}`
    );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return entries.length === 0 ? `${open}${close}` : `${open}\n${entries.join(",\n")}\n${close}`;
}
