/**
 * When a task may run, and what is remembered of when it last did: the plain values every other
 * module of this folder reads.
 * @module
 */

import { Failure } from "../failure.ts";

/** A daily window `[start, end)` in wall-clock time of the cadence's zone, both `HH:MM`. */
export interface Window {
  /** When it opens. */
  readonly start: string;
  /** At or before `start` it lies on the following day. `24:00` is midnight. */
  readonly end: string;
}

/** When a task may run, as its policy says. */
export interface Cadence {
  /** At least one; where two overlap, the earlier ends when the later opens. */
  readonly windows: readonly Window[];
  /** Fewest hours between the starts of two occurrences that run; fractions are allowed. */
  readonly cadence_hours: number;
  /** IANA name, `UTC` by default. */
  readonly timezone: string;
  /** `mon` … `sun`, of the date on which a window starts; null means every day. */
  readonly days: readonly string[] | null;
  /** Dates on which no window starts, `2026-12-25`. */
  readonly skip_dates: readonly string[];
  /** Hours after a window's end in which a missed occurrence may still run; 0 means never. */
  readonly catch_up_hours: number;
}

/** What the state says of earlier runs: strings as found, possibly damaged. */
export interface CadenceMemory {
  /**
   * Key of the occurrence settled last; `digest@never` when the task only ever ran outside its
   * occurrences. While it is readable it alone decides, and `last_at` is for people and scripts.
   */
  readonly last_occurrence: string | null;
  /** When the task ran last: `last_digest_at` or `last_handoff_at`. */
  readonly last_at: string | null;
}

/** One opening of a window. */
export interface Occurrence {
  /** Stable key in UTC, `digest@2026-01-08T08:00Z`. */
  readonly key: string;
  /** UTC, RFC 3339, whole seconds. */
  readonly opens_at: string;
  /** UTC, RFC 3339, whole seconds; the first instant after the window. */
  readonly closes_at: string;
}

/** Names of the days in `Cadence.days`, Monday first. */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** `2026-01-08T08:00:00Z`: the form of every time that is stored or shown to a machine. */
export function rfc3339(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "second", roundingMode: "floor" });
}

/**
 * The key of the occurrence that opens at an instant. `null` gives the key that says that no
 * occurrence was settled yet.
 */
export function keyOf(task: string, instant: Temporal.Instant | null): string {
  if (instant === null) return `${task}@never`;
  const wholeMinute = instant.epochMilliseconds % 60_000 === 0;
  return `${task}@${wholeMinute ? instant.toString({ smallestUnit: "minute" }) : rfc3339(instant)}`;
}

/** Reads a key: an instant, `"never"`, or null when it is not a key of this task. */
export function parseKey(task: string, key: string): Temporal.Instant | "never" | null {
  const prefix = `${task}@`;
  if (!key.startsWith(prefix)) return null;
  const rest = key.slice(prefix.length);
  return rest === "never" ? "never" : parseInstant(rest);
}

/** The instants of an occurrence. */
export function occurrenceTimes(
  occurrence: Occurrence,
): { opens: Temporal.Instant; closes: Temporal.Instant } {
  return {
    opens: Temporal.Instant.from(occurrence.opens_at),
    closes: Temporal.Instant.from(occurrence.closes_at),
  };
}

/** Reads an RFC 3339 time; null when it is none. */
export function parseInstant(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return null;
  }
}

/**
 * Minutes since midnight of a window's edge.
 * @throws Failure `bad-window` when it is not `HH:MM`
 */
export function minutesOf(edge: string): number {
  const match = /^(\d\d):([0-5]\d)$/.exec(edge);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Infinity;
  if (minutes > 24 * 60) {
    throw new Failure(
      "bad-window",
      `Cannot read a window: the value is ${JSON.stringify(edge)}, allowed is HH:MM`,
      { remedy: `Write the time with two digits each and in quotes, for example "08:00".` },
    );
  }
  return minutes;
}

/** Everything that makes a cadence unusable, as sentences; empty when it can be used. */
export function problems(cadence: Cadence): string[] {
  const found: string[] = [];
  if (cadence.windows.length === 0) found.push("there is no window, at least one is needed");
  for (const { start, end } of cadence.windows) found.push(...windowProblems(start, end));
  if (!Number.isFinite(cadence.cadence_hours) || cadence.cadence_hours <= 0) {
    found.push(`cadence_hours is ${cadence.cadence_hours}, allowed is a number above 0`);
  }
  const { catch_up_hours } = cadence;
  if (!Number.isFinite(catch_up_hours) || catch_up_hours < 0 || catch_up_hours > 744) {
    found.push(`catch_up_hours is ${catch_up_hours}, allowed is a number from 0 to 744`);
  }
  if (!knownZone(cadence.timezone)) {
    found.push(
      `timezone is ${
        JSON.stringify(cadence.timezone)
      }, allowed is an IANA name such as Europe/Berlin`,
    );
  }
  for (const day of cadence.days ?? []) {
    if (!(DAYS as readonly string[]).includes(day)) {
      found.push(`days has ${JSON.stringify(day)}, allowed are ${DAYS.join(", ")}`);
    }
  }
  if (cadence.days?.length === 0) found.push("days is empty, so that no window ever opens");
  for (const date of cadence.skip_dates) {
    if (!realDate(date)) {
      found.push(`skip_dates has ${JSON.stringify(date)}, allowed is a date like 2026-12-25`);
    }
  }
  return found;
}

/**
 * Refuses a cadence that cannot be used.
 * @throws Failure `bad-cadence` naming every problem
 */
export function assertUsable(task: string, cadence: Cadence): void {
  const found = problems(cadence);
  if (found.length === 0) return;
  throw new Failure("bad-cadence", `Cannot use the cadence of ${task}: ${found.join("; ")}`, {
    remedy: `Correct the windows, days or hours in the ${task} policy.`,
  });
}

function windowProblems(start: string, end: string): string[] {
  try {
    if (minutesOf(start) === 24 * 60) {
      return [`a window's start is "24:00", allowed is "00:00" to "23:59"`];
    }
    if (minutesOf(start) === minutesOf(end) % (24 * 60)) {
      return [`a window starts and ends at ${start}, its end must differ from its start`];
    }
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.message.replace("Cannot read a window: the value", "a window's edge")];
  }
}

function knownZone(zone: string): boolean {
  try {
    Temporal.PlainDate.from("2026-01-01").toZonedDateTime(zone);
    return true;
  } catch {
    return false;
  }
}

function realDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}
