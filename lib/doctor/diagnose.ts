/**
 * The whole diagnosis: every check over the gathered facts, in the order in which a person would look.
 * @module
 */

import { permissionFindings, repositoryFinding, tokenFinding } from "./access.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { checksFinding, labelsFinding, policiesFinding } from "./policy.ts";
import { branchFinding, lastCycleFinding } from "./state.ts";
import { clockFinding, rateFinding } from "./surroundings.ts";

/** Judges the facts. What could not be looked at because something before it failed is left out. */
export function diagnose(facts: Facts): Finding[] {
  return [
    tokenFinding(facts),
    repositoryFinding(facts),
    ...permissionFindings(facts),
    policiesFinding(facts),
    labelsFinding(facts),
    checksFinding(facts),
    branchFinding(facts),
    lastCycleFinding(facts),
    clockFinding(facts),
    rateFinding(facts),
  ].filter((finding) => finding !== null);
}
