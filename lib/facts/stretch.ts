/**
 * The stretch of time whose news a digest tells.
 * @module
 */

import type { Coverage } from "../cadence/coverage.ts";
import type { FactSnapshot } from "../state/state.ts";

/**
 * From the facts that the last settled digest told to those of now: what happened between the opening
 * of a window and the late tick that used it is told once, by that tick. Without such facts, from
 * where the coverage begins.
 */
export function newsStretch(
  covered: Coverage,
  { snapshot, at }: { snapshot: FactSnapshot | undefined; at: string },
): Coverage {
  const told = Date.parse(snapshot?.at ?? "");
  const usable = snapshot !== undefined && told <= Date.parse(at);
  return { from: usable ? snapshot.at : covered.from, to: at };
}
