/**
 * The state: what must be remembered from one cycle to the next, in the shapes of the known files
 * under `docs/releases/_state/`. Fields that we do not know survive a round trip untouched.
 * @module
 */

import type { HealthPoint } from "../candidates/dashboard.ts";

/** Escalation level of a blocker. */
export type Level = "none" | "warn" | "escalate" | "page";

/** `P0` blocked, `P1` pending too long. */
export type Severity = "P0" | "P1";

/** What is remembered of one blocker issue. The first six fields are the known ones. */
export interface BlockerRecord {
  issue_number: number;
  first_seen: string;
  last_seen: string;
  /** When we last wrote to the issue; null before the first write. */
  last_issue_update: string | null;
  escalation_level: Level;
  severity: Severity;
  /** Fingerprint of what it tracks; absent for a person's issue that matches no candidate's check. */
  fingerprint?: string;
  /** Checks of a group, as far as they ever failed together. */
  members?: string[];
  /** True when the issue was raised by a person or an older script. */
  adopted?: boolean;
  /** Labels that we added: one that is gone was taken away by a person and stays away. */
  applied_labels?: string[];
  /** Assignees that we added: likewise. */
  applied_assignees?: string[];
  /** Where routing sent it, and the rule that decided. */
  route?: { team: string; rule: string; at: string };
  /** Since when the reason is gone; absent while it holds. */
  cleared_at?: string;
  /** Complete cycles since then. */
  green_cycles?: number;
  /** When we closed it; absent while open. */
  closed_at?: string;
  /** When the reason came back after it had cleared: labels from before tell nothing of the level. */
  returned_at?: string;
  /** When a person closed it while the reason held: not raised again until the reason clears. */
  dismissed_at?: string;
}

/** When a reason for a blocker was first observed: needed where GitHub has no time of its own for it. */
export interface Watched {
  first_observed: string;
  /** When it was last observed still missing; what is not renewed is forgotten. */
  last_observed?: string;
}

/** `blockers_state.json` */
export interface BlockersState {
  /** Scripts out there write `"1.0.0"`; the number 1 means the same. */
  version: number | string;
  last_updated: string | null;
  /** By `issue:123`. */
  blockers: Record<string, BlockerRecord>;
  /** Missing checks, by `line/check@sha`: when first observed. */
  watched: Record<string, Watched>;
  /** Changes of the health score, oldest first, at most 100. */
  health_history: HealthPoint[];
  [unknown: string]: unknown;
}

/** Facts of a digest, kept so that the next one can say what changed. */
export interface FactSnapshot {
  at: string;
  blockers: { number: number; title: string; severity: Severity; level: Level }[];
  /** Promotable state by candidate. */
  candidates: Record<string, string>;
}

/** `digest_state.json` */
export interface DigestState {
  version: number | string;
  last_digest_at: string | null;
  last_digest_hash: string | null;
  last_comment_id: number | null;
  /** Key of the occurrence settled last. */
  last_occurrence?: string;
  snapshot?: FactSnapshot;
  [unknown: string]: unknown;
}

/** A blocker as `handoff_state.json` remembers it. */
export interface HandoffBlocker {
  number: number;
  title: string;
  labels: string[];
  createdAt: string;
  url: string;
}

/** `handoff_state.json` */
export interface HandoffState {
  version: number | string;
  last_handoff_at: string | null;
  last_handoff_shift: string | null;
  previous_context: string | null;
  last_blocker_snapshot: HandoffBlocker[];
  last_occurrence?: string;
  [unknown: string]: unknown;
}

/** What is remembered of an issue that was routed. */
export interface ProcessedIssue {
  last_processed_at: string;
  /** Labels that routing added: one that is gone was taken away by a person and stays away. */
  applied_labels?: string[];
  /** Assignees that routing added: likewise. */
  applied_assignees?: string[];
  /** Labels that routing removed: one that is back was put there by a person and stays. */
  removed_labels?: string[];
  [unknown: string]: unknown;
}

/** `triage_state.json` */
export interface TriageState {
  version: number | string;
  last_run_at: string | null;
  /** By issue number. */
  processed_issues: Record<string, ProcessedIssue>;
  routing_stats: { total_routed: number; by_team: Record<string, number> };
  [unknown: string]: unknown;
}

/** All state of one repository. */
export interface State {
  blockers: BlockersState;
  digest: DigestState;
  handoff: HandoffState;
  triage: TriageState;
}

/** File name of each part of the state. */
export const STATE_FILES = {
  blockers: "blockers_state.json",
  digest: "digest_state.json",
  handoff: "handoff_state.json",
  triage: "triage_state.json",
} as const satisfies Record<keyof State, string>;

/** Version that new state files carry, spelled as the known scripts spell it. */
export const STATE_VERSION = "1.0.0";
