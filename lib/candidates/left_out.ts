/**
 * What was left out of the dashboard, and why: named one by one, but counted where many share one
 * reason.
 * @module
 */

import type { LeftOut } from "./dashboard.ts";

/** Why something is left out; reasons other than these two are always named one by one. */
export type LeftOutKind = "dead_branch" | "dead_rc" | "named";

/** Something left out, with the reason that it shares with others. */
export interface LeftOutItem extends LeftOut {
  /** What it would be counted as. */
  readonly kind: LeftOutKind;
  /** The reason in words that fit many. */
  readonly why_many: string;
}

/** A reason shared by more than this many is told as a count. */
const MOST_NAMED = 10;

const NOUNS: Readonly<Record<LeftOutKind, string>> = {
  dead_branch: "release branches",
  dead_rc: "release candidates",
  named: "candidates",
};

/** What is said about what was left out, by name. */
export function tellLeftOut(items: readonly LeftOutItem[]): LeftOut[] {
  const groups = Map.groupBy(items, (item) => `${item.kind} ${item.why_many}`);
  return [...groups.values()].flatMap(tellGroup)
    .sort((a, b) => order(a.name, b.name) || order(a.why, b.why));
}

function tellGroup(group: readonly LeftOutItem[]): LeftOut[] {
  const [first] = group;
  if (first === undefined || first.kind === "named" || group.length <= MOST_NAMED) {
    return group.map(({ name, why, line }) => ({
      name,
      why,
      ...line === undefined ? {} : { line },
    }));
  }
  return [{ name: `${group.length} ${NOUNS[first.kind]}`, why: first.why_many }];
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
