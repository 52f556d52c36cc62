/**
 * Reads nothing but when the digest or the handoff is due: for `should-run`, which must start fast and
 * so leaves the other policies and the engine of their patterns alone.
 * @module
 */

import type { PolicyCadence } from "./cadence_schema.ts";
import { digestSchema } from "./digest_schema.ts";
import { handoffSchema } from "./handoff_schema.ts";
import { loadPolicy } from "./load_file.ts";
import type { PolicyFile } from "./policy_files.ts";
import type { Problem } from "./problem.ts";

/** What came of reading a task's cadence. */
export interface CadenceReading {
  /** Null when any problem is an error. */
  readonly cadence: PolicyCadence | null;
  /** Problems of this one policy. */
  readonly problems: readonly Problem[];
  /** The file it was read from as reports name it. */
  readonly source: string;
}

/** Reads the cadence of a task from the files of a policy folder. */
export function loadCadence(
  task: "digest" | "handoff",
  files: readonly PolicyFile[],
): CadenceReading {
  const { value, problems, source } = task === "digest"
    ? loadPolicy("digest", digestSchema, files)
    : loadPolicy("handoff", handoffSchema, files);
  return { cadence: value, problems, source };
}
