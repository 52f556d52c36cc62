/**
 * What a sweep counts: how often something was disturbed, and what was then wrong.
 * @module
 */

/** One row of a table. */
export interface Tally {
  readonly what: string;
  /** Points at which something was done to a cycle. */
  points: number;
  /** Runs that were judged. */
  runs: number;
  /** What stood twice when everything had come to rest, with where it happened. */
  readonly duplicates: string[];
  /** What an undisturbed run leaves and this one did not, or otherwise. */
  readonly losses: string[];
  /** Stack traces, hangs, exit codes that say nothing. */
  readonly escapes: string[];
  /** Things that stood twice for a moment, inside the disturbed cycles. */
  transient: number;
  /** Most fault-free cycles that it took. */
  cycles: number;
}

/** A row that has counted nothing yet. */
export function emptyTally(what: string): Tally {
  return {
    what,
    points: 0,
    runs: 0,
    duplicates: [],
    losses: [],
    escapes: [],
    transient: 0,
    cycles: 0,
  };
}

/** What is wrong with a row, a line each; empty when nothing is. */
export function faultsOf(tally: Tally): string[] {
  return [
    ...tally.duplicates.map((line) => `twice: ${line}`),
    ...tally.losses.map((line) => `other: ${line}`),
    ...tally.escapes.map((line) => `escaped: ${line}`),
  ];
}
