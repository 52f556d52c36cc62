/**
 * The policies that the program carries with it: used where a folder has none.
 * @module
 */

import blockers from "../../policies/blockers.yml" with { type: "text" };
import digest from "../../policies/digest.yml" with { type: "text" };
import escalation from "../../policies/escalation.yml" with { type: "text" };
import handoff from "../../policies/handoff.yml" with { type: "text" };
import requiredChecks from "../../policies/required_checks.yml" with { type: "text" };
import routing from "../../policies/routing.yml" with { type: "text" };
import type { PolicyName } from "./names.ts";
import type { PolicyFile } from "./policy_files.ts";

/** Text of each embedded policy. */
export const EMBEDDED_POLICIES: Readonly<Record<PolicyName, string>> = {
  required_checks: requiredChecks,
  blockers,
  routing,
  escalation,
  digest,
  handoff,
};

/** An embedded policy as a file, named so that reports tell it from one of a folder. */
export function embeddedPolicy(name: PolicyName): PolicyFile {
  return {
    name: `${name}.yml`,
    text: EMBEDDED_POLICIES[name],
    shown: `${name}.yml (embedded)`,
  };
}
