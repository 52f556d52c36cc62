/**
 * From the texts of policy files to policies, or to everything that is wrong with them at once.
 * @module
 */

import type { GenericSchema } from "valibot";
import { adviceOn } from "./advice.ts";
import { blockersSchema } from "./blockers_schema.ts";
import { digestSchema } from "./digest_schema.ts";
import { embeddedPolicy } from "./embedded.ts";
import { escalationSchema } from "./escalation_schema.ts";
import { handoffSchema } from "./handoff_schema.ts";
import { type LoadedPolicy, loadPolicy } from "./load_file.ts";
import { POLICY_NAMES, type PolicyName } from "./names.ts";
import type { Policies } from "./policies.ts";
import { meantFile, type PolicyFile, shownName } from "./policy_files.ts";
import { aboutFile, type Problem } from "./problem.ts";
import { promisesOf, type Ticks } from "./promises.ts";
import { requiredChecksSchema } from "./required_checks_schema.ts";
import { routingSchema } from "./routing_schema.ts";

/** What came of reading policies. */
export interface PolicyReading {
  /** Null when any problem is an error. */
  readonly policies: Policies | null;
  /** All problems: of file names, then by policy and line, then of policies against each other. */
  readonly problems: readonly Problem[];
  /** By policy, the file it was read from as reports name it. */
  readonly sources: Readonly<Record<PolicyName, string>>;
}

/**
 * Reads policies from the files of one folder. A policy without a file is the embedded one; without a
 * file for the required checks there are no policies, only an error.
 *
 * @param options with `ticks`, also warns about windows that will disappoint with such a schedule. A
 * cycle does not ask: it would repeat the same warnings every hour.
 */
export function loadPolicies(
  files: readonly PolicyFile[],
  options: { ticks?: Ticks } = {},
): PolicyReading {
  const one = <Value>(
    name: PolicyName,
    schema: GenericSchema<unknown, Value>,
  ): LoadedPolicy<Value> => loadPolicy(name, schema, { files, embedded: embeddedPolicy(name) });
  const loaded = {
    required_checks: one("required_checks", requiredChecksSchema),
    blockers: one("blockers", blockersSchema),
    routing: one("routing", routingSchema),
    escalation: one("escalation", escalationSchema),
    digest: one("digest", digestSchema),
    handoff: one("handoff", handoffSchema),
  };
  const problems = [
    ...files.flatMap(misspelt),
    ...POLICY_NAMES.flatMap((name) => loaded[name].problems),
  ];
  const sources = byPolicy((name) => loaded[name].source);
  const policies = complete(loaded);
  if (policies === null) return { policies, problems, sources };
  const raw = byPolicy((name) => loaded[name].raw);
  const found = [
    ...adviceOn(policies, raw),
    ...options.ticks === undefined ? [] : promisesOf(policies, raw, options.ticks),
  ];
  const advice = found.map(({ policy, path, message }) =>
    loaded[policy].problem("warning", path, message)
  );
  return { policies, problems: [...problems, ...advice], sources };
}

/** All policies, or null when one of them has an error. */
function complete(loaded: { [Name in PolicyName]: LoadedPolicy<Policies[Name]> }): Policies | null {
  const required_checks = loaded.required_checks.value;
  const blockers = loaded.blockers.value;
  const routing = loaded.routing.value;
  const escalation = loaded.escalation.value;
  const digest = loaded.digest.value;
  const handoff = loaded.handoff.value;
  if (required_checks === null || blockers === null || routing === null) return null;
  if (escalation === null || digest === null || handoff === null) return null;
  return { required_checks, blockers, routing, escalation, digest, handoff };
}

function byPolicy<Value>(of: (name: PolicyName) => Value): Record<PolicyName, Value> {
  return Object.fromEntries(POLICY_NAMES.map((name) => [name, of(name)])) as Record<
    PolicyName,
    Value
  >;
}

function misspelt(file: PolicyFile): Problem[] {
  const meant = meantFile(file.name);
  if (meant === null) return [];
  return [aboutFile("warning", shownName(file), {
    policy: file.name,
    message: `it has no effect, because no policy has this name: did you mean ${meant}?`,
  })];
}
