/**
 * A cycle that saw nothing: what it does not know it does not decide.
 * @module
 */

import { Failure } from "../failure.ts";
import type { Cycle } from "./cycle.ts";

/**
 * Lets a step go on only where GitHub could be read.
 * @throws {Failure} exit 1 where there is no observation at all
 */
export function assertSeen({ blind }: Pick<Cycle, "blind">): void {
  if (blind === null) return;
  throw new Failure("blind", `GitHub could not be read: ${blind}`, {
    remedy: "The next cycle tries again.",
    exit: 1,
  });
}
