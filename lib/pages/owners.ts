/**
 * Who owns what: open blockers by owner.
 * @module
 */

import type { PageBlocker } from "./page_facts.ts";

/** What one owner has to do. */
export interface Owner {
  /** Null: nobody's yet. */
  readonly name: string | null;
  /** How many open blockers of severity P0. */
  readonly p0: number;
  /** How many of severity P1. */
  readonly p1: number;
  /** The one that holds longest. */
  readonly oldest: PageBlocker;
}

/** Owners with open blockers: first what is nobody's, then by number of P0, of P1, by name. */
export function owners(blockers: readonly PageBlocker[]): Owner[] {
  const groups = Map.groupBy(blockers.filter(({ holds }) => holds), ({ owner }) => owner);
  return [...groups]
    .map(([name, own]) => ({
      name,
      p0: own.filter(({ severity }) => severity === "P0").length,
      p1: own.filter(({ severity }) => severity === "P1").length,
      oldest: own.reduce((a, b) => b.age_minutes > a.age_minutes ? b : a),
    }))
    .toSorted((a, b) => {
      if (a.name === null || b.name === null) return a.name === null ? -1 : 1;
      return b.p0 - a.p0 || b.p1 - a.p1 || (a.name < b.name ? -1 : 1);
    });
}
