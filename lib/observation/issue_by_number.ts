/**
 * Finds an issue of an observation by its number.
 * @module
 */

import type { IssueFacts, Observation } from "./observation.ts";

/** Issues by number, of lists that were asked before: no list is ever changed in place. */
const indexes = new WeakMap<Observation["issues"], ReadonlyMap<number, IssueFacts>>();

/** The issue of that number; null when the observation has none. */
export function issueByNumber(
  { issues }: Pick<Observation, "issues">,
  number: number,
): IssueFacts | null {
  let index = indexes.get(issues);
  if (index === undefined) {
    index = new Map(issues.map((issue) => [issue.number, issue]));
    indexes.set(issues, index);
  }
  return index.get(number) ?? null;
}
