/**
 * Reads nothing but when the digest or the handoff is due: for `should-run`, which must start fast and
 * so leaves the other policies and the engine of their patterns alone.
 * @module
 */

import type { PolicyCadence } from "./cadence_schema.ts";
import { type LoadedPolicy, loadPolicy, policyFileOf } from "./load_file.ts";
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

/**
 * Reads the cadence of a task from the files of a policy folder. The other task's schema is not loaded,
 * and the embedded policies are only where there is no file.
 */
export async function loadCadence(
  task: "digest" | "handoff",
  files: readonly PolicyFile[],
): Promise<CadenceReading> {
  const embedded = policyFileOf(task, files) === null
    ? (await import("./embedded.ts")).embeddedPolicy(task)
    : null;
  const { value, problems, source }: LoadedPolicy<PolicyCadence> = task === "digest"
    ? loadPolicy(task, (await import("./digest_schema.ts")).digestSchema, { files, embedded })
    : loadPolicy(task, (await import("./handoff_schema.ts")).handoffSchema, { files, embedded });
  return { cadence: value, problems, source };
}
