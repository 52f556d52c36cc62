/**
 * Urgency: which of two blockers is the worse one. Whatever says what to do next asks here.
 * @module
 */

import { compareLevels } from "../escalation/level.ts";
import type { Level, Severity } from "../state/state.ts";

/** What urgency is judged by. */
export interface Urgent {
  /** `P0` before `P1`. */
  readonly severity: Severity;
  /** Of two of a severity the higher level comes first. */
  readonly level: Level;
  /** Whole minutes: of two of a level the older one comes first. */
  readonly age_minutes: number;
}

/** Negative when `a` is the more urgent one: by severity, then by level, then by age. */
export function compareUrgency(a: Urgent, b: Urgent): number {
  return (a.severity === b.severity ? 0 : a.severity === "P0" ? -1 : 1) ||
    compareLevels(b.level, a.level) || b.age_minutes - a.age_minutes;
}
