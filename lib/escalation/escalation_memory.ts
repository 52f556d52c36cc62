/**
 * What is remembered of a blocker's escalation.
 * @module
 */

import type { BlockerRecord } from "../state/state.ts";
import type { EscalationDecision } from "./escalation.ts";
import { escalationLabels } from "./escalation_labels.ts";
import type { EscalationPolicy } from "./escalation_policy.ts";

/**
 * The record of a blocker after its escalation was decided and, if anything was to be written, written:
 * state advances only then. A blocker without a record gets one.
 */
export function recordAfterEscalation(
  decision: EscalationDecision,
  { record, policy, now }: {
    record: BlockerRecord | undefined;
    policy: EscalationPolicy;
    now: Temporal.Instant;
  },
): BlockerRecord {
  const at = now.toString({ smallestUnit: "second" });
  const { issue, severity, level, first_seen } = decision;
  const known: BlockerRecord = record ?? {
    issue_number: issue.number,
    first_seen,
    last_seen: at,
    last_issue_update: null,
    escalation_level: "none",
    severity,
    ...issue.viewer_did_author ? {} : { adopted: true },
  };
  const same = Date.parse(known.first_seen) === Date.parse(first_seen);
  const advanced = {
    ...known,
    first_seen: same ? known.first_seen : first_seen,
    severity,
    escalation_level: level,
  };
  if (decision.change === null) return advanced;
  // labels that were there already count as ours too: whoever takes one off from now on has the last word
  const labels = escalationLabels(level, severity, policy);
  return {
    ...advanced,
    last_issue_update: at,
    applied_labels: [...new Set([...known.applied_labels ?? [], ...labels])],
  };
}
