/**
 * Reads a policy's YAML under bounds: size and depth are limited, anchors, aliases and merge keys are
 * refused (a few hundred bytes of them stand for gigabytes), and no key can reach a prototype.
 * @module
 */

import { parse } from "@std/yaml";
import { messageOf } from "../failure.ts";
import type { KeyPath, YamlOutline } from "./yaml_outline.ts";
import { scanYaml } from "./yaml_scan.ts";

/** Largest policy file, in bytes of UTF-8. */
export const MAX_YAML_BYTES = 256 * 1024;

/** Deepest nesting of groups and lists. */
const MAX_YAML_DEPTH = 20;

/** Why a text was refused. */
export interface YamlProblem {
  /** Counted from 1; null when the problem is the whole text. */
  readonly line: number | null;
  /** The key concerned; empty for the whole text. */
  readonly path: KeyPath;
  /** What is wrong, what is allowed. */
  readonly message: string;
}

/** The value of a text and its outline, or why there is none. An empty text has the value null. */
export type YamlReading =
  | { readonly ok: true; readonly value: unknown; readonly outline: YamlOutline }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/** Reads a text as one YAML document of plain values. Mappings come without a prototype. */
export function readYaml(text: string): YamlReading {
  if (text.length > MAX_YAML_BYTES || new TextEncoder().encode(text).length > MAX_YAML_BYTES) {
    return refused("the file is too large, allowed are at most 256 KB: remove what is no policy");
  }
  const outline = scanYaml(text);
  if (outline.anchors.length > 0) {
    return {
      ok: false,
      problems: outline.anchors.map(({ line, kind, text }) => ({
        line,
        path: [],
        message: `${text} is ${kind === "&" ? "an anchor" : "an alias"}, ` +
          "which policies do not allow: write the value out, or put it in quotes if it is a text",
      })),
    };
  }
  let value: unknown;
  try {
    value = parse(text, { schema: "core" });
  } catch (error) {
    return unparsable(error);
  }
  const problems: YamlProblem[] = [];
  const copy = copied(value, [], { outline, problems, seen: new Set() });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: copy, outline };
}

function refused(message: string, line: number | null = null): YamlReading {
  return { ok: false, problems: [{ line, path: [], message }] };
}

function unparsable(error: unknown): YamlReading {
  if (error instanceof RangeError) return refused(TOO_DEEP);
  const found = /^(.*?)(?: at line (\d+), column \d+)?:?\s*$/m.exec(
    error instanceof Error ? error.message.split("\n")[0] ?? "" : messageOf(error),
  );
  const line = found?.[2] === undefined ? null : Number(found[2]);
  return refused(`the file is not valid YAML: ${found?.[1] ?? messageOf(error)}`, line);
}

const TOO_DEEP = `groups are nested too deeply, allowed are at most ${MAX_YAML_DEPTH} levels`;

/** Keys that reach a prototype in careless code, and YAML's merge key. */
const REFUSED_KEYS: readonly string[] = ["__proto__", "constructor", "prototype", "<<"];

interface Copying {
  readonly outline: YamlOutline;
  readonly problems: YamlProblem[];
  readonly seen: Set<unknown>;
}

function copied(value: unknown, path: KeyPath, copying: Copying): unknown {
  if (typeof value !== "object" || value === null) return value;
  const refuse = (message: string, at: KeyPath = path): null => {
    copying.problems.push({ line: copying.outline.lineOf(at), path: at, message });
    return null;
  };
  if (path.length >= MAX_YAML_DEPTH) return refuse(TOO_DEEP);
  // One value in two places is an alias, whatever the outline saw.
  if (copying.seen.has(value)) return refuse("it is an alias, which policies do not allow");
  copying.seen.add(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => copied(item, [...path, index], copying));
  }
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    if (REFUSED_KEYS.includes(name)) {
      refuse(`the key ${name} is not allowed: remove it`, [...path, name]);
    } else copy[name] = copied(item, [...path, name], copying);
  }
  return copy;
}
