/**
 * Joins two states that grew from the same one, after another cycle committed first. What only one
 * side changed is taken from it; what both changed is settled field by field, so that neither side's
 * facts are lost.
 * @module
 */

import {
  epochOf,
  type Fields,
  isFields,
  type Kind,
  type MergeRule,
  type Together,
} from "./kinds.ts";
import { materialText } from "./material.ts";
import { canonical } from "./serialize.ts";
import { fieldsOf, PARTS, SHAPES } from "./shapes.ts";
import { LEVELS, type State } from "./state.ts";

/** Points of the health history that are kept. */
export const MAX_HISTORY = 100;

/** Three versions of a value; undefined where it is absent. */
export interface Sides<T> {
  /** What both sides started from. */
  readonly base: T;
  /** What this cycle made of it. */
  readonly ours: T;
  /** What has been committed meanwhile. */
  readonly theirs: T;
}

/**
 * The merged state. `base` is what both sides read, `theirs` what has been committed since. Of known
 * fields the result does not depend on which side is which; of unknown ones theirs stands when both
 * changed them, for we never do.
 */
export function mergeState({ base, ours, theirs }: Sides<State>): State {
  const merged = PARTS.map((part) => {
    const sides = {
      base: fieldsOf(base, part),
      ours: fieldsOf(ours, part),
      theirs: fieldsOf(theirs, part),
    };
    // A write whose answer was lost comes back as theirs: its counts are not added twice.
    const same = canonical(sides.ours) === canonical(sides.theirs);
    return [part, same ? sides.theirs : mergeValue(SHAPES[part], sides)];
  });
  return Object.fromEntries(merged) as unknown as State;
}

function mergeValue(kind: Kind | null, sides: Sides<unknown>, rule?: MergeRule): unknown {
  const { base, ours, theirs } = sides;
  const texts = { base: canonical(base), ours: canonical(ours), theirs: canonical(theirs) };
  if (texts.theirs === texts.base) return ours;
  if (texts.ours === texts.base) return theirs;
  if (kind?.is === "object" && isFields(ours) && isFields(theirs)) {
    return mergeFields(kind, { base: isFields(base) ? base : {}, ours, theirs });
  }
  if (kind?.is === "map" && isFields(ours) && isFields(theirs)) {
    return mergeMap(kind, { base: isFields(base) ? base : {}, ours, theirs });
  }
  if (kind !== null && base !== undefined) {
    // Gone on one side, and on the other nothing moved but its volatile times: it stays gone.
    if (ours === undefined && materialText(kind, theirs) === materialText(kind, base)) return ours;
    if (theirs === undefined && materialText(kind, ours) === materialText(kind, base)) {
      return theirs;
    }
  }
  if (rule === "sum") return summed(sides);
  if (kind === null || texts.ours === texts.theirs || ours === undefined) return theirs;
  if (theirs === undefined) return ours;
  return settled({ ours, theirs }, rule ?? "greater");
}

function mergeFields(kind: Kind & { is: "object" }, sides: Sides<Fields>): Fields {
  const { base, ours, theirs } = sides;
  const together = kind.together ?? [];
  const result = new Map<string, unknown>();
  for (const group of together) {
    for (const [name, value] of mergeTogether(group, sides)) result.set(name, value);
  }
  for (const name of Object.keys({ ...theirs, ...ours })) {
    if (together.some(({ fields }) => fields.includes(name))) continue;
    const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
    const triple = { base: at(base, name), ours: at(ours, name), theirs: at(theirs, name) };
    result.set(name, mergeValue(field?.of ?? null, triple, field?.merge));
  }
  return present(result);
}

function mergeTogether({ fields, rank }: Together, sides: Sides<Fields>): [string, unknown][] {
  const pick = (side: Fields): [string, unknown][] => fields.map((name) => [name, at(side, name)]);
  const text = (side: Fields): string => canonical(pick(side));
  const { base, ours, theirs } = sides;
  if (text(theirs) === text(base)) return pick(ours);
  if (text(ours) === text(base)) return pick(theirs);
  const [left, right] = [rank(ours), rank(theirs)];
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? -Infinity;
    if (value !== other) return pick(value > other ? ours : theirs);
  }
  return pick(text(ours) > text(theirs) ? ours : theirs);
}

function mergeMap(kind: Kind & { is: "map" }, { base, ours, theirs }: Sides<Fields>): Fields {
  const result = new Map<string, unknown>();
  for (const key of Object.keys({ ...theirs, ...ours })) {
    const triple = { base: at(base, key), ours: at(ours, key), theirs: at(theirs, key) };
    result.set(key, mergeValue(kind.of, triple, kind.merge));
  }
  return present(result);
}

/** Settles what both sides changed, without regard to which side is which. */
function settled(
  sides: { ours: unknown; theirs: unknown },
  rule: Exclude<MergeRule, "sum">,
): unknown {
  const [low, high] = [sides.ours, sides.theirs].toSorted(byText) as [unknown, unknown];
  switch (rule) {
    case "earliest":
      return (epochOf(low) ?? Infinity) <= (epochOf(high) ?? Infinity) ? low : high;
    case "latest":
      return (epochOf(low) ?? -Infinity) > (epochOf(high) ?? -Infinity) ? low : high;
    case "highest_level":
      return rankOfLevel(low) > rankOfLevel(high) ? low : high;
    case "worst_severity":
      return low === "P0" || high === "P0" ? "P0" : high;
    case "either":
      return low === true || high === true;
    case "union":
      return Array.isArray(low) && Array.isArray(high) ? union(low, high).toSorted(byText) : high;
    case "history":
      return Array.isArray(low) && Array.isArray(high)
        ? union(low, high).toSorted(byTime).slice(-MAX_HISTORY)
        : high;
    case "greater":
      return high;
  }
}

function rankOfLevel(value: unknown): number {
  return LEVELS.findIndex((level) => level === value);
}

function summed({ base, ours, theirs }: Sides<unknown>): number {
  const number = (value: unknown): number => typeof value === "number" ? value : 0;
  return Math.max(0, number(ours) + number(theirs) - number(base));
}

function union(left: readonly unknown[], right: readonly unknown[]): unknown[] {
  return [...new Map([...left, ...right].map((item) => [canonical(item), item])).values()];
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [canonical(a), canonical(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function byTime(a: unknown, b: unknown): number {
  const time = (value: unknown): number => (isFields(value) ? epochOf(value.at) : null) ?? 0;
  return time(a) - time(b) || byText(a, b);
}

/** Only the object's own values: a team may well be called `constructor`. */
function at(value: Fields, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function present(entries: ReadonlyMap<string, unknown>): Fields {
  return Object.fromEntries([...entries].filter(([, value]) => value !== undefined));
}
