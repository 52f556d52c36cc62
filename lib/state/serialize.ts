/**
 * Writes the state files: the same state gives the same bytes, whatever the order in which it came
 * together, so that a commit shows what changed and nothing else.
 * @module
 */

import { type Fields, isFields, type Kind } from "./kinds.ts";
import { fieldsOf, PARTS, SHAPES } from "./shapes.ts";
import { type State, STATE_FILES } from "./state.ts";

/** The name of a state file. */
export type StateFile = typeof STATE_FILES[keyof State];

/**
 * The text of each state file: two-space JSON, known fields in their documented order, unknown ones
 * after them, records by issue number. Provisional issues are left out, see {@link persistent}.
 */
export function serializeState(state: State): Record<StateFile, string> {
  const lasting = persistent(state);
  const entries = PARTS.map((part) => [
    STATE_FILES[part],
    `${JSON.stringify(arranged(fieldsOf(lasting, part), SHAPES[part]), null, 2)}\n`,
  ]);
  return Object.fromEntries(entries) as Record<StateFile, string>;
}

/**
 * Bytes of all state files together. Order does not matter to it, and arranging takes longer than the rest.
 */
export function sizeOfState(state: State): number {
  const lasting = persistent(state);
  const encoder = new TextEncoder();
  return PARTS.reduce(
    (sum, part) =>
      sum + encoder.encode(JSON.stringify(fieldsOf(lasting, part), null, 2)).length + 1,
    0,
  );
}

/**
 * The state without what belongs to issues that were only planned: they have numbers below 1, which
 * mean something inside their cycle only.
 */
export function persistent(state: State): State {
  return {
    ...state,
    digest: state.digest.snapshot === undefined ? state.digest : {
      ...state.digest,
      snapshot: {
        ...state.digest.snapshot,
        blockers: state.digest.snapshot.blockers.filter(({ number }) => number >= 1),
      },
    },
    handoff: {
      ...state.handoff,
      last_blocker_snapshot: state.handoff.last_blocker_snapshot.filter(({ number }) =>
        number >= 1
      ),
    },
    blockers: { ...state.blockers, blockers: numbered(state.blockers.blockers) },
    triage: { ...state.triage, processed_issues: numbered(state.triage.processed_issues) },
  };
}

/** The value as text that is equal for equal values: keys sorted at every level. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "undefined";
}

/** Issue number in a key of the state, `issue:123` or `123`; null when the key has another form. */
function numberInKey(key: string): number | null {
  const match = /^(?:issue:)?(-?\d{1,15})$/.exec(key);
  return match === null ? null : Number(match[1]);
}

function numbered<T>(records: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(records).filter(([key]) => (numberInKey(key) ?? 1) >= 1),
  );
}

function arranged(value: unknown, kind: Kind): unknown {
  if (kind.is === "list" && Array.isArray(value)) {
    return value.map((item) => arranged(item, kind.of));
  }
  if (kind.is === "map" && isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).toSorted(byKey).map(([key, item]) => [key, arranged(item, kind.of)]),
    );
  }
  if (kind.is === "object" && isFields(value)) return arrangedFields(value, kind);
  return sorted(value);
}

function arrangedFields(value: Fields, kind: Kind & { is: "object" }): Fields {
  const known = Object.entries(kind.fields)
    .filter(([name]) => value[name] !== undefined)
    .map(([name, field]) => [name, arranged(value[name], field.of)]);
  const unknown = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(kind.fields, name))
    .toSorted(byKey)
    .map(([name, item]) => [name, sorted(item)]);
  return Object.fromEntries([...known, ...unknown]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(byKey).map(([key, item]) => [key, sorted(item)]),
  );
}

/** Keys with a number first, by number; then the others by their characters. */
function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  const left = numberInKey(a) ?? Infinity;
  const right = numberInKey(b) ?? Infinity;
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
