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
  readonly title: string;
  readonly url: string | null;
  /** Null for a person's issue that names no line. */
  readonly line: string | null;
  /** The check, or what is wrong in a few words; null for a person's issue. */
  readonly what: string | null;
  readonly severity: Severity;
  readonly level: Level;
  readonly since: string;
  readonly age_minutes: number;
  /** Team, else assignees; null when it is nobody's yet. */
  readonly owner: string | null;
  /** The next level and when it is reached; null when none is left. */
  readonly next: { readonly level: Level; readonly at: string } | null;
  readonly tracking: Tracking;
  /** False once its reason is gone and the issue merely waits to be closed. */
  readonly holds: boolean;
}

/** One thing that is different from the last cycle. */
export interface PageChange {
  readonly kind:
    | "raised"
    | "returned"
    | "cleared"
    | "closed"
    | "level"
    | "routed"
    | "health"
    | "problem";
  readonly text: string;
  readonly url: string | null;
}

/** A group of blocker ages, as the digest policy draws them. */
export interface AgeBucket {
  readonly label: string;
  /** Ages up to so many minutes; null for no limit. */
  readonly max_minutes: number | null;
}

/** Everything that a page may show. */
export interface PageFacts {
  readonly repository: string;
  readonly repository_url: string | null;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly version: string;
  readonly mode: GateMode;
  readonly run_id: string;
  readonly run_url: string | null;
  /** Why there is no observation at all; null when there is one. */
  readonly blind: string | null;
  /** What could not be read. */
  readonly gaps: readonly { readonly what: string; readonly why: string }[];
  /** Null when its step failed. */
  readonly dashboard: Dashboard | null;
  /** True when nothing is remembered from an earlier cycle. */
  readonly first_run: boolean;
  readonly blockers: readonly PageBlocker[];
  readonly changes: readonly PageChange[];
  /** Promotable state by candidate when the last digest was written; null when none was. */
  readonly last_digest: {
    readonly at: string;
    readonly candidates: Readonly<Record<string, string>>;
  } | null;
  readonly health_before: HealthPoint | null;
  readonly digest: Verdict | null;
  readonly handoff: Verdict | null;
  readonly steps: readonly StepResult[];
  /** Names of the files of the bundle. */
  readonly files: readonly string[];
  /** Markdown of the reports by file name, as far as they are written. */
  readonly reports: Readonly<Record<string, string>>;
  readonly buckets: readonly AgeBucket[];
}

/** True when nothing may be concluded from what is absent. */
export function isIncomplete({ blind, dashboard, gaps }: PageFacts): boolean {
  return blind !== null || dashboard === null || !dashboard.complete || gaps.length > 0;
}
