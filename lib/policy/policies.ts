/**
 * All policies together, as steps read them: every default filled in, every older name replaced.
 * @module
 */

import { type BlockersPolicy, blockersSchema } from "./blockers_schema.ts";
import { type DigestPolicy, digestSchema } from "./digest_schema.ts";
import { type EscalationPolicy, escalationSchema } from "./escalation_schema.ts";
import { type HandoffPolicy, handoffSchema } from "./handoff_schema.ts";
import type { PolicyName } from "./names.ts";
import { type RequiredChecksPolicy, requiredChecksSchema } from "./required_checks_schema.ts";
import { type RoutingPolicy, routingSchema } from "./routing_schema.ts";

/** What all policies say. Plain JSON. */
export interface Policies {
  /** Which checks a candidate must pass, and which commits are candidates. */
  required_checks: RequiredChecksPolicy;
  /** How blocker issues are raised, grouped, closed, and where the state is. */
  blockers: BlockersPolicy;
  /** Which team a blocker goes to. */
  routing: RoutingPolicy;
  /** When and how a blocker is escalated and resolved. */
  escalation: EscalationPolicy;
  /** When the digest is due and what it shows. */
  digest: DigestPolicy;
  /** When the handoff is due and what it shows. */
  handoff: HandoffPolicy;
}

/**
 * Schema of each policy.
 * @internal
 */
export const POLICY_SCHEMAS = {
  /** Which checks a candidate must pass, and which commits are candidates. */
  required_checks: requiredChecksSchema,
  blockers: blockersSchema,
  routing: routingSchema,
  escalation: escalationSchema,
  digest: digestSchema,
  handoff: handoffSchema,
} as const satisfies Record<PolicyName, unknown>;
