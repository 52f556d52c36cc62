/**
 * Labels of escalation: which ones a level asks for, and which level an issue's labels tell of.
 * @module
 */

import { fold } from "../blockers/labels.ts";
import type { Level, Severity } from "../state/state.ts";
import type { EscalationPolicy } from "./escalation_policy.ts";
import { REACHABLE } from "./level.ts";

/** The labels of a level of a severity: the base labels, then the level's own. None below `warn`. */
export function escalationLabels(
  level: Level,
  severity: Severity,
  policy: EscalationPolicy,
): string[] {
  if (level === "none") return [];
  return unique([...policy.labels.base, ...ownLabels(level, severity, policy)]);
}

/**
 * The level that the labels on an issue tell of. Only labels that belong to one level alone are
 * evidence: neither base labels nor severities, nor what a lower level carries too.
 */
export function carriedLevel(
  labels: readonly string[],
  severity: Severity,
  policy: EscalationPolicy,
): Level {
  const present = new Set(labels.map(fold));
  const common = new Set(["p0", "p1", ...policy.labels.base.map(fold)]);
  let carried: Level = "none";
  for (const level of REACHABLE) {
    const own = ownLabels(level, severity, policy).map(fold);
    const telling = own.filter((label) => !common.has(label));
    if (telling.length > 0 && telling.every((label) => present.has(label))) carried = level;
    telling.forEach((label) => common.add(label));
  }
  return carried;
}

/** The labels wanted that are neither on the issue nor were applied by us before and taken away since. */
export function missingLabels(
  wanted: readonly string[],
  there: { readonly present: readonly string[]; readonly applied: readonly string[] },
): string[] {
  const known = new Set([...there.present, ...there.applied].map(fold));
  return wanted.filter((label) => !known.has(fold(label)));
}

/** The severity of an issue: what state says, else its label, else `P1`. */
export function severityOf(
  labels: readonly string[],
  recorded: unknown,
): Severity {
  if (recorded === "P0" || recorded === "P1") return recorded;
  return labels.some((label) => fold(label) === "p0") ? "P0" : "P1";
}

/** The recorded level, or `none` for anything that is no level. */
export function recordedLevel(recorded: unknown): Level {
  return REACHABLE.find((level) => level === recorded) ?? "none";
}

function ownLabels(level: Level, severity: Severity, policy: EscalationPolicy): readonly string[] {
  const { labels } = policy;
  if (level === "warn") return severity === "P0" ? labels.p0_warn : labels.p1_warn;
  if (level === "escalate") return severity === "P0" ? labels.p0_escalate : labels.p1_escalate;
  return level === "page" && severity === "P0" ? labels.p0_page : [];
}

function unique(labels: readonly string[]): string[] {
  return labels.filter((label, index) =>
    labels.findIndex((other) => fold(other) === fold(label)) === index
  );
}
