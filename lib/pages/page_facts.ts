/**
 * What the pages show, as plain data: the one shape that the index and the single page are built from.
 * @module
 */

import type { Verdict } from "../cadence/verdict.ts";
import type { Dashboard, HealthPoint } from "../candidates/dashboard.ts";
import type { StepResult } from "../cycle/cycle.ts";
import type { GateMode } from "../gate/gate.ts";
import type { Level, Severity } from "../state/state.ts";

/** Whether an issue tracks a blocker: `planned` in a dry run, `deferred` over a cap. */
export type Tracking = "tracked" | "planned" | "deferred" | "failed";

/** A blocker as the pages show it. */
export interface PageBlocker {
  /** Null as long as no issue exists on GitHub. */
  readonly number: number | null;
  /** Of the issue, or of the one that would be raised; anybody's text. */
  readonly title: string;
  /** Page of the issue; null when there is none. */
  readonly url: string | null;
  /** The line that it stands in the way of; null for a person's issue that names no single line. */
  readonly line: string | null;
  /** The check, or what is wrong in a few words; null for an issue that tracks no check. */
  readonly what: string | null;
  /** `P0` blocked, `P1` pending too long. */
  readonly severity: Severity;
  /** Escalation level as of this cycle. */
  readonly level: Level;
  /** First seen, RFC 3339. */
  readonly since: string;
  /** Whole minutes since then. */
  readonly age_minutes: number;
  /** Team, else assignees; null when it is nobody's yet. */
  readonly owner: string | null;
  /** The next level and when it is reached; null when none is left. */
  readonly next: { readonly level: Level; readonly at: string } | null;
  /** Whether an issue tells people about it. */
  readonly tracking: Tracking;
  /** False once its reason is gone and the issue merely waits to be closed. */
  readonly holds: boolean;
}

/** One thing that is different from the last cycle. */
export interface PageChange {
  /** What happened; a class of the style sheet too. */
  readonly kind:
    | "candidate"
    | "raised"
    | "returned"
    | "cleared"
    | "closed"
    | "level"
    | "routed"
    | "health"
    | "problem";
  /** One line; plain text that may quote anybody's. */
  readonly text: string;
  /** Page of what it is about; null when there is none. */
  readonly url: string | null;
}

/** A group of blocker ages, as the digest policy draws them. */
export interface AgeBucket {
  /** As the policy spells it: `1 to 4 hours`. */
  readonly label: string;
  /** Ages up to so many minutes; null for no limit. */
  readonly max_minutes: number | null;
}

/** Everything that a page may show. */
export interface PageFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** Page of the repository; null when nothing could be read. */
  readonly repository_url: string | null;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Version of this program. */
  readonly version: string;
  /** Anything but `live` is said at the top: nothing was written. */
  readonly mode: GateMode;
  /** Names the bundle. */
  readonly run_id: string;
  /** Address of the workflow run; null outside of Actions. */
  readonly run_url: string | null;
  /** Why there is no observation at all; null when there is one. */
  readonly blind: string | null;
  /** What could not be read. */
  readonly gaps: readonly { readonly what: string; readonly why: string }[];
  /** Null when its step failed. */
  readonly dashboard: Dashboard | null;
  /** True when nothing is remembered from an earlier cycle. */
  readonly first_run: boolean;
  /** Open ones, also those whose issue is only planned or deferred. */
  readonly blockers: readonly PageBlocker[];
  /** What is different from the last cycle, escalations first. */
  readonly changes: readonly PageChange[];
  /** Score of the cycle before; null when none is remembered. */
  readonly health_before: HealthPoint | null;
  /** Whether it was due and when the next one is; null when its step failed. */
  readonly digest: Verdict | null;
  /** Likewise for the handoff. */
  readonly handoff: Verdict | null;
  /** Steps that have run when the page is written. */
  readonly steps: readonly StepResult[];
  /** Names of the files of the bundle. */
  readonly files: readonly string[];
  /** Markdown of the reports by file name, as far as they are written. */
  readonly reports: Readonly<Record<string, string>>;
  /** In the policy's order, the youngest first. */
  readonly buckets: readonly AgeBucket[];
}

/** Candidates and blockers: what decides whether a line can ship, and what to do next. */
export type Train = Pick<PageFacts, "dashboard" | "blockers">;

/** The gaps, without those that only repeat why there is no observation at all. */
export function gapsBesides({ blind, gaps }: Pick<PageFacts, "blind" | "gaps">): PageFacts["gaps"] {
  return blind === null ? gaps : gaps.filter(({ why }) => why !== blind);
}

/** True when nothing may be concluded from what is absent. */
export function isIncomplete({ blind, dashboard, gaps }: PageFacts): boolean {
  return blind !== null || dashboard === null || !dashboard.complete || gaps.length > 0;
}
