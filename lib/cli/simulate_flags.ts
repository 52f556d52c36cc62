/**
 * What the flags of `simulate` mean: which period, which ticks.
 * @module
 */

import type { Period, TickModel } from "../cadence/ticks.ts";
import { Failure } from "../failure.ts";
import type { Flag, ParsedFlags } from "./flags.ts";

/** Days that are played unless told otherwise. */
const DAYS = 30;
/** Hours that are caught up where neither a flag, the environment nor a policy says. */
export const CATCH_UP_HOURS = 6;

const MODEL_FLAGS = ["every", "delay", "drop", "seed"] as const;

/** The flags of `simulate` besides those that all commands share. */
export const SIMULATE_FLAGS: readonly Flag[] = [
  {
    name: "from",
    kind: "time",
    env: [],
    default: null,
    help: "First instant of the period; default: today, 00:00 UTC.",
  },
  { name: "to", kind: "time", env: [], default: null, help: "First instant after the period." },
  {
    name: "days",
    kind: "number",
    env: [],
    default: null,
    range: [1, 800],
    help: `Length of the period instead of --to; default: ${DAYS}.`,
  },
  {
    name: "every",
    kind: "text",
    env: [],
    default: "60m",
    help: "Time between intended ticks, counted from midnight UTC, such as 60m or 2h.",
  },
  {
    name: "delay",
    kind: "text",
    env: [],
    default: "0..45m",
    help: "How late ticks come, evenly spread.",
  },
  {
    name: "drop",
    kind: "number",
    env: [],
    default: 0.2,
    range: [0, 1],
    whole: false,
    help: "Share of ticks that never come.",
  },
  { name: "seed", kind: "number", env: [], default: 7, help: "Other seed, other luck." },
  {
    name: "ticks",
    kind: "text",
    env: [],
    default: null,
    path: "file",
    help: "File of real tick times instead, one RFC 3339 time per line.",
  },
  {
    name: "catch-up-hours",
    kind: "number",
    env: ["CATCH_UP_HOURS"],
    default: null,
    range: [0, 744],
    whole: false,
    help: `Hours of catching up to try; default: as the policy says, else ${CATCH_UP_HOURS}.`,
  },
  {
    name: "html",
    kind: "text",
    env: [],
    default: null,
    path: "file",
    help: "Also draw a calendar into this file.",
  },
];

/**
 * The scheduler that the flags describe; null when recorded ticks take its place.
 * @throws {Failure} exit 2 for a value that is no time or range, and for both at once
 */
export function modelOf({ values, given }: ParsedFlags): TickModel | null {
  if (values.ticks !== null) {
    const both = MODEL_FLAGS.find((name) => given.has(name));
    if (both === undefined) return null;
    throw conflict("ticks", both, "a file of real ticks leaves nothing to model");
  }
  return {
    every_minutes: minutesOf("every", values.every as string, "a time of 1m to 31d such as 60m"),
    delay_minutes: rangeOf(values.delay as string),
    drop_probability: values.drop as number,
    seed: values.seed as number,
  };
}

/**
 * The period that the flags describe. Without a start it begins with the day of `now` or, when there
 * are recorded ticks, with that of the first; recorded ticks also end it, with the day of the last.
 * @throws {Failure} exit 2 when it cannot be told
 */
export function periodOf(
  { values }: ParsedFlags,
  { now, recorded }: { now: Temporal.Instant; recorded: readonly Temporal.Instant[] | null },
): Period {
  if (values.to !== null && values.days !== null) {
    throw conflict("to", "days", "both say when the period ends");
  }
  const [first, last] = [recorded?.[0], recorded?.at(-1)];
  if (recorded !== null && first === undefined && values.from === null) {
    throw new Failure("no-ticks", "Cannot use --ticks: the file has no time in it", {
      remedy: "Give a file with a time per line, or say with --from and --to what to look at.",
    });
  }
  try {
    const from = instantOf(values.from) ?? midnight(first ?? now);
    const days = values.days as number | null ?? DAYS;
    const end = values.days === null && last !== undefined
      ? midnight(last).add({ hours: 24 })
      : from.add({ hours: 24 * days });
    return { from, to: instantOf(values.to) ?? end };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure("bad-period", "Cannot simulate: the period ends after the end of all time", {
      remedy: "Give an earlier --from.",
    });
  }
}

function instantOf(value: unknown): Temporal.Instant | null {
  return typeof value === "string" ? Temporal.Instant.from(value) : null;
}

function midnight(at: Temporal.Instant): Temporal.Instant {
  return at.round({ smallestUnit: "hour", roundingMode: "floor" })
    .subtract({ hours: at.toZonedDateTimeISO("UTC").hour });
}

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

/** `90m`, `1.5h`, `1d` in minutes. */
function minutesOf(flag: string, text: string, allowed: string): number {
  const [, number, unit = ""] = /^(\d{1,6}(?:\.\d{1,6})?)([mhd])$/.exec(text) ?? [];
  const minutes = Number(number) * (UNITS[unit] ?? NaN);
  if (minutes >= 1 && minutes <= 31 * 24 * 60) return minutes;
  throw badText(flag, text, allowed);
}

/** `0..45m`, `10m..2h`; a number without a unit has that of the other. */
function rangeOf(text: string): { min: number; max: number } {
  const allowed = "a range of 0 to 31d such as 0..45m";
  const number = "(\\d{1,6}(?:\\.\\d{1,6})?)";
  const pattern = new RegExp(`^${number}([mhd]?)\\.\\.${number}([mhd])$`);
  const [, least, unit = "", most, mostUnit = ""] = pattern.exec(text) ?? [];
  const factor = UNITS[mostUnit] ?? NaN;
  const min = Number(least) * (UNITS[unit] ?? factor);
  const max = Number(most) * factor;
  if (min <= max && max <= 31 * 24 * 60) return { min, max };
  throw badText("delay", text, allowed);
}

function badText(flag: string, text: string, allowed: string): Failure {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
  return new Failure(
    "bad-value",
    `Cannot use --${flag}: the value is ${shown}, allowed is ${allowed}`,
    { remedy: `Give ${allowed}, or leave it out for the default.` },
  );
}

function conflict(first: string, second: string, why: string): Failure {
  return new Failure(
    "conflicting-flags",
    `Cannot use --${first} together with --${second}: ${why}`,
    { remedy: `Leave out one of them.` },
  );
}
