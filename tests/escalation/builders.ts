/**
 * Builders of the small worlds that the escalation tests are about.
 * @module
 */

import type { IssueFacts } from "../../lib/observation/observation.ts";
import {
  decideEscalation,
  type EscalationDecision,
  type EscalationInput,
} from "../../lib/escalation/escalation.ts";
import type { EscalationPolicy } from "../../lib/escalation/escalation_policy.ts";
import type { BlockerRecord } from "../../lib/state/state.ts";

/** When the blockers of these tests began. */
export const START = Temporal.Instant.from("2026-01-08T08:00:00Z");

/** The shipped thresholds, with a label for each level. */
export const POLICY: EscalationPolicy = {
  thresholds: { p0: { warn: 60, escalate: 240, page: 480 }, p1: { warn: 240, escalate: 720 } },
  labels: {
    base: ["release-blocker"],
    p0_warn: ["escalation:warn"],
    p0_escalate: ["escalation:escalate"],
    p0_page: ["escalation:page"],
    p1_warn: ["escalation:warn"],
    p1_escalate: ["escalation:escalate"],
  },
  notifications: {
    enabled: false,
    p0_escalate_notify: ["@acme/release"],
    p0_page_notify: ["@ada", "acme/oncall", "no handle"],
  },
};

/** A person's open P0, opened at the start. */
export function anIssue(facts: Partial<IssueFacts> = {}): IssueFacts {
  const number = facts.number ?? 7;
  return {
    number,
    id: `I_${number}`,
    url: `https://github.com/acme/app/issues/${number}`,
    title: "It does not work",
    body: "",
    state: "open",
    created_at: "2026-01-08T08:00:00Z",
    updated_at: "2026-01-08T08:00:00Z",
    closed_at: null,
    author: "ada",
    viewer_did_author: false,
    labels: ["release-blocker", "P0"],
    assignees: [],
    ...facts,
  };
}

/** A record of the same blocker. */
export function aRecord(record: Partial<BlockerRecord> = {}): BlockerRecord {
  return {
    issue_number: 7,
    first_seen: "2026-01-08T08:00:00Z",
    last_seen: "2026-01-08T08:00:00Z",
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    ...record,
  };
}

/** What escalation says of one issue so many minutes after the start. */
export function escalateAt(
  minutes: number,
  world:
    & { issue?: Partial<IssueFacts>; record?: Partial<BlockerRecord> }
    & Partial<EscalationInput> = {},
): EscalationDecision {
  const [decision] = decideEscalation({
    issues: [anIssue(world.issue)],
    records: world.record === undefined ? {} : { "issue:7": aRecord(world.record) },
    policy: POLICY,
    now: START.add({ milliseconds: Math.round(minutes * 60_000) }),
    ...world,
  });
  if (decision === undefined) throw new Error("no decision");
  return decision;
}
