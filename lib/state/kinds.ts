/**
 * Kinds of value that a state field can hold: how each is recognised, and what its neighbours may
 * assume. Reading, writing, comparing and merging are all driven by tables made of these.
 * @module
 */

import { DAY } from "@std/datetime/constants";

/** A JSON object whose fields are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value that was recognised; `repaired` says in words what had to be changed to use it. */
export interface Recognised {
  /** The value to use, as it stands or mended. */
  readonly value: unknown;
  /** Absent when the value was fine. */
  readonly repaired?: string;
}

/** What both sides of a race changed differently is settled by one of these. */
export type MergeRule =
  | "earliest"
  | "latest"
  | "highest_level"
  | "worst_severity"
  | "either"
  | "union"
  | "history"
  | "sum"
  | "greater";

/** Fields that only make sense together: after a race they come from one side, the higher ranked. */
export interface Together {
  /** Their names. */
  readonly fields: readonly string[];
  /** Compared number by number, first one first. */
  readonly rank: (side: Fields) => readonly number[];
}

/** What a reader of an object may use to mend it. */
export interface RepairContext {
  /** Key under which the object stands in its map. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Reports what was wrong. */
  readonly note: (why: string) => void;
}

/** A kind of value. */
export type Kind =
  | {
    readonly is: "value";
    /** What is allowed, in words. */
    readonly allowed: string;
    /** Null when it is not of this kind. `now` in milliseconds since the epoch. */
    readonly read: (value: unknown, now: number) => Recognised | null;
  }
  | {
    readonly is: "object";
    readonly fields: Readonly<Record<string, Field>>;
    readonly together?: readonly Together[];
    /** Mends an object before its fields are read; null when it is beyond repair. */
    readonly repair?: (value: Fields, context: RepairContext) => Fields | null;
  }
  | { readonly is: "list"; readonly of: Kind }
  | {
    readonly is: "map";
    readonly of: Kind;
    readonly key: RegExp;
    readonly merge?: MergeRule;
  };

/** A known field. Without `required` and `otherwise` it is optional and is left out when unusable. */
export interface Field {
  /** What it holds. */
  readonly of: Kind;
  /** Without it, the whole object is unusable. */
  readonly required?: true;
  /** Stands in for a value that is absent or unusable. */
  readonly otherwise?: () => unknown;
  /** How a race is settled; `greater` when absent. */
  readonly merge?: MergeRule;
  /** True when a change of this field alone is not worth a commit. */
  readonly volatile?: true;
}

/** True for a JSON object, false for an array, null or a scalar. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Milliseconds since the epoch of an RFC 3339 time; null when it is none. */
export function epochOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  try {
    return Temporal.Instant.from(value).epochMilliseconds;
  } catch {
    return null;
  }
}

/** True when a time lies so far ahead that clocks running apart do not explain it: more than a day. */
export function isFuture(epoch: number, now: number): boolean {
  return epoch > now + DAY;
}

/** A time as state files write it: UTC, whole seconds. */
export function timeText(epoch: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epoch).toString({ smallestUnit: "second" });
}

/** A value for a message: JSON, cut to 60 characters. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function value(
  allowed: string,
  read: (value: unknown, now: number) => Recognised | null,
): Kind {
  return { is: "value", allowed, read };
}

function when(allowed: string, test: (value: unknown) => boolean): Kind {
  return value(allowed, (raw) => test(raw) ? { value: raw } : null);
}

function orNull(kind: Kind & { is: "value" }): Kind {
  return value(
    `${kind.allowed} or null`,
    (raw, now) => raw === null ? { value: null } : kind.read(raw, now),
  );
}

// Times are compared as text in many places, so another spelling of an instant is put into UTC.
function inUtc(text: string): string {
  return text.endsWith("Z") ? text : Temporal.Instant.from(text).toString();
}

function asInteger(raw: unknown): Recognised | null {
  if (Number.isSafeInteger(raw)) return { value: raw };
  if (typeof raw !== "string" || !/^-?\d{1,15}$/.test(raw)) return null;
  return { value: Number(raw), repaired: `the text ${show(raw)} is read as a number` };
}

const integer = {
  is: "value",
  allowed: "a whole number",
  read: asInteger,
} as const satisfies Kind;

const text = {
  is: "value",
  allowed: "text",
  read: (raw) => typeof raw === "string" ? { value: raw } : null,
} as const satisfies Kind;

const time = {
  is: "value",
  allowed: "a time such as 2026-01-08T08:15:00Z",
  read: (raw) => epochOf(raw) === null ? null : { value: inUtc(raw as string) },
} as const satisfies Kind;

const past = {
  is: "value",
  allowed: "a time such as 2026-01-08T08:15:00Z, not in the future",
  read: (raw: unknown, now: number) => {
    const epoch = epochOf(raw);
    if (epoch === null) return null;
    if (!isFuture(epoch, now)) return { value: inUtc(raw as string) };
    // What is recorded has happened, so now is the latest that it can have been.
    return { value: timeText(now), repaired: `${show(raw)} lies in the future: now stands for it` };
  },
} as const satisfies Kind;

/** The simple kinds. `past` mends a time in the future, `time` leaves the judgement to its reader. */
export const kinds = {
  text,
  text_or_null: orNull(text),
  integer,
  integer_or_null: orNull(integer),
  count: value("a whole number from 0", (raw) => {
    const read = asInteger(raw);
    return read !== null && (read.value as number) >= 0 ? read : null;
  }),
  number: when("a number", (raw) => Number.isFinite(raw)),
  flag: when("true or false", (raw) => typeof raw === "boolean"),
  time,
  time_or_null: orNull(time),
  past,
  past_or_null: orNull(past),
  version: when("a number or text", (raw) => typeof raw === "number" || typeof raw === "string"),
  level: when(
    "none, warn, escalate or page",
    (raw) => raw === "none" || raw === "warn" || raw === "escalate" || raw === "page",
  ),
  severity: when("P0 or P1", (raw) => raw === "P0" || raw === "P1"),
} as const satisfies Record<string, Kind>;
