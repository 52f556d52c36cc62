/**
 * The cycle: the one context through which steps see the world and have effects, and the contract of
 * a step.
 * @module
 */

import type { BlockerDecision } from "../blockers/decision.ts";
import type { Bundle } from "../bundle/bundle.ts";
import type { Verdict } from "../cadence/verdict.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { EscalationDecision } from "../escalation/escalation.ts";
import type { AuditEntry, ChangeResult, Gate, GateMode } from "../gate/gate.ts";
import type { Outcome } from "../gate/action.ts";
import type { Hub, ObservationRequest } from "../github/hub.ts";
import type { Observation, StateTexts } from "../observation/observation.ts";
import type { Policies } from "../policy/policies.ts";
import type { RoutingDecision } from "../routing/routing_decision.ts";
import type { StateFolder } from "../state/local_store.ts";
import type { StateKeeper } from "../state/keeper.ts";
import type { Damage } from "../state/parse.ts";
import type { CycleOptions } from "./options.ts";
import type { Exchange } from "./transcript.ts";

/** A decision and what became of its change. */
export interface Carried<T> {
  /** As the step took it, with its reason. */
  readonly decision: T;
  /** Null when the decision asked for no change. */
  readonly result: ChangeResult | null;
}

/** What earlier steps found out, for later ones. Absent when the step failed or has not run. */
export interface CycleFacts {
  /** From step 1; without it no later step concludes that anything is green. */
  dashboard?: Dashboard;
  /** From step 2: every decision, and sentences about what was not believed. */
  blockers?: { carried: Carried<BlockerDecision>[]; notes: readonly string[] };
  /** From step 3, one entry for each open issue with a trigger label. */
  routing?: Carried<RoutingDecision>[];
  /** From step 4, one entry for each open blocker. */
  escalation?: Carried<EscalationDecision>[];
  /** From step 5: whether the digest was due, and when its next window opens. */
  digest?: Verdict;
  /** From step 6: whether the handoff was due, and when its next window opens. */
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
  /** `1`, `7b`: as the step has it. */
  readonly number: string;
  /** As on the command line: `digest`. */
  readonly name: string;
  /** For people: the heading over its report. */
  readonly title: string;
  /** `failed` when the step threw: its reports are placeholders then. */
  readonly outcome: Outcome;
  /** One sentence: what it did, or why it did not. */
  readonly summary: string;
  /** File names in the bundle; placeholders count. */
  readonly reports: readonly string[];
  /** Whole milliseconds of wall time, waiting for GitHub included. */
  readonly duration_ms: number;
}

/** What a step hands back. */
export interface StepRun {
  /** `planned` when nothing may be written; `skipped` when switched off or not due. */
  readonly outcome: Outcome;
  /** One sentence for the log and the pages: what it did, or why it did not. */
  readonly summary: string;
  /** Content by file name of the bundle. */
  readonly files: Readonly<Record<string, string>>;
}

/** One step of the cycle. Its place in the order is main.ts's business. */
export interface Step {
  /** As on the command line: `step digest`. */
  readonly name: string;
  /** Its number in the documented order: `1`, `7b`. */
  readonly number: string;
  /** For people: the heading over its report. */
  readonly title: string;
  /** Files that the step leaves in every case. */
  readonly reports: readonly string[];
  /** Said in the log when it fails; people search for some of these words. */
  readonly warning: string;
  /** Does the step's work; whatever it throws becomes the outcome `failed`, and the others still run. */
  run(cycle: Cycle): Promise<StepRun>;
  /** What stands in the reports when the step failed. Default: a page that says so. */
  placeholder?(cycle: Cycle, why: string): Readonly<Record<string, string>>;
}

/** Everything a step may use. */
export interface Cycle {
  /** Taken once, when the cycle begins, to the second; no step looks at a clock. */
  readonly now: Temporal.Instant;
  /** `now` in RFC 3339, UTC, seconds. */
  readonly at: string;
  /** Version of this program. */
  readonly version: string;
  /** Version of Deno. */
  readonly deno: string;
  /** What a person chose for this cycle. */
  readonly options: CycleOptions;
  /** Read and checked before anything was observed. */
  readonly policies: Policies;
  /** What the observation was asked for; reading the state again asks the same. */
  readonly request: ObservationRequest;
  /** For reading and for the commit of the state; issues are written through the gate alone. */
  readonly hub: Hub;
  /** Where the state is kept instead of a branch; null for the branch. */
  readonly folder: StateFolder | null;
  /** What was asked of both so far, and what came back. */
  readonly transcript: readonly Exchange[];
  /** The one writer to issues, which knows dry run, read-only mode and caps. */
  readonly gate: Gate;
  /** What steps remember; it keeps apart what was only planned. */
  readonly state: StateKeeper;
  /** The state files as they were read, by name. */
  readonly stateTexts: StateTexts;
  /** What was wrong with the state files; empty when all of them were usable. */
  readonly damage: readonly Damage[];
  /** The observation as it was read; `gate.observation` is the world as it now is. */
  readonly observed: Observation;
  /** Why there is no observation at all; null when there is one. */
  readonly blind: string | null;
  /** Where the reports go; it stands in its place only once it is complete. */
  readonly bundle: Bundle;
  /** Content of the bundle so far, by file name. */
  readonly files: Map<string, string>;
  /** How the steps so far went, in their order. */
  readonly results: StepResult[];
  /** What the steps so far found out. */
  readonly facts: CycleFacts;
  /** Progress for whoever watches; never the place of a result. */
  readonly log: Log;
}

/** Lines for a person who watches: to stderr, inert whatever they quote. */
export interface Log {
  /** What happens, one line each. */
  info(line: string): void;
  /** Only with `--verbose`. */
  detail(line: string): void;
  /** A workflow warning (`::warning::`), which Actions shows on the run's page. */
  warn(line: string): void;
  /** Opens a group: it folds in the log of Actions, and is a heading elsewhere. Groups do not nest. */
  group(title: string): void;
  /** Closes the group that is open. */
  endGroup(): void;
}

/** `cycle.json` */
export interface CycleRecord {
  /** Tells our records from other files of that name. */
  readonly tool: "release-ops-orchestrator";
  /** Version of this program. */
  readonly version: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Names the bundle: `release-ops-cycle-<run_id>`. */
  readonly run_id: string;
  /** Address of the workflow run; null outside of Actions. */
  readonly run_url: string | null;
  /** Instant of the cycle, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly now: string;
  /** `live` wrote; the other two planned only. */
  readonly mode: GateMode;
  /** 1 when a step or an action failed, or GitHub could not be read in full. */
  readonly exit_code: 0 | 1;
  /** False when anything could not be read: then absence in the reports is no evidence. */
  readonly complete: boolean;
  /** What could not be read, and why. */
  readonly gaps: Observation["gaps"];
  /** Why the loop guard stopped the cycle; null when it did not. */
  readonly guarded: string | null;
  /** In the order in which they ran; empty when the loop guard stopped the cycle. */
  readonly steps: readonly StepResult[];
  /** Every intended write in order, done or not, with its reason. */
  readonly actions: readonly AuditEntry[];
  /** How the state was saved (null when that was not reached), and what was wrong with its files. */
  readonly state: {
    commit: CycleFacts["commit"] | null;
    damage: readonly { file: string; why: string }[];
  };
  /** Version of the runtime, as `Deno.version` tells it. */
  readonly versions: { deno: string };
}
