/**
 * What is written when a blocker reaches a level: one short comment, then the labels.
 * @module
 */

import type { Action, Change } from "../gate/action.ts";
import { humanText } from "../report/human_text.ts";
import { type Markdown, raw } from "../report/markdown.ts";
import { age, stamp } from "../report/age.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, Level, Severity } from "../state/state.ts";
import { escalationLabels, missingLabels } from "./escalation_labels.ts";
import type { EscalationPolicy } from "./escalation_policy.ts";
import { type NextEscalation, thresholdsOf } from "./level.ts";

/** A blocker that has just reached a level. */
export interface Escalated {
  /** The issue that is told about it. */
  readonly issue: IssueFacts;
  /** Decides labels and mentions. */
  readonly severity: Severity;
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  readonly first_seen: string;
  /** Whole minutes since first seen. */
  readonly age_minutes: number;
  /** The highest level reached: lower ones that were passed over are not told. */
  readonly level: Level;
  /** What comes next and when; null when nothing does. */
  readonly next: NextEscalation | null;
  /** True when the issue was raised, or said that the blocker is back, with the warning due already. */
  readonly told: boolean;
}

/**
 * The change for a level; null when there is nothing to write. The comment is named for good by issue,
 * level and first seen, so that a change taken up again after a failure does not tell people twice.
 * Where raising the issue has told people, no comment warns of it a second time; a higher level is said
 * whenever it is reached, for it calls other people.
 */
export function escalationChange(
  escalated: Escalated,
  { record, policy, reason }: {
    record: BlockerRecord | undefined;
    policy: EscalationPolicy;
    reason: string;
  },
): Change | null {
  const { issue, level, severity, first_seen, told } = escalated;
  const labels = missingLabels(escalationLabels(level, severity, policy), {
    present: issue.labels,
    applied: appliedLabels(record),
  });
  const comment: Action = {
    kind: "comment",
    issue: issue.number,
    key: `escalated/${issue.number}/${level}/${first_seen}`,
    body: escalationComment(escalated, policy).source,
  };
  const addition: Action[] = labels.length === 0
    ? []
    : [{ kind: "add_labels", issue: issue.number, labels }];
  const actions = told && level === "warn" ? addition : [comment, ...addition];
  return actions.length === 0 ? null : { reason, actions };
}

/** Handles that the policy wants mentioned at a level, with their `@`; none unless notifications are on. */
function mentionsFor(level: Level, severity: Severity, policy: EscalationPolicy): string[] {
  const { enabled, p0_escalate_notify, p0_page_notify } = policy.notifications;
  if (!enabled || severity !== "P0") return [];
  const handles = level === "page"
    ? p0_page_notify
    : level === "escalate"
    ? p0_escalate_notify
    : [];
  return handles.map((handle) => handle.trim().replace(/^@?/, "@"))
    .filter((handle) => HANDLE.test(handle));
}

/** A login or `org/team`, as GitHub allows them: nothing in it is Markdown. */
const HANDLE = /^@[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/;

function escalationComment(escalated: Escalated, policy: EscalationPolicy): Markdown {
  const { severity, level, first_seen, age_minutes, next } = escalated;
  const threshold = level === "none" ? undefined : thresholdsOf(severity, policy)[level];
  const mentions = mentionsFor(level, severity, policy);
  return humanText("comment_escalated", {
    severity,
    level,
    since: stamp(first_seen),
    age: age(age_minutes),
    limit: threshold === undefined ? null : age(threshold),
    next: next === null ? null : { level: next.level, at: stamp(next.at) },
    // trusted: the policy asks for these people to be told, so the mentions stay live
    mentions: raw(mentions.length === 0 ? "" : `cc ${mentions.join(" ")}`),
  });
}

/** Labels that we applied since the blocker began, or began again. */
function appliedLabels(record: BlockerRecord | undefined): readonly string[] {
  const startsAgain = record?.returned_at !== undefined && record.escalation_level === "none";
  return startsAgain ? [] : record?.applied_labels ?? [];
}
