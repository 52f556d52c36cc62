/**
 * The state: what must be remembered from one cycle to the next, in the shapes of the known files
 * under `docs/releases/_state/`. Fields that we do not know survive a round trip untouched.
 * @module
 */

import type { HealthPoint } from "../candidates/dashboard.ts";
import type { Comparison } from "../observation/observation.ts";

/** Levels of escalation, the lowest first. */
export const LEVELS = ["none", "warn", "escalate", "page"] as const;

/** Escalation level of a blocker. */
export type Level = typeof LEVELS[number];

/** `P0` blocked, `P1` pending too long. */
export type Severity = "P0" | "P1";

/** A commit of a line with a result of a check, remembered after the candidate is gone. */
export interface CheckedCommit {
  /** Tag or branch of the candidate. */
  tag: string;
  /** Full commit id. */
  commit_sha: string;
  /** Page of the run that failed (of the commit where there is none), or of the commit that passed. */
  url: string;
  /** When the run failed, or when the commit that passed was committed, RFC 3339. */
  at: string;
}

/** Between which runs a check fails, since the blocker began or began again. */
export interface FailingRuns {
  /** Only an earlier run replaces it. */
  first: CheckedCommit;
  /** Only a later run replaces it. */
  latest: CheckedCommit;
}

/** What is remembered of one blocker issue. The first six fields are the known ones. */
export interface BlockerRecord {
  /** The same as in the record's key, `issue:123`. */
  issue_number: number;
  /** Since when its reason holds, from the check's own time; only an earlier value ever replaces it. */
  first_seen: string;
  /** Cycle that saw the reason last, RFC 3339; alone it is no cause for a commit. */
  last_seen: string;
  /** When we last wrote to the issue; null before the first write. */
  last_issue_update: string | null;
  /** Highest level whose write succeeded. */
  escalation_level: Level;
  /** As last judged; a label can raise that of a person's issue. */
  severity: Severity;
  /** Fingerprint of what it tracks; absent for a person's issue that matches no candidate's check. */
  fingerprint?: string;
  /** Checks of a group, as far as they ever failed together. */
  members?: string[];
  /** By check, of at most 10 checks. */
  failing?: Record<string, FailingRuns>;
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
  /** RFC 3339; the age of a missing check counts from here where commit and tag are older. */
  first_observed: string;
  /** When it was last observed still missing; what is not renewed is forgotten. */
  last_observed?: string;
}

/** `blockers_state.json` */
export interface BlockersState {
  /** Scripts out there write `"1.0.0"`; the number 1 means the same. */
  version: number | string;
  /** Time of the cycle that saved last, RFC 3339; null before the first. */
  last_updated: string | null;
  /** By `issue:123`. */
  blockers: Record<string, BlockerRecord>;
  /** Missing checks, by `line/check@sha`: when first observed. */
  watched: Record<string, Watched>;
  /**
   * The newest commit known to pass, by `line/check`, at most 200. Alone it is no cause for a commit, so
   * it may fall behind where a line moves while nothing else changes.
   */
  last_passed?: Record<string, CheckedCommit>;
  /** Changes of the health score, oldest first, at most 100. */
  health_history: HealthPoint[];
  /** Promotable state by candidate, as of the last cycle that saw everything: what the next compares with. */
  candidate_states: Record<string, string>;
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** Facts of a digest, kept so that the next one can say what changed. */
export interface FactSnapshot {
  /** Instant of the cycle, RFC 3339. */
  at: string;
  /** Open blockers that have an issue on GitHub, at most 200. */
  blockers: { number: number; title: string; severity: Severity; level: Level }[];
  /** Promotable state by candidate. */
  candidates: Record<string, string>;
}

/** `digest_state.json` */
export interface DigestState {
  /** Scripts out there write `"1.0.0"`; the number 1 means the same. */
  version: number | string;
  /** When the last one was written, RFC 3339; null for never. */
  last_digest_at: string | null;
  /** Over its facts, without times, ages and links: an unchanged digest is not posted again. */
  last_digest_hash: string | null;
  /** Database id of its comment on the tracking issue; null when none was posted. */
  last_comment_id: number | null;
  /** Key of the occurrence settled last. */
  last_occurrence?: string;
  /** What the next digest compares with; absent before the first. */
  snapshot?: FactSnapshot;
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** A blocker as `handoff_state.json` remembers it. */
export interface HandoffBlocker {
  /** Number of the issue. */
  number: number;
  /** Of the issue at the time of the handoff; anybody's text. */
  title: string;
  /** Names of its labels at that time. */
  labels: string[];
  /** When the issue was created, RFC 3339; spelled as the scripts out there spell it. */
  createdAt: string;
  /** Page of the issue. */
  url: string;
}

/** `handoff_state.json` */
export interface HandoffState {
  /** Scripts out there write `"1.0.0"`; the number 1 means the same. */
  version: number | string;
  /** When the last one was written, RFC 3339; null for never. */
  last_handoff_at: string | null;
  /** Name of the shift that it was for, for example `EMEA`; null before the first. */
  last_handoff_shift: string | null;
  /** What shifts passed on with `--context`, a line for each, its day before it; null for nothing. */
  previous_context: string | null;
  /** Blockers that were open then: what the next one compares with. */
  last_blocker_snapshot: HandoffBlocker[];
  /** Key of the occurrence settled last. */
  last_occurrence?: string;
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** What is remembered of an issue that was routed. */
export interface ProcessedIssue {
  /** When it was routed last, RFC 3339: the cooldown counts from here. */
  last_processed_at: string;
  /** Labels that routing added: one that is gone was taken away by a person and stays away. */
  applied_labels?: string[];
  /** Assignees that routing added: likewise. */
  applied_assignees?: string[];
  /** Labels that routing removed: one that is back was put there by a person and stays. */
  removed_labels?: string[];
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** `triage_state.json` */
export interface TriageState {
  /** Scripts out there write `"1.0.0"`; the number 1 means the same. */
  version: number | string;
  /** Time of the cycle that saved last, RFC 3339; null before the first. */
  last_run_at: string | null;
  /** By issue number. */
  processed_issues: Record<string, ProcessedIssue>;
  /** Counts since the state began; `default` stands for issues that went to no team. */
  routing_stats: { total_routed: number; by_team: Record<string, number> };
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** What is remembered of a comparison; its pair of commits is its key. */
export type KnownComparison = Pick<Comparison, "changed_files" | "truncated" | "matches">;

/** `observation_state.json`: what need not be asked again, because it cannot change. */
export interface ObservationState {
  /** As in the other files. */
  version: number | string;
  /** By `base...head`, full commit ids: what changed between the two. */
  comparisons: Record<string, KnownComparison>;
  /** What other scripts keep here: it survives the round trip untouched. */
  [unknown: string]: unknown;
}

/** All state of one repository. */
export interface State {
  /** What step 2 and step 4 remember, and the health history. */
  blockers: BlockersState;
  /** When the digest was written and what it said. */
  digest: DigestState;
  /** When the handoff was written, for whom, and what it said. */
  handoff: HandoffState;
  /** What routing did, so that it does nothing again that a person undid. */
  triage: TriageState;
  /** What changed between candidates and their bases, so that it is asked once. */
  observation: ObservationState;
}

/** File name of each part of the state. */
export const STATE_FILES = {
  blockers: "blockers_state.json",
  digest: "digest_state.json",
  handoff: "handoff_state.json",
  triage: "triage_state.json",
  observation: "observation_state.json",
} as const satisfies Record<keyof State, string>;

/** Version that new state files carry, spelled as the known scripts spell it. */
export const STATE_VERSION = "1.0.0";
