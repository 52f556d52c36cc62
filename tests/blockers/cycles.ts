/**
 * The context of steps 2 to 4 for a train: the real gate and the real state, a small hub behind them.
 * @module
 */

import type { Cycle } from "../../lib/cycle/cycle.ts";
import { Gate, type GateMode } from "../../lib/gate/gate.ts";
import type { Policies } from "../../lib/policy/policies.ts";
import { emptyState } from "../../lib/state/defaults.ts";
import { StateKeeper } from "../../lib/state/keeper.ts";
import { aWorld, SmallHub } from "../gate/builders.ts";
import { policiesOf } from "../policy/build.ts";
import type { Train } from "./builders.ts";

/** A cycle and the hub that it writes to. */
export interface Scene {
  readonly cycle: Cycle;
  readonly hub: SmallHub;
  /** What was written, in short: `comment #1`. */
  readonly written: () => string[];
}

/** A cycle on a train at its time. */
export function aCycle(
  train: Train,
  { mode = "live", policies = policiesOf({}), blind = null, ...options }:
    & { mode?: GateMode; policies?: Policies; blind?: string | null }
    & Partial<Cycle["options"]> = {},
): Scene {
  const observation = aWorld(...train.issues);
  const hub = new SmallHub(observation);
  const caps = {
    new_issues: policies.blockers.max_new_issues_per_cycle,
    routed_issues: policies.routing.rate_limit.max_issues_per_run,
  };
  const state = emptyState();
  const before = { ...state, blockers: { ...state.blockers, blockers: train.records } };
  const cycle = {
    now: train.now,
    at: train.ago(),
    options: {
      threshold_minutes: train.threshold,
      enable_issue_writes: true,
      enable_routing: true,
      enable_escalation: true,
      only: null,
      ...options,
    },
    policies,
    blind,
    gate: new Gate(hub, { mode, observation, caps, now: train.now }),
    state: new StateKeeper(before),
    facts: { dashboard: train.dashboard },
  } as unknown as Cycle;
  return {
    cycle,
    hub,
    written: () =>
      hub.performed.map((action) =>
        `${action.kind} ${"issue" in action ? `#${action.issue}` : action.title}`
      ),
  };
}
