/**
 * What a cycle was decided from, for the bundle: to look into later, and to run the cycle again.
 * @module
 */

import type { Cycle } from "../cycle/cycle.ts";
import type { CycleOptions } from "../cycle/options.ts";
import type { Exchange } from "../cycle/transcript.ts";
import type { ObservationRequest } from "../github/hub.ts";
import type { Observation } from "../observation/observation.ts";
import type { Policies } from "../policy/policies.ts";

/** File of the bundle that holds what the cycle was decided from. */
export const INPUTS = "inputs.json";

/** What {@linkcode INPUTS} holds. */
export interface Inputs {
  /** Version that ran the cycle. */
  readonly version: string;
  /** The instant of the cycle. */
  readonly now: string;
  /** What a person chose. */
  readonly options: CycleOptions;
  /** As the cycle had them, defaults included. */
  readonly policies: Policies;
  /** What the observation was asked for; the state of a local folder, where there is one. */
  readonly request: Omit<ObservationRequest, "now">;
  /** What GitHub showed. */
  readonly observation: Observation;
  /** What was asked, in order; without the answers that are the observation and the local state. */
  readonly transcript: readonly Exchange[];
}

/** The text of {@linkcode INPUTS}, once nothing more is asked. No secret is in it. */
export function inputsText(cycle: Cycle): string {
  const { now: _now, ...request } = cycle.request;
  const inputs: Inputs = {
    version: cycle.version,
    now: cycle.at,
    options: cycle.options,
    policies: cycle.policies,
    request,
    observation: cycle.observed,
    transcript: cycle.transcript.map((exchange) => {
      const { answer, ...rest } = exchange;
      return ELSEWHERE.has(exchange.asked) || answer === undefined ? rest : { ...rest, answer };
    }),
  };
  return `${laidOut(inputs, LEVELS)}\n`;
}

/** The whole transcript of a cycle, from what its bundle holds. */
export function transcriptOf(inputs: Inputs): Exchange[] {
  return inputs.transcript.map((exchange) => {
    const answer = ELSEWHERE.get(exchange.asked)?.(inputs);
    return answer === undefined || exchange.failed !== undefined
      ? exchange
      : { ...exchange, answer };
  });
}

/** Answers that stand in a place of their own, by question. */
const ELSEWHERE: ReadonlyMap<Exchange["asked"], (inputs: Inputs) => unknown> = new Map([
  ["observe", ({ observation }: Inputs): unknown => observation],
  ["readFolder", ({ request }: Inputs): unknown => request.local_state],
]);

/** Levels of objects with a line for each entry; those of a list are always a line each. */
const LEVELS = 3;

/** JSON with so many levels laid out, and what is deeper on one line: indenting it would add a third. */
function laidOut(value: object, levels: number): string {
  const deeper = (inner: unknown): string =>
    levels > 1 && typeof inner === "object" && inner !== null
      ? laidOut(inner, levels - 1)
      : JSON.stringify(inner) ?? "null";
  const entries = Array.isArray(value)
    ? value.map((entry) => JSON.stringify(entry) ?? "null")
    : Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) =>
      `${JSON.stringify(key)}: ${deeper(inner)}`
    );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return entries.length === 0 ? `${open}${close}` : `${open}\n${entries.join(",\n")}\n${close}`;
}
