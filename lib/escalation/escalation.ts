/**
 * Step 4, the deciding: which level each open blocker has reached, and what is written when it reaches
 * a new one.
 * @module
 */

import { recordKey } from "../blockers/ownership.ts";
import { minutesBetween } from "../blockers/time.ts";
import type { Change } from "../gate/action.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { age } from "../report/age.ts";
import type { BlockerRecord, Level, Severity } from "../state/state.ts";
import { escalationChange } from "./escalation_change.ts";
import { carriedLevel, recordedLevel, severityOf } from "./escalation_labels.ts";
import type { EscalationPolicy } from "./escalation_policy.ts";
import {
  compareLevels,
  higherLevel,
  levelAt,
  type NextEscalation,
  nextEscalation,
  thresholdsOf,
} from "./level.ts";

/** What escalation says of one open blocker. */
export interface EscalationDecision {
  /** Its number is negative while it is only planned. */
  readonly issue: IssueFacts;
  /** Decides which thresholds count. */
  readonly severity: Severity;
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  readonly first_seen: string;
  /** Whole minutes since first seen. */
  readonly age_minutes: number;
  /** The level known before this cycle: from state, or told by the issue's labels when state was lost. */
  readonly level_before: Level;
  /** The level now; never below the one before. */
  readonly level: Level;
  /** True when `level` was reached since the last cycle. */
  readonly fires: boolean;
  /** What comes next and when; null when nothing does. */
  readonly next: NextEscalation | null;
  /** Null unless the level fires and there is something to write. */
  readonly change: Change | null;
  /** One sentence for people; plain text. */
  readonly reason: string;
}

/** The inputs of escalation. */
export interface EscalationInput {
  /** Blocker issues, ours and people's; closed ones are passed over. */
  readonly issues: readonly IssueFacts[];
  /** By `issue:123`. */
  readonly records: Readonly<Record<string, BlockerRecord>>;
  /** Thresholds, labels and whom to mention. */
  readonly policy: EscalationPolicy;
  /** Numbers of issues whose reason a partial observation did not show: it may be gone. */
  readonly unseen?: ReadonlySet<number>;
  /** The instant of the cycle: ages end here. */
  readonly now: Temporal.Instant;
}

/** Decides for every open blocker, oldest first. Only the highest level reached fires, once. */
export function decideEscalation(input: EscalationInput): EscalationDecision[] {
  return input.issues
    .filter(({ state }) => state === "open")
    .map((issue) => decide(issue, input))
    .toSorted((a, b) =>
      Date.parse(a.first_seen) - Date.parse(b.first_seen) ||
      Math.abs(a.issue.number) - Math.abs(b.issue.number)
    );
}

function decide(issue: IssueFacts, input: EscalationInput): EscalationDecision {
  const { records, policy, unseen, now } = input;
  const record = records[recordKey(issue.number)];
  const severity = severityOf(issue.labels, record?.severity);
  const first_seen = firstSeen(issue, record, now);
  const age_minutes = minutesBetween(first_seen, now);
  const level_before = levelBefore(issue, { record, severity, policy });
  const facts = { issue, severity, first_seen, age_minutes, level_before };
  const stays = { ...facts, level: level_before, fires: false, next: null, change: null };
  if (record?.cleared_at !== undefined) {
    return { ...stays, reason: "The reason is gone, so it does not escalate." };
  }
  if (unseen?.has(issue.number)) {
    return {
      ...stays,
      reason:
        "Its reason was not seen, and not all could be read: it reaches no further level yet.",
    };
  }
  const level = higherLevel(level_before, levelAt(age_minutes, thresholdsOf(severity, policy)));
  const fires = compareLevels(level, level_before) > 0;
  const next = nextEscalation({ level, severity, first_seen }, policy);
  const reason = fires
    ? `${severity} for ${age(age_minutes)}: it has reached the level ${level}.`
    : level === "none"
    ? `${severity} for ${age(age_minutes)}: no level is reached yet.`
    : `The level ${level} was reached before.`;
  const change = fires
    ? escalationChange({
      issue,
      severity,
      first_seen,
      age_minutes,
      level,
      next,
      told: toldByRaising(issue, { record, severity, first_seen, policy }),
    }, { record, policy, reason })
    : null;
  return { ...facts, level, fires, next, change, reason };
}

/**
 * Since when the blocker counts: what state says, unless that is no time or lies ahead, else when the
 * issue was opened.
 */
function firstSeen(
  issue: IssueFacts,
  record: BlockerRecord | undefined,
  now: Temporal.Instant,
): string {
  const recorded = Date.parse(record?.first_seen ?? "");
  const opened = Date.parse(issue.created_at);
  const at = recorded <= now.epochMilliseconds
    ? recorded
    : Number.isNaN(opened)
    ? now.epochMilliseconds
    : opened;
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: "second" });
}

/**
 * True when the warning was due when we raised the issue, or said in it that the blocker is back. Told by
 * times that last, so that a cycle that takes up the work of one that died decides the same.
 */
function toldByRaising(
  { created_at, viewer_did_author }: IssueFacts,
  { record, severity, first_seen, policy }: {
    record: BlockerRecord | undefined;
    severity: Severity;
    first_seen: string;
    policy: EscalationPolicy;
  },
): boolean {
  const opened = viewer_did_author && record?.adopted !== true ? created_at : "";
  const raised = Date.parse(record?.returned_at ?? opened);
  const minutes = Math.floor((raised - Date.parse(first_seen)) / 60_000);
  if (levelAt(minutes, thresholdsOf(severity, policy)) === "none") return false;
  // What was only late then and has failed since is news.
  const failed = Object.values(record?.failing ?? {}).map(({ first }) => Date.parse(first.at));
  return failed.length === 0 || failed.some((at) => at <= raised);
}

/** State is the authority; where it knows no level, labels of an earlier escalation tell it. */
function levelBefore(
  issue: IssueFacts,
  { record, severity, policy }: {
    record: BlockerRecord | undefined;
    severity: Severity;
    policy: EscalationPolicy;
  },
): Level {
  const recorded = recordedLevel(record?.escalation_level);
  // a blocker that cleared and returned starts again, with the old labels still on its issue
  if (recorded !== "none" || record?.returned_at !== undefined) return recorded;
  return carriedLevel(issue.labels, severity, policy);
}
