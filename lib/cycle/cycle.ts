/**
 * The cycle: the one context through which steps see the world and have effects, and the contract of
 * a step.
 * @module
 */

import type { BlockerPlan } from "../blockers/plan.ts";
import type { Bundle } from "../bundle/bundle.ts";
import type { Verdict } from "../cadence/verdict.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { EscalationDecision } from "../escalation/escalation.ts";
import type { AuditEntry, ChangeResult, Gate } from "../gate/gate.ts";
import type { Outcome } from "../gate/action.ts";
import type { Hub, ObservationRequest } from "../github/hub.ts";
import type { Observation, StateTexts } from "../observation/observation.ts";
import type { Policies } from "../policy/policies.ts";
import type { RoutingDecision } from "../routing/routing_decision.ts";
import type { StateKeeper } from "../state/keeper.ts";
import type { Damage } from "../state/parse.ts";
import type { CycleOptions } from "./options.ts";

/** A decision and what became of its change. */
export interface Carried<T> {
  readonly decision: T;
  /** Null when the decision asked for no change. */
  readonly result: ChangeResult | null;
}

/** What earlier steps found out, for later ones. Absent when the step failed or has not run. */
export interface CycleFacts {
  dashboard?: Dashboard;
  blockers?: { carried: Carried<BlockerPlan["decisions"][number]>[]; notes: readonly string[] };
  routing?: Carried<RoutingDecision>[];
  escalation?: Carried<EscalationDecision>[];
  digest?: Verdict;
  handoff?: Verdict;
  /** How the state was saved, in one sentence. */
  commit?: {
    kind: "committed" | "unchanged" | "saved" | "not_saved";
    text: string;
    url: string | null;
  };
}

/** How a step went. */
export interface StepResult {
  readonly number: string;
  readonly name: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** One sentence: what it did, or why it did not. */
  readonly summary: string;
  readonly reports: readonly string[];
  readonly duration_ms: number;
}

/** What a step hands back. */
export interface StepRun {
  readonly outcome: Outcome;
  readonly summary: string;
  /** Content by file name of the bundle. */
  readonly files: Readonly<Record<string, string>>;
}

/** One step of the cycle. Its place in the order is main.ts's business. */
export interface Step {
  /** As on the command line: `step digest`. */
  readonly name: string;
  /** As in ORIGINAL's list: `1`, `7b`. */
  readonly number: string;
  readonly title: string;
  /** Files that the step leaves in every case. */
  readonly reports: readonly string[];
  /** Said in the log when it fails; people search for some of these words. */
  readonly warning: string;
  run(cycle: Cycle): Promise<StepRun>;
  /** What stands in the reports when the step failed. Default: a page that says so. */
  placeholder?(cycle: Cycle, why: string): Readonly<Record<string, string>>;
}

/** Everything a step may use. */
export interface Cycle {
  readonly now: Temporal.Instant;
  /** `now` in RFC 3339, UTC, seconds. */
  readonly at: string;
  readonly version: string;
  readonly options: CycleOptions;
  readonly policies: Policies;
  readonly request: ObservationRequest;
  readonly hub: Hub;
  readonly gate: Gate;
  readonly state: StateKeeper;
  /** The state files as they were read, by name. */
  readonly stateTexts: StateTexts;
  readonly damage: readonly Damage[];
  /** The observation as it was read; `gate.observation` is the world as it now is. */
  readonly observed: Observation;
  /** Why there is no observation at all; null when there is one. */
  readonly blind: string | null;
  readonly bundle: Bundle;
  /** Content of the bundle so far, by file name. */
  readonly files: Map<string, string>;
  readonly results: StepResult[];
  readonly facts: CycleFacts;
  readonly log: Log;
}

/** Lines for a person who watches: to stderr, inert whatever they quote. */
export interface Log {
  info(line: string): void;
  /** Only with `--verbose`. */
  detail(line: string): void;
  warn(line: string): void;
  group(title: string): void;
  endGroup(): void;
}

/** `cycle.json` */
export interface CycleRecord {
  readonly tool: "release-ops-orchestrator";
  readonly version: string;
  readonly repository: string;
  readonly run_id: string;
  readonly run_url: string | null;
  readonly now: string;
  readonly mode: "live" | "dry_run" | "read_only";
  readonly exit_code: 0 | 1;
  readonly complete: boolean;
  readonly gaps: Observation["gaps"];
  readonly guarded: string | null;
  readonly steps: readonly StepResult[];
  readonly actions: readonly AuditEntry[];
  readonly state: {
    commit: CycleFacts["commit"] | null;
    damage: readonly { file: string; why: string }[];
  };
  readonly versions: { deno: string };
}
