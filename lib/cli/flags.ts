/**
 * The flags: one table says for each its name, its environment variables, its kind and its default, and
 * one function reads them all. Order: flag, environment, default. An empty string means the default.
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { Failure } from "../failure.ts";
import { nearest } from "./nearest.ts";

/** What kind of value a flag takes. */
export type FlagKind = "boolean" | "number" | "text" | "time";

/** One flag. */
export interface Flag {
  readonly name: string;
  readonly kind: FlagKind;
  /** Environment variables that mean the same, the first that is not empty counts. */
  readonly env: readonly string[];
  /** Shown in the help; null when there is none. */
  readonly default: boolean | number | string | null;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number];
  /** False for numbers with fractions. */
  readonly whole?: boolean;
  readonly help: string;
}

/** Values by flag name. */
export type FlagValues = Readonly<Record<string, boolean | number | string | null>>;

/** The flags of a command, read. */
export interface ParsedFlags {
  readonly values: FlagValues;
  /** Names of flags and variables that were given. */
  readonly given: ReadonlySet<string>;
  readonly positional: readonly string[];
}

/** Reads one environment variable. */
export type ReadEnv = (name: string) => string | undefined;

/**
 * Reads the arguments of a command.
 * @throws {Failure} exit 2 for the first flag that is unknown or has a bad value.
 */
export function readFlags(
  args: readonly string[],
  options: { flags: readonly Flag[]; env: ReadEnv },
): ParsedFlags {
  const { flags, env } = options;
  const parsed = parseArgs(normalised(args, flags), {
    string: flags.map(({ name }) => name),
    unknown: (arg, key) => {
      if (key === undefined || !arg.startsWith("-")) return true;
      throw unknownFlag(arg, flags);
    },
  });
  const values: Record<string, boolean | number | string | null> = {};
  const given = new Set<string>();
  for (const flag of flags) {
    const typed = parsed[flag.name];
    const found = typeof typed === "string"
      ? { source: `--${flag.name}`, value: typed }
      : fromEnv(flag, env);
    if (found !== null && found.value !== "") given.add(flag.name);
    values[flag.name] = found === null || found.value === "" ? flag.default : valueOf(flag, found);
  }
  return { values, given, positional: parsed._.map(String) };
}

/** `--x` and `--no-x` become `--x=true` and `--x=false`, so that every value is read in one way. */
function normalised(args: readonly string[], flags: readonly Flag[]): string[] {
  const booleans = new Set(flags.filter(({ kind }) => kind === "boolean").map(({ name }) => name));
  const end = args.indexOf("--");
  return args.map((arg, index) => {
    if (end !== -1 && index >= end) return arg;
    const name = arg.replace(/^--(no-)?/, "");
    if (!arg.startsWith("--") || !booleans.has(name)) return arg;
    return `--${name}=${arg.startsWith("--no-") ? "false" : "true"}`;
  });
}

function fromEnv(flag: Flag, env: ReadEnv): { source: string; value: string } | null {
  for (const name of flag.env) {
    const value = env(name);
    if (value !== undefined && value !== "") return { source: name, value };
  }
  return null;
}

function valueOf(
  flag: Flag,
  { source, value }: { source: string; value: string },
): boolean | number | string {
  switch (flag.kind) {
    case "boolean":
      if (/^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
      throw badValue(source, value, { allowed: "true or false", flag });
    case "number":
      return numberOf(flag, { source, value });
    case "time":
      try {
        return Temporal.Instant.from(value).toString({ smallestUnit: "second" });
      } catch {
        throw badValue(source, value, { allowed: "a time such as 2026-01-08T08:15:00Z", flag });
      }
    case "text":
      return value;
  }
}

function numberOf(flag: Flag, { source, value }: { source: string; value: string }): number {
  const [least, most] = flag.range ?? [0, Number.MAX_SAFE_INTEGER];
  const whole = flag.whole !== false;
  const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  throw badValue(source, value, {
    allowed: `a ${whole ? "whole " : ""}number from ${least} to ${most}`,
    flag,
  });
}

function badValue(
  source: string,
  value: string,
  { allowed, flag }: { allowed: string; flag: Flag },
): Failure {
  const shown = JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
  const fallback = flag.default === null ? "" : `, or leave it out for ${flag.default}`;
  return new Failure(
    "bad-value",
    `Cannot use ${source}: the value is ${shown}, allowed is ${allowed}`,
    {
      remedy: `Give ${allowed}${fallback}.`,
    },
  );
}

function unknownFlag(arg: string, flags: readonly Flag[]): Failure {
  const name = arg.replace(/^-+(no-)?/, "").replace(/=.*$/s, "");
  const known = nearest(name, flags.map((flag) => flag.name));
  return new Failure("unknown-flag", `Cannot use --${name}: there is no such flag`, {
    remedy: known === null
      ? "See --help for the flags of this command."
      : `Did you mean --${known}?`,
  });
}
