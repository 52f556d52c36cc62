/**
 * Warnings about cadences that are legal and will disappoint: windows that ticks miss, windows that
 * `cadence_hours` holds back.
 * @module
 */

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
    const key = windowsKey(raw[policy]);
    return disappointments(cadence, ticks).map(({ window, what }) => {
      if (window === null) return { policy, path: key, message: what };
      const at = key[0] === "run_windows_utc" ? [...key, cadence.windows.indexOf(window)] : key;
      const name = key.length > 0
        ? "it"
        : `the window ${window.start}-${window.end} ${cadence.timezone}`;
      return { policy, path: at, message: `${name} ${what}` };
    });
  });
}

/** The key of the windows; the whole file where the defaults apply. */
function windowsKey(raw: unknown): KeyPath {
  const key = ["run_window_utc", "run_windows_utc"].find((name) =>
    valueAt(raw, [name]) !== undefined
  );
  return key === undefined ? [] : [key];
}
