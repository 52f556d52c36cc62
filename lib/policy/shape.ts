/**
 * What the schemas themselves leave unsaid about a file's shape: keys that no policy has, and lists
 * where groups of keys belong.
 * @module
 */

import type { GenericSchema } from "valibot";
import { nearest } from "../cli/nearest.ts";
import type { KeyPath } from "./yaml_outline.ts";

/** A finding about the shape of a file. */
export interface ShapeFinding {
  /** A list for a group is an error, an unknown key a warning. */
  readonly severity: "error" | "warning";
  /** The key concerned. */
  readonly path: KeyPath;
  /** What is allowed and what to do. */
  readonly message: string;
}

/** The parts of valibot's schemas that lead from a value to the values inside it. */
interface SchemaNode {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
}

/**
 * Compares a value's shape with a schema.
 * @internal
 */
export function shapeFindings(schema: GenericSchema, value: unknown): ShapeFinding[] {
  return findings(schema as unknown as SchemaNode, value, []);
}

function findings(schema: SchemaNode, value: unknown, path: KeyPath): ShapeFinding[] {
  if (schema.wrapped !== undefined) return findings(schema.wrapped, value, path);
  if (typeof value !== "object" || value === null) return [];
  if (schema.item !== undefined) {
    const item = schema.item;
    return Array.isArray(value)
      ? value.flatMap((found, index) => findings(item, found, [...path, index]))
      : [];
  }
  if (schema.entries === undefined && schema.type !== "record") return [];
  if (Array.isArray(value)) {
    return [{
      severity: "error",
      path,
      message: "allowed is a group of keys, not a list: remove the dashes or brackets",
    }];
  }
  const known = schema.entries;
  return Object.entries(value).flatMap(([name, found]): ShapeFinding[] => {
    const inner = known === undefined ? schema.value : known[name];
    if (inner !== undefined) return findings(inner, found, [...path, name]);
    return [{ severity: "warning", path: [...path, name], message: unknownKey(path, name, known) }];
  });
}

/** Keys that people look for in a policy and that live elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  threshold_minutes: "no policy decides this: give the input threshold_minutes " +
    "(--threshold-minutes, or the variable THRESHOLD_MINUTES) instead",
};

function unknownKey(path: KeyPath, name: string, known: SchemaNode["entries"] = {}): string {
  const elsewhere = path.length === 0 ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return `it has no effect, ${elsewhere}`;
  const names = Object.keys(known);
  const near = nearest(name, names);
  return "it has no effect, because the key is unknown" +
    (near === null ? `: known are ${names.join(", ")}` : `: did you mean "${near}"?`);
}
