/**
 * The names of the policies and of their files.
 * @module
 */

/** Names of the policies in the order of the cycle; the file of each is `NAME.yml`. */
export const POLICY_NAMES = [
  "required_checks",
  "blockers",
  "routing",
  "escalation",
  "digest",
  "handoff",
] as const;

/** Name of a policy. */
export type PolicyName = typeof POLICY_NAMES[number];

/** File names of older installations, without their extension. `blockers.yml` has no older name. */
export const OLDER_NAMES: Readonly<Partial<Record<PolicyName, string>>> = {
  required_checks: "REQUIRED_CHECKS_POLICY",
  routing: "TRIAGE_ROUTING_POLICY",
  escalation: "BLOCKER_ESCALATION_POLICY",
  digest: "RELEASE_OPS_DIGEST_POLICY",
  handoff: "ONCALL_HANDOFF_POLICY",
};
