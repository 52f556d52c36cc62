/**
 * Builders for policy tests: a folder of policy files and what comes of it, in words.
 * @module
 */

import { problemLine } from "../../lib/cli/check.ts";
import { loadPolicies, type PolicyReading } from "../../lib/policy/load.ts";
import { POLICY_NAMES, type PolicyName } from "../../lib/policy/names.ts";
import type { Policies } from "../../lib/policy/policies.ts";

const ONE_CHECK = "always_required:\n  - name: Unit Tests\n";

/** Reads a folder with these texts; the required checks are one valid check unless given. */
export function readingOf(texts: Partial<Record<PolicyName, string>>): PolicyReading {
  const all: Partial<Record<PolicyName, string>> = { required_checks: ONE_CHECK, ...texts };
  return loadPolicies(POLICY_NAMES.flatMap((name) => {
    const text = all[name];
    return text === undefined ? [] : [{ name: `${name}.yml`, text }];
  }));
}

/** The policies of a folder that has no error. */
export function policiesOf(texts: Partial<Record<PolicyName, string>>): Policies {
  const reading = readingOf(texts);
  if (reading.policies === null) throw new Error(reading.problems.map(problemLine).join("\n"));
  return reading.policies;
}

/** The problems of a folder, one line each. */
export function linesOf(texts: Partial<Record<PolicyName, string>>): string[] {
  return readingOf(texts).problems.map(problemLine);
}

/** The only problem of a folder, as a line; what it says without one or with several shows which. */
export function lineOf(texts: Partial<Record<PolicyName, string>>): string {
  return linesOf(texts).join("\n");
}
