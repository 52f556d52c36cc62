/**
 * Faults, as data: what goes wrong, in which request, and which of them.
 *
 * ```ts
 * const faults = planFaults(github, [
 *   { on: "POST issues", kind: "500 after" }, // the first creation takes effect, and looks failed
 *   { on: "Overview", nth: 2, kind: "empty list" }, // the second overview shows no issues
 *   { on: "GET issues", nth: "every", kind: "503 before" },
 * ]);
 * faults.fired; // which of them came to pass
 * ```
 *
 * A request is named by its GraphQL operation, or by method and path below the repository with a star
 * for each number or name: `PATCH issues/*`. `any read` and `any write` name them all.
 * @module
 */

import { type FaultKind, type FaultOptions, faultyAnswer } from "./fault_answers.ts";
export type { FaultKind, FaultOptions } from "./fault_answers.ts";
import type { Call, Emulator } from "./server.ts";
import { isStale, staleAnswer } from "./stale_reads.ts";
import type { World } from "./world.ts";

/** One fault. */
export interface Fault {
  /** A GraphQL operation, or a method and a path below the repository. */
  readonly on: string;
  /** Which of these requests, counted from 1 (default), or every one. */
  readonly nth?: number | "every";
  readonly kind: FaultKind;
}

/** A plan at work. */
export interface FaultPlan {
  /** The faults that came to pass, in their order, with the request. */
  readonly fired: readonly { readonly fault: Fault; readonly call: Call }[];
}

/** Lets the faults happen in this emulator, in place of whatever intercepted before. */
export function planFaults(
  github: Emulator,
  faults: readonly Fault[],
  options: FaultOptions = {},
): FaultPlan {
  const fired: { fault: Fault; call: Call }[] = [];
  const counts = new Map<string, number>();
  // What a lagging replica would still show: the world before the newest write.
  let before: World = structuredClone(github.world);
  github.intercept = async (call, perform) => {
    const names = namesOf(call);
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    const fault = faults.find(({ on, nth = 1 }) =>
      names.includes(on) && (nth === "every" || counts.get(on) === nth)
    );
    if (call.write) before = structuredClone(github.world);
    if (fault === undefined) return undefined;
    fired.push({ fault, call });
    if (isStale(fault.kind)) {
      return await staleAnswer(fault.kind, { call, perform, world: github.world, before });
    }
    return await faultyAnswer(fault.kind, { call, perform, github, options });
  };
  return { fired };
}

/** `Overview`, `POST issues`, `PATCH issues/*` and so on: how faults name a request. */
function namesOf(call: Call): string[] {
  const path = call.path.split("?")[0]?.replace(/^\/repos\/[^/]+\/[^/]+\/?/, "") ?? "";
  const general = path.replace(/^(issues|labels)\/(?!comments\/)[^/]+/, "$1/*")
    .replace(/^(issues\/\*\/labels|issues\/comments|compare)\/.+/, "$1/*");
  return [
    call.write ? "any write" : "any read",
    ...call.operation === null ? [`${call.method} ${general}`] : [call.operation],
  ];
}
