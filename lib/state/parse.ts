/**
 * Reads the state files, forgivingly: what can be used is used, what cannot is reported, and nothing
 * is reset in silence.
 * @module
 */

import { messageOf } from "../failure.ts";
import type { StateTexts } from "../observation/observation.ts";
import { emptyState } from "./defaults.ts";
import { type Field, type Fields, isFields, type Kind, show } from "./kinds.ts";
import { PARTS, SHAPES } from "./shapes.ts";
import { type State, STATE_FILES, STATE_VERSION } from "./state.ts";

/** Something in a state file that could not be used as it stands. */
export interface Damage {
  /** Name of the file. */
  readonly file: string;
  /** What is wrong and what was done about it, in plain words. Quotes the file: escape it. */
  readonly why: string;
  /** The whole text of the file as it was read, to be kept aside. */
  readonly kept_text: string;
  /** `file`: nothing of the file could be used; `part`: the rest of it was. */
  readonly scope: "file" | "part";
  /** True for a file that a newer program wrote: it knows more than we do, so it is not overwritten. */
  readonly newer?: true;
}

/** The state as far as it could be read. */
export interface StateReading {
  /** Complete: defaults stand where nothing usable was found. */
  readonly state: State;
  /** What was not usable; empty when every file was sound or absent. */
  readonly damage: readonly Damage[];
}

/** A state file larger than this, in UTF-16 units, is not ours: we keep all of them under 400 kB. */
export const MAX_FILE_LENGTH = 1_048_576;

const MAX_DEPTH = 32;
const MAX_REPORTS_PER_FILE = 20;
const NEWEST_MAJOR = Number(STATE_VERSION.split(".")[0]);

/** Readings by the texts they came from: a cycle needs its own twice, for what to observe and to decide. */
const READINGS = new WeakMap<
  StateTexts,
  { readonly now: number; readonly reading: StateReading }
>();

/**
 * Reads the texts of the state files. A file that is absent is a fresh start; one that is not usable
 * at all yields the defaults and damage; inside a usable one every record and field is judged alone.
 */
export function parseState(texts: StateTexts, { now }: { now: Temporal.Instant }): StateReading {
  const known = READINGS.get(texts);
  if (known?.now === now.epochMilliseconds) return known.reading;
  const reading = readingOf(texts, now);
  READINGS.set(texts, { now: now.epochMilliseconds, reading });
  return reading;
}

function readingOf(texts: StateTexts, now: Temporal.Instant): StateReading {
  const state: Record<string, unknown> = { ...emptyState() };
  const damage: Damage[] = [];
  for (const part of PARTS) {
    const file = STATE_FILES[part];
    const text = Object.hasOwn(texts, file) ? texts[file] ?? null : null;
    if (text === null) continue;
    const whys: string[] = [];
    const read = readFile(text, SHAPES[part], {
      path: "",
      key: file,
      now: now.epochMilliseconds,
      note: (why) => whys.push(why),
    });
    const usable = read !== null && read !== NEWER;
    if (usable) state[part] = read;
    const facts: Omit<Damage, "why"> = {
      file,
      kept_text: text,
      scope: usable ? "part" : "file",
      ...read === NEWER ? { newer: true } : {},
    };
    damage.push(...bounded(whys).map((why) => ({ ...facts, why })));
  }
  // The shapes are checked against the types of the state, so what they let through is one.
  return { state: state as unknown as State, damage };
}

interface Place {
  /** Where we are, for messages; empty at the top of a file. */
  readonly path: string;
  readonly key: string;
  readonly now: number;
  readonly note: (why: string) => void;
}

function bounded(whys: readonly string[]): string[] {
  if (whys.length <= MAX_REPORTS_PER_FILE) return [...whys];
  const rest = whys.length - MAX_REPORTS_PER_FILE;
  return [...whys.slice(0, MAX_REPORTS_PER_FILE), `${rest} more places are damaged`];
}

/** Names of the files that must not be overwritten. */
export function newerFiles(damage: readonly Damage[]): ReadonlySet<string> {
  return new Set(damage.filter(({ newer }) => newer).map(({ file }) => file));
}

const NEWER = Symbol("newer");

function readFile(text: string, kind: Kind, place: Place): Fields | null | typeof NEWER {
  const { note } = place;
  const refuse = (why: string): null => {
    note(`${why}: the defaults stand for the whole file`);
    return null;
  };
  if (text.length > MAX_FILE_LENGTH) {
    return refuse(`the file has ${text.length} characters, at most ${MAX_FILE_LENGTH} are allowed`);
  }
  // Editors on Windows put a byte order mark in front, which JSON does not know.
  const body = text.replace(/^\uFEFF/, "");
  if (body.trim() === "") return refuse("the file is empty");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    return refuse(
      /^(?:<{7}|={7}|>{7})(?:\s|$)/m.test(body)
        ? "the file holds the conflict markers of a merge"
        : `the file is not JSON (${messageOf(error).slice(0, 120)})`,
    );
  }
  if (!isFields(parsed)) return refuse(`the file holds ${show(parsed)}, not an object`);
  const tidied = tidy(parsed, { depth: 0, note });
  if (tidied === TOO_DEEP) return refuse(`the file is nested more than ${MAX_DEPTH} levels deep`);
  const content = tidied as Fields;
  if (content.version !== undefined) {
    const major = majorOf(content.version);
    if (major === null) {
      return refuse(`version is ${show(content.version)}, allowed is "1.0.0" or 1`);
    }
    if (major > NEWEST_MAJOR) {
      note(
        `version is ${show(content.version)}, newer than ${STATE_VERSION}, which we know: ` +
          "the defaults stand for the whole file, and it is left as it is",
      );
      return NEWER;
    }
  }
  return read(kind, content, place) as Fields;
}

function majorOf(version: unknown): number | null {
  if (typeof version === "number") {
    return Number.isSafeInteger(version) && version >= 0 ? version : null;
  }
  const match = typeof version === "string" ? /^(\d{1,9})(?:\.\d{1,9}){0,2}$/.exec(version) : null;
  return match === null ? null : Number(match[1]);
}

const TOO_DEEP = Symbol("too deep");

/** A copy without `__proto__` keys, which would reach the prototype of whatever they are copied to. */
function tidy(value: unknown, at: { depth: number; note: (why: string) => void }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (at.depth >= MAX_DEPTH) return TOO_DEEP;
  const inner = { ...at, depth: at.depth + 1 };
  if (Array.isArray(value)) {
    const items = value.map((item) => tidy(item, inner));
    return items.includes(TOO_DEEP) ? TOO_DEEP : items;
  }
  const kept: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === "__proto__") {
      at.note(`the key "__proto__" is not a name that we accept: it is left out`);
      continue;
    }
    const tidied = tidy(item, inner);
    if (tidied === TOO_DEEP) return TOO_DEEP;
    kept.push([key, tidied]);
  }
  return Object.fromEntries(kept);
}

/** The usable form of a value; undefined, and said so, when there is none. */
function read(kind: Kind, value: unknown, place: Place): unknown {
  switch (kind.is) {
    case "value": {
      const recognised = kind.read(value, place.now);
      if (recognised === null) {
        place.note(`${place.path} is ${show(value)}, allowed is ${kind.allowed}`);
        return undefined;
      }
      if (recognised.repaired !== undefined) place.note(`${place.path}: ${recognised.repaired}`);
      return recognised.value;
    }
    case "object":
      return isFields(value) ? readObject(kind, value, place) : wrong(value, "an object", place);
    case "list":
      return Array.isArray(value) ? readList(kind, value, place) : wrong(value, "a list", place);
    case "map":
      return isFields(value) ? readMap(kind, value, place) : wrong(value, "an object", place);
  }
}

function wrong(value: unknown, allowed: string, { path, note }: Place): undefined {
  note(`${path} is ${show(value)}, allowed is ${allowed}`);
}

function inside(place: Place, key: string): Place {
  const step = /^[\w-]+$/.test(key) ? key : show(key);
  return { ...place, key, path: place.path === "" ? step : `${place.path}.${step}` };
}

function readObject(
  kind: Kind & { is: "object" },
  value: Fields,
  place: Place,
): Fields | undefined {
  const note = (why: string): void => place.note(`${place.path}: ${why}`);
  const mended = kind.repair === undefined ? value : kind.repair(value, { ...place, note });
  if (mended === null) return undefined;
  const result = new Map(Object.entries(mended));
  for (const [name, field] of Object.entries(kind.fields)) {
    const usable = readField(field, mended[name], inside(place, name));
    if (usable !== undefined) result.set(name, usable);
    else if (field.required) return undefined;
    else result.delete(name);
  }
  return Object.fromEntries(result);
}

function readField(field: Field, value: unknown, place: Place): unknown {
  if (value === undefined) {
    if (field.required) place.note(`${place.path} is missing`);
    return field.otherwise?.();
  }
  const usable = read(field.of, value, place);
  return usable === undefined ? field.otherwise?.() : usable;
}

function readList(kind: Kind & { is: "list" }, value: readonly unknown[], place: Place): unknown[] {
  return value
    .map((item, index) => read(kind.of, item, inside(place, String(index))))
    .filter((item) => item !== undefined);
}

function readMap(kind: Kind & { is: "map" }, value: Fields, place: Place): Fields {
  const kept: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const at = inside(place, key);
    if (!kind.key.test(key)) {
      place.note(`${at.path} is not a name that is known here: the record is left out`);
      continue;
    }
    const usable = read(kind.of, item, at);
    if (usable === undefined) place.note(`${at.path} could not be used: the record is left out`);
    else kept.push([key, usable]);
  }
  return Object.fromEntries(kept);
}
