/**
 * A hash of facts that does not depend on the order of keys.
 * @module
 */

import { sha256 } from "./sha256.ts";

/**
 * SHA-256, in hexadecimal, of a value as JSON with sorted keys. Keys that are `undefined` count as
 * absent. Leave out what changes by itself: now, ages, links to runs.
 */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value), "hex");
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => sorted(inner)) ?? "null";
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries);
}
