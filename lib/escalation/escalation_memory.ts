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
  const labels = escalationLabels(level, severity, policy);
  if (decision.change === null) {
    if (level === known.escalation_level) return advanced;
    // Told by the labels alone: an earlier cycle put them there and could not save that it did.
    const there = labels.filter((label) => issue.labels.includes(label));
    return { ...advanced, applied_labels: [...new Set([...known.applied_labels ?? [], ...there])] };
  }
  // labels that were there already count as ours too: whoever takes one off from now on has the last word
  return {
    ...advanced,
    last_issue_update: at,
    applied_labels: [...new Set([...known.applied_labels ?? [], ...labels])],
  };
}
