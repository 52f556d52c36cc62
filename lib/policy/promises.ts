/**
 * Warnings about cadences that are legal and will disappoint: windows that ticks miss, windows that
 * `cadence_hours` holds back.
 * @module
 */

import type { Cadence } from "../cadence/cadence.ts";
import { disappointments } from "../cadence/expectations.ts";
import { cadenceOf } from "../cadence/policy_cadence.ts";
import type { Advice, RawPolicies } from "./advice.ts";
import type { Policies } from "./policies.ts";
import { valueAt } from "./problem.ts";
import type { KeyPath } from "./yaml_outline.ts";

/** The schedule that policies are held against. */
export interface Ticks {
  /** Minutes between ticks, counted from midnight UTC. */
  readonly tick_minutes: number;
  /** Hours of catching up that the caller sets; null: as the policies say. */
  readonly catch_up_hours: number | null;
}

/** What the digest's and the handoff's cadence promise and cannot keep. */
export function promisesOf(policies: Policies, raw: RawPolicies, ticks: Ticks): Advice[] {
  return (["digest", "handoff"] as const).flatMap((policy) => {
    const cadence = cadenceOf(policies[policy], ticks.catch_up_hours);
    return disappointments(policy, cadence, ticks).map((message) => ({
      policy,
      path: windowKey(raw[policy], { cadence, message }),
      message,
    }));
  });
}

/** The key of the window that a sentence names, else of all; the whole file where defaults apply. */
function windowKey(
  raw: unknown,
  { cadence, message }: { cadence: Cadence; message: string },
): KeyPath {
  if (valueAt(raw, ["run_window_utc"]) !== undefined) return ["run_window_utc"];
  if (valueAt(raw, ["run_windows_utc"]) === undefined) return [];
  const named = cadence.windows.findIndex(({ start, end }) =>
    message.includes(`the window ${start}-${end} `)
  );
  return named === -1 ? ["run_windows_utc"] : ["run_windows_utc", named];
}
