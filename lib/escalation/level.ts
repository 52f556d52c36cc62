/**
 * Escalation levels: their order, and which one an age reaches.
 * @module
 */

import { type Level, LEVELS, type Severity } from "../state/state.ts";
import type { EscalationPolicy, Thresholds } from "./escalation_policy.ts";

/** Levels that an age can reach, lowest first. */
export const REACHABLE = ["warn", "escalate", "page"] as const satisfies readonly Level[];

/** Negative when `a` is below `b`, 0 when they are the same, positive when `a` is above `b`. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

/** The higher of two levels. */
export function higherLevel(a: Level, b: Level): Level {
  return compareLevels(a, b) >= 0 ? a : b;
}

/** The highest level whose threshold an age (in minutes) has reached; a threshold counts from its first minute. */
export function levelAt(age_minutes: number, thresholds: Thresholds): Level {
  const reached = REACHABLE.filter((level) => {
    const threshold = thresholds[level];
    return threshold !== undefined && age_minutes >= threshold;
  });
  return reached.at(-1) ?? "none";
}

/** The thresholds of a severity. P1 has no `page`, whatever else the policy object carries. */
export function thresholdsOf(severity: Severity, policy: EscalationPolicy): Thresholds {
  const { p0, p1 } = policy.thresholds;
  return severity === "P0" ? p0 : { warn: p1.warn, escalate: p1.escalate };
}

/** A level and when a blocker reaches it. */
export interface NextEscalation {
  /** The lowest level above the one reached. */
  readonly level: Level;
  /** `YYYY-MM-DDTHH:MM:SSZ`; absolute, so that an issue changes only when its facts do. */
  readonly at: string;
}

/** The next level above the present one and when it is reached; null when none is left. */
export function nextEscalation(
  blocker: { readonly level: Level; readonly severity: Severity; readonly first_seen: string },
  policy: EscalationPolicy,
): NextEscalation | null {
  const since = Date.parse(blocker.first_seen);
  if (Number.isNaN(since)) return null;
  const thresholds = thresholdsOf(blocker.severity, policy);
  for (const level of REACHABLE) {
    const minutes = thresholds[level];
    if (minutes === undefined || compareLevels(level, blocker.level) <= 0) continue;
    const at = Temporal.Instant.fromEpochMilliseconds(since + Math.round(minutes * 60_000));
    return { level, at: at.toString({ smallestUnit: "second" }) };
  }
  return null;
}
