/**
 * The reference of all policy keys, made from the JSON Schemas: what a key is called, may hold and means
 * stands in the schemas alone.
 * @module
 */

import { parse } from "@std/yaml";
import { EMBEDDED_POLICIES } from "./embedded.ts";
import { policyJsonSchema } from "./json_schemas.ts";
import type { PolicyName } from "./names.ts";

/** As much of a JSON Schema as ours use. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

/** One key of a policy. */
export interface ReferenceKey {
  /** Below the file: `teams.NAME.rules[].type`, with `NAME` for whatever a person calls it. */
  readonly path: string;
  /** What it may hold, in Markdown. */
  readonly values: string;
  /** What holds without it, in Markdown. */
  readonly fallback: string;
  /** What it does, as the schema says it; plain text. */
  readonly meaning: string;
}

/** What a key may hold that is read and changes nothing. */
export const ANYTHING = "anything";

/** The keys of one policy, groups before what is in them. */
export function referenceKeys(name: PolicyName): ReferenceKey[] {
  const schema: Node = JSON.parse(policyJsonSchema(name));
  return keysOf(schema, "", parse(EMBEDDED_POLICIES[name]));
}

function keysOf(node: Node, prefix: string, shipped: unknown): ReferenceKey[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
    const path = prefix + name;
    const own = member(shipped, name);
    return [{
      path,
      values: valuesOf(inner),
      fallback: neededWords(node, name) ?? fallbackOf(inner, own),
      meaning: inner.description ?? "",
    }, ...below(inner, path, own)];
  });
}

/** Whether a key has to be there; one that an older name beside it stands for may be missing under its own. */
function neededWords({ required = [], properties = {} }: Node, name: string): string | null {
  if (required.includes(name)) return "needed";
  const older = Object.values(properties).some(({ description }) =>
    description === `Older name of ${name}.`
  );
  return older ? "needed (or its older name)" : null;
}

function below(node: Node, path: string, shipped: unknown): ReferenceKey[] {
  if (node.items !== undefined) return keysOf(node.items, `${path}[].`, undefined);
  const values = node.additionalProperties;
  if (typeof values === "object") return keysOf(values, `${path}.NAME.`, undefined);
  return keysOf(node, `${path}.`, shipped);
}

function valuesOf(node: Node): string {
  if (node.anyOf !== undefined) {
    const values = node.anyOf.map(valuesOf);
    return values.join(values.some((each) => each.includes(", ")) ? ", or " : " or ");
  }
  if (node.enum !== undefined) return rangeOf(node.enum) ?? node.enum.map(code).join(", ");
  switch (node.type) {
    case "null":
      return "`null`";
    case "boolean":
      return "`true`, `false`";
    case "integer":
      return `whole number ${node.minimum} to ${node.maximum}`;
    case "number":
      return node.exclusiveMinimum === undefined
        ? `number ${node.minimum} to ${node.maximum}`
        : `number above ${node.exclusiveMinimum}, to ${node.maximum}`;
    case "string":
      return textOf(node);
    case "array":
      return listOf(node);
    case "object":
      return "group";
    default:
      return ANYTHING;
  }
}

/** `0 to 10` for whole numbers without a gap; null for other values. */
function rangeOf(values: readonly unknown[]): string | null {
  const [first] = values;
  const gapless = typeof first === "number" && values.length > 2 &&
    values.every((value, index) => value === first + index);
  return gapless ? `${first} to ${values.at(-1)}` : null;
}

function textOf({ pattern, maxLength }: Node): string {
  if (pattern?.includes(":[0-5][0-9]") === true) return 'time `"HH:MM"`';
  return maxLength === undefined ? "text" : `text to ${maxLength} characters`;
}

function listOf({ items = {}, minItems = 0, maxItems }: Node): string {
  const bounds = [
    ...minItems === 0 ? [] : [`at least ${minItems}`],
    ...maxItems === undefined ? [] : [`at most ${maxItems}`],
  ];
  const what = items.enum === undefined ? valuesOf(items) : `some of ${valuesOf(items)}`;
  return `list: ${what}${bounds.length === 0 ? "" : ` (${bounds.join(", ")})`}`;
}

function fallbackOf(node: Node, shipped: unknown): string {
  const own = node.default;
  if (node.type === "object") return "";
  if (own === undefined) return shipped === undefined ? "" : code(JSON.stringify(shipped));
  const told = isAllOf(own, node.items?.enum) ? "all of them" : code(JSON.stringify(own));
  if (shipped === undefined || JSON.stringify(shipped) === JSON.stringify(own)) return told;
  return typeof shipped === "object"
    ? `${told}; shipped: an example`
    : `${told}; shipped: ${code(JSON.stringify(shipped))}`;
}

function isAllOf(value: unknown, words: readonly unknown[] | undefined): boolean {
  return words !== undefined && JSON.stringify(value) === JSON.stringify(words);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A code span, in a cell of a table too. */
export function code(value: unknown): string {
  return `\`${String(value).replaceAll("|", "\\|")}\``;
}
