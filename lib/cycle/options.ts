/**
 * The inputs of a cycle, resolved: flag, environment, policy, default.
 * @module
 */

import type { GateMode } from "../gate/gate.ts";

/** The optional steps, by name: `step NAME` switches the others off. */
export const OPTIONAL_STEPS = [
  "blocker_issues",
  "routing",
  "escalation",
  "digest",
  "handoff",
] as const;

/** What a run id may be: it names a folder. */
export const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** What the workflow run that started us told. */
export interface TriggerEvent {
  /** `schedule`, `workflow_dispatch`, `push`, …; empty outside of Actions. */
  readonly name: string;
  /** The event's payload; null when there is none. */
  readonly payload: unknown;
}

/** Everything that a person can choose about one cycle. */
export interface CycleOptions {
  /** `owner/name` */
  readonly repository: string;
  /** Plans everything; writes neither to GitHub nor any state. */
  readonly dry_run: boolean;
  /** Minutes that a reason must have held before a blocker is raised. */
  readonly threshold_minutes: number;
  /** False is read-only mode: nothing at all is written to GitHub. */
  readonly enable_issue_writes: boolean;
  /** False: step 3 reports what it would do. */
  readonly enable_routing: boolean;
  /** False: step 4 reports what it would do. */
  readonly enable_escalation: boolean;
  /** Asked for notifications: a warning says that none is sent. */
  readonly enable_notify: boolean;
  /** Writes the digest now, whatever its cadence says. */
  readonly force_digest: boolean;
  /** Writes the handoff now, whatever its cadence says. */
  readonly force_handoff: boolean;
  /** Shows the details in the log. */
  readonly verbose: boolean;
  /** False switches step 9 alone off: issues are written, the state is not committed. */
  readonly commit_state: boolean;
  /** Hours after its window's end in which a missed digest or handoff is caught up; null: as the policy says. */
  readonly catch_up_hours: number | null;
  /** Folder for the state instead of a branch; null for the branch. */
  readonly state_dir: string | null;
  /** Folder of templates in front of the shipped ones; null for these alone. */
  readonly templates: string | null;
  /** Names the bundle; a re-run with the same id replaces it. */
  readonly run_id: string;
  /** Address of the workflow run; null outside of Actions. */
  readonly run_url: string | null;
  /** What the handoff's author wants to pass on, or `drop`; null for nothing. */
  readonly context: string | null;
  /** `step NAME`: the only optional step that is on, `none` for a step that always runs; null for all. */
  readonly only: typeof OPTIONAL_STEPS[number] | "none" | null;
  /** What started the cycle: the loop guard applies to pushes only. */
  readonly event: TriggerEvent;
}

/** What the cycle may write: a dry run outranks read-only mode. */
export function modeOf({ dry_run, enable_issue_writes }: CycleOptions): GateMode {
  return dry_run ? "dry_run" : enable_issue_writes ? "live" : "read_only";
}
