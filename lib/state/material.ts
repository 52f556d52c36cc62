/**
 * Says whether a change of the state is worth a commit. Times that move with every cycle are not:
 * they ride along with the next change that is.
 * @module
 */

import { type Fields, isFields, type Kind } from "./kinds.ts";
import { canonical, persistent } from "./serialize.ts";
import { fieldsOf, PARTS, SHAPES } from "./shapes.ts";
import { type State, STATE_FILES } from "./state.ts";

/** Comparisons that are worth a commit of their own: one write, against as many reads in every cycle. */
const COMPARISONS_WORTH_A_COMMIT = 5;

/** The reasons, in words, why `after` should be saved; none when only volatile fields differ. */
export function materialChange(before: State, after: State): string[] {
  const [old, now] = [persistent(before), persistent(after)];
  return [
    ...recordReasons(old.blockers.blockers, now.blockers.blockers),
    ...comparisonReasons(old.observation.comparisons, now.observation.comparisons),
    ...PARTS.flatMap((part) => {
      const kind = SHAPES[part];
      const known = part === "blockers" ? ["blockers"] : [];
      const fields = changedFields(kind, fieldsOf(old, part), fieldsOf(now, part))
        .filter((name) => !known.includes(name));
      return fields.length === 0 ? [] : [`${STATE_FILES[part]} changed: ${fields.join(", ")}`];
    }),
  ];
}

/** The value as text that is equal for values that differ in volatile fields only. */
export function materialText(kind: Kind, value: unknown): string {
  return canonical(withoutVolatile(kind, value));
}

const record = recordKind(SHAPES.blockers.fields.blockers?.of);

function recordKind(kind: Kind | undefined): Kind & { is: "object" } {
  if (kind?.is === "map" && kind.of.is === "object") return kind.of;
  throw new TypeError("Cannot compare blocker records: the shapes do not describe them");
}

function recordReasons(
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): string[] {
  const keys = Object.keys({ ...before, ...after });
  return keys.flatMap((key) => {
    const name = `the blocker ${key.replace("issue:", "#")}`;
    const [old, now] = [own(before, key), own(after, key)];
    if (old === undefined) return [`${name} is new`];
    if (now === undefined) return [`${name} was dropped`];
    const fields = changedFields(record, old, now);
    return fields.length === 0 ? [] : [`${name} changed: ${fields.join(", ")}`];
  });
}

/** What `before` lacks, or knows otherwise, would be asked again. */
function comparisonReasons(
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): string[] {
  const fresh = Object.keys(after).filter((key) =>
    canonical(own(before, key)) !== canonical(own(after, key))
  );
  return fresh.length < COMPARISONS_WORTH_A_COMMIT
    ? []
    : [`${fresh.length} comparisons would be asked again`];
}

function own(records: Readonly<Record<string, object>>, key: string): Fields | undefined {
  return Object.hasOwn(records, key) ? { ...records[key] } : undefined;
}

function changedFields(kind: Kind & { is: "object" }, before: Fields, after: Fields): string[] {
  return Object.keys({ ...before, ...after }).filter((name) => {
    const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
    if (field?.volatile) return false;
    if (field === undefined) return canonical(before[name]) !== canonical(after[name]);
    return materialText(field.of, before[name]) !== materialText(field.of, after[name]);
  });
}

function withoutVolatile(kind: Kind, value: unknown): unknown {
  if (kind.is === "map" && isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, withoutVolatile(kind.of, item)]),
    );
  }
  if (kind.is !== "object" || !isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
      if (field?.volatile) return [];
      return [[name, field === undefined ? item : withoutVolatile(field.of, item)]];
    }),
  );
}
