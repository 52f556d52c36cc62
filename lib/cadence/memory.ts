/**
 * Takes what a cadence remembers out of a task's state file, whatever condition it is in.
 * @module
 */

import type { CadenceMemory } from "./cadence.ts";

const NEVER: CadenceMemory = { last_occurrence: null, last_at: null };

/** A memory, and what was wrong with the text it was read from. */
export interface ReadMemory {
  /** What the text says of earlier runs. */
  readonly memory: CadenceMemory;
  /** Empty when the text was in order, or absent. */
  readonly warnings: readonly string[];
}

/** Reads the text of a state file; null, for a file that is not there, means never ran. */
export function memoryFromText(task: string, text: string | null): ReadMemory {
  if (text === null || text.trim() === "") return { memory: NEVER, warnings: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged(task, "it is not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return damaged(task, "it is not a JSON object");
  }
  return { memory: memoryOf(task, value as Record<string, unknown>), warnings: [] };
}

/** The memory inside a parsed state file: `last_occurrence` and `last_<task>_at`. */
export function memoryOf(task: string, state: Readonly<Record<string, unknown>>): CadenceMemory {
  return {
    last_occurrence: asFound(state["last_occurrence"]),
    last_at: asFound(state[`last_${task}_at`]),
  };
}

/** Keeps what is no string as its JSON, so that the verdict can quote it when it warns. */
function asFound(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function damaged(task: string, why: string): ReadMemory {
  return {
    memory: NEVER,
    warnings: [`Cannot read the state of ${task}: ${why}; treating it as never ran`],
  };
}
