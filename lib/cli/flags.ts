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
  /** In kebab case, without the dashes: `dry-run`. */
  readonly name: string;
  /** Decides how the text is read, and which error a bad one gets. */
  readonly kind: FlagKind;
  /** Environment variables that mean the same, the first that is not empty counts. */
  readonly env: readonly string[];
  /** Shown in the help; null when there is none. */
  readonly default: boolean | number | string | null;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number];
  /** False for numbers with fractions. */
  readonly whole?: boolean;
  /** The only texts that are allowed. */
  readonly values?: readonly string[];
  /** The text is a path; the help and completions say to what. */
  readonly path?: "file" | "folder";
  /** What it does, for the help; one line. */
  readonly help: string;
}

/** Values by flag name. */
export type FlagValues = Readonly<Record<string, boolean | number | string | null>>;

/** The flags of a command, read. */
export interface ParsedFlags {
  /** For every flag of the command: given, from the environment, or the default. */
  readonly values: FlagValues;
  /** Names of flags and variables that were given. */
  readonly given: ReadonlySet<string>;
  /** Arguments that are no flags, in order. */
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
    string: [...flags.map(({ name }) => name), "_"], // 4.0 is a line, not the number 4
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

/**
 * Every flag becomes `--name=value`, so that every value is read in one way: `--x` and `--no-x` mean
 * true and false, and a value that begins with a dash (`-5`) is a value, not another flag.
 */
function normalised(args: readonly string[], flags: readonly Flag[]): string[] {
  const kinds = new Map(flags.map(({ name, kind }) => [name, kind]));
  const found: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") return [...found, ...args.slice(index)];
    const name = arg.replace(/^--(no-)?/, "");
    const kind = arg.startsWith("--") ? kinds.get(name) : undefined;
    const next = args[index + 1];
    if (kind === undefined) {
      found.push(arg);
    } else if (kind === "boolean") {
      const spelled = arg === `--${name}` && /^(true|false|)$/.test(next ?? "-");
      found.push(`--${name}=${spelled ? args[++index] : arg === `--${name}`}`);
    } else if (arg !== `--${name}`) {
      found.push(arg);
    } else {
      if (next === undefined || next.startsWith("--")) throw missingValue(name);
      found.push(`--${name}=${args[++index]}`);
    }
  }
  return found;
}

function missingValue(name: string): Failure {
  return new Failure("missing-value", `Cannot use --${name}: it has no value`, {
    remedy: `Write --${name} VALUE, or --${name}=VALUE for a value that begins with two dashes.`,
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
      if (flag.values?.includes(value) !== false) return value;
      throw badValue(source, value, { allowed: flag.values.join(" or "), flag });
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
  const shown = arg.replace(/=.*$/s, "");
  const known = nearest(shown.replace(/^-+(no-)?/, ""), flags.map((flag) => flag.name));
  return new Failure("unknown-flag", `Cannot use ${shown}: there is no such flag`, {
    remedy: known === null
      ? `Allowed: ${flags.map(({ name }) => `--${name}`).join(", ")}.`
      : `Did you mean --${known}?`,
  });
}
