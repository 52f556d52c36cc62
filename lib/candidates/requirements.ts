/**
 * Which checks a candidate requires, and why.
 * @module
 */

import type { Comparison } from "../observation/observation.ts";
import type { Base } from "./base.ts";
import { matchOf } from "./comparisons.ts";
import type { Requirement } from "./dashboard.ts";
import type { CheckEntry, ConditionalEntry, RequirementPolicy } from "./requirement_policy.ts";

/** One policy entry, applied to one candidate. */
export interface AppliedEntry {
  /** The entry of the policy. */
  readonly entry: CheckEntry;
  /** How it applies. */
  readonly required: Requirement;
  /** Why it has this requirement, in words. */
  readonly why: string;
}

/** What changed in a candidate, as far as GitHub told. */
export interface ChangedFiles {
  /** What the candidate is compared with; null when there is nothing. */
  readonly base: Base | null;
  /** Null when it could not be read. */
  readonly comparison: Comparison | null;
}

const STRENGTH: Readonly<Record<Requirement, number>> = {
  always: 0,
  conditional: 1,
  informational: 2,
  conditional_skipped: 3,
};

/** True for the requirements that keep a candidate from shipping. */
export function isRequired(required: Requirement): boolean {
  return required === "always" || required === "conditional";
}

/**
 * The policy's entries as they apply, in the policy's order. A check that the policy names twice
 * counts once, by its strongest requirement.
 */
export function applyPolicy(
  policy: Pick<RequirementPolicy, "always_required" | "conditional_required" | "informational">,
  changed: ChangedFiles,
): AppliedEntry[] {
  const applied: AppliedEntry[] = [
    ...policy.always_required.map((entry): AppliedEntry => ({
      entry,
      required: "always",
      why: withRationale("required of every candidate", entry),
    })),
    ...policy.conditional_required.map((entry) => applyConditional(entry, changed)),
    ...policy.informational.map((entry): AppliedEntry => ({
      entry,
      required: "informational",
      why: "for information only",
    })),
  ];
  const strongest = new Map<string, AppliedEntry>();
  for (const item of applied) {
    const key = JSON.stringify([item.entry.name, item.entry.workflow ?? null]);
    const known = strongest.get(key);
    if (known === undefined || STRENGTH[item.required] < STRENGTH[known.required]) {
      strongest.set(key, item);
    }
  }
  return [...strongest.values()];
}

function applyConditional(entry: ConditionalEntry, changed: ChangedFiles): AppliedEntry {
  const why = whyConditional(entry, changed);
  return why === null
    ? { entry, required: "conditional_skipped", why: "no changed file matches its paths" }
    : { entry, required: "conditional", why: withRationale(why, entry) };
}

/** Why a conditional check is required, or null when it is not. What is not known is required. */
function whyConditional(
  entry: ConditionalEntry,
  { base, comparison }: ChangedFiles,
): string | null {
  if (entry.when_paths_match.length === 0) return "the policy names no paths, so every file counts";
  if (base === null) {
    return "there is no commit to compare with, so every file counts as changed";
  }
  if (comparison === null) {
    return `the files changed since ${base.name} could not be read, so every one counts as changed`;
  }
  for (const pattern of entry.when_paths_match) {
    const file = matchOf(comparison, pattern);
    if (file === undefined) {
      return `whether a file changed since ${base.name} matches ${pattern} is not known`;
    }
    if (file !== null) return `${file} changed since ${base.name} and matches ${pattern}`;
  }
  if (!comparison.truncated) return null;
  return `GitHub listed only ${comparison.changed_files} of the files changed since ${base.name}, ` +
    "so every conditional check is required";
}

function withRationale(why: string, { rationale }: CheckEntry): string {
  const words = (rationale ?? "").replace(/\s+/g, " ").trim();
  return words === "" ? why : `${why}: ${words}`;
}
