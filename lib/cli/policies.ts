/**
 * Reading the policies for a command: where they are, and what to do when they are wrong.
 * @module
 */

import { Failure } from "../failure.ts";
import { loadPolicies, type PolicyReading } from "../policy/load.ts";
import type { Policies } from "../policy/policies.ts";
import { problemLine } from "./check.ts";
import { readPolicyFiles } from "./policy_files.ts";

/** Reads the policies of a folder; null: the default folder where it exists, else the embedded ones. */
export async function readPolicies(folder: string | null): Promise<PolicyReading> {
  return loadPolicies(await readPolicyFiles(folder));
}

/**
 * The policies of a folder, usable.
 * @throws {Failure} exit 2 naming every problem
 */
export async function usablePolicies(
  folder: string | null,
  warn: (line: string) => void,
): Promise<Policies> {
  const { policies, problems } = await readPolicies(folder);
  const lines = (severity: "error" | "warning"): string[] =>
    problems.filter((problem) => problem.severity === severity).map(problemLine);
  lines("warning").forEach(warn);
  if (policies !== null) return policies;
  throw new Failure("bad-policy", `Cannot use the policies: ${lines("error").join("; ")}`, {
    remedy: "Correct the files; release-ops check shows every problem on a line of its own.",
  });
}
