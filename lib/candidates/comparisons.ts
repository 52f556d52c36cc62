/**
 * Comparisons: what changed between a candidate and its base, reduced to what the policy asks of it,
 * and remembered, so that no pair of commits is asked about twice.
 * @module
 */

import type { Comparison } from "../observation/observation.ts";
import { compilePattern, type Pattern } from "../policy/pattern.ts";
import type { StateUpdate } from "../state/keeper.ts";
import type { ObservationState } from "../state/state.ts";
import { comparisonKey } from "./base.ts";
import type { RequirementPolicy } from "./requirement_policy.ts";

/** A pair of commits, full ids. */
export type Pair = Pick<Comparison, "base" | "head">;

/** Bytes of JSON that remembered comparisons may take: what does not fit is asked again. */
const MOST_BYTES = 100_000;

/** What a cycle asks about the changed files of every candidate. */
export interface PathQuestions {
  /** Every path pattern of the policy, once, compiled. */
  readonly patterns: readonly Pattern[];
  /** Files that cycles write themselves: that they changed is never an answer. */
  readonly own_files: readonly string[];
}

/** The questions of a policy. */
export function pathQuestions(
  { conditional_required }: Pick<RequirementPolicy, "conditional_required">,
  own_files: readonly string[],
): PathQuestions {
  const sources = conditional_required.flatMap(({ when_paths_match }) => when_paths_match);
  return { patterns: [...new Set(sources)].map(compilePattern), own_files };
}

/** The comparison of a pair, out of the files that GitHub lists for it. */
export function reduceComparison(
  { base, head }: Pair,
  { files, truncated, questions: { patterns, own_files } }: {
    files: readonly string[];
    /** True when GitHub may have left files out. */
    truncated: boolean;
    questions: PathQuestions;
  },
): Comparison {
  const others = files.filter((file) => !own_files.includes(file));
  const matches = patterns.map((pattern) => [
    pattern.source,
    others.find((file) => pattern.test(file)) ?? null,
  ]);
  return {
    base,
    head,
    changed_files: files.length,
    truncated,
    matches: Object.fromEntries(matches),
  };
}

/** The first changed file that the pattern matches and that is not our own, null for none, undefined when that was not asked. */
export function matchOf(
  { matches }: Pick<Comparison, "matches">,
  pattern: string,
): string | null | undefined {
  return Object.hasOwn(matches, pattern) ? matches[pattern] : undefined;
}

/**
 * The comparison of a pair as an earlier cycle saw it; null when it has to be asked again: it is not
 * remembered, a pattern of the policy was not asked then, or it names a file that its pattern does not
 * match or that is our own.
 *
 * That no file matches cannot be checked. Whoever may push to the state path can write it there by hand
 * and switch a conditional check off, as they could by editing the policy; like the rest of the state it
 * is trusted no less than the branch that holds it.
 */
export function recallComparison(
  { comparisons }: Pick<ObservationState, "comparisons">,
  pair: Pair,
  { patterns, own_files }: PathQuestions,
): Comparison | null {
  const key = comparisonKey(pair);
  const known = Object.hasOwn(comparisons, key) ? comparisons[key] : undefined;
  if (known === undefined || known.changed_files === 0) return null;
  const sound = patterns.every((pattern) => {
    const file = matchOf(known, pattern.source);
    return file === null ||
      (file !== undefined && pattern.test(file) && !own_files.includes(file));
  });
  if (!sound) return null;
  const { changed_files, truncated } = known;
  const matches = patterns.map(({ source }) => [source, matchOf(known, source) ?? null]);
  return { ...pair, changed_files, truncated, matches: Object.fromEntries(matches) };
}

/**
 * Remembers the comparisons of the present candidates, and no others. An observation with gaps may lack
 * candidates, so it forgets nothing. A list without any file is asked again: lists are empty by mistake
 * at times, and a mistake must not be kept.
 */
export function rememberComparisons(
  observed: readonly Comparison[],
  { complete }: { complete: boolean },
): StateUpdate {
  return (state) => {
    const before = complete ? {} : state.observation.comparisons;
    const now = observed.filter(({ changed_files }) => changed_files > 0)
      .map(({ base, head, changed_files, truncated, matches }) =>
        [comparisonKey({ base, head }), { changed_files, truncated, matches }] as const
      );
    const comparisons = fitting([...now, ...Object.entries(before)]);
    return { ...state, observation: { ...state.observation, comparisons } };
  };
}

/** The first ones that fit, each once. */
function fitting(
  entries: readonly (readonly [string, ObservationState["comparisons"][string]])[],
): ObservationState["comparisons"] {
  const kept = new Map<string, ObservationState["comparisons"][string]>();
  let room = MOST_BYTES;
  for (const [key, known] of entries) {
    // State files have no such key, so it would be lost and written again every cycle.
    if (kept.has(key) || Object.hasOwn(known.matches, "__proto__")) continue;
    const size = new TextEncoder().encode(JSON.stringify([key, known], null, 2)).length;
    if (size > room) continue;
    room -= size;
    kept.set(key, known);
  }
  return Object.fromEntries(kept);
}
