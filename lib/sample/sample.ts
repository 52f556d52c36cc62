/**
 * The sample of the demo: a release week of a made-up repository, as it was observed. Its file is kept
 * short, because every copy of the program carries it.
 * @module
 */

import type { Observation } from "../observation/observation.ts";

/** Stands in the file for the repository's address, at the beginning of an address. */
export const PLACE = "~";

/**
 * The observation of the sample.
 * @param observation as the file has it: with {@linkcode PLACE}, and with each state file as JSON instead
 * of its text
 */
export function unpacked(observation: unknown): Observation {
  const { repository } = observation as Observation;
  return JSON.parse(JSON.stringify(observation), (key, value) => {
    if (key.endsWith(".json")) return `${JSON.stringify(value, null, 2)}\n`;
    const isPlaced = typeof value === "string" && value.startsWith(`${PLACE}/`);
    return isPlaced ? repository.url + value.slice(PLACE.length) : value;
  });
}
