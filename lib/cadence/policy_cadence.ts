/**
 * A policy's cadence as the verdict wants it.
 * @module
 */

import type { Cadence } from "./cadence.ts";

/** The cadence keys of the digest's and the handoff's policy. */
export type CadenceKeys = Omit<Cadence, "catch_up_hours"> & {
  readonly catch_up_hours: number | null;
};

/** The cadence with the hours of catching up decided: flag or environment, then policy, then none. */
export function cadenceOf(policy: CadenceKeys, catchUpHours: number | null): Cadence {
  const { windows, cadence_hours, timezone, days, skip_dates } = policy;
  const catch_up_hours = catchUpHours ?? policy.catch_up_hours ?? 0;
  return { windows, cadence_hours, timezone, days, skip_dates, catch_up_hours };
}
