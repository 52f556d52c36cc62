/**
 * Tries a person's own templates of issues and comments before anything is written: one that fails
 * while it renders would otherwise be found between two writes.
 * @module
 */

import {
  adoptComment,
  clearedComment,
  duplicateComment,
  returnedComment,
} from "../blockers/comments.ts";
import { trackingIssue, withCleared, withStatus } from "../blockers/issue_text.ts";
import { groupSubject, type Reason, subjectOf } from "../blockers/reasons.ts";
import { escalationChange } from "../escalation/escalation_change.ts";
import type { EscalationPolicy } from "../escalation/escalation_policy.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { routingChange } from "../routing/routing_change.ts";
import type { BlockerRecord, CheckedCommit } from "../state/state.ts";

const AT = "2026-01-08T08:15:00Z";
const LATER = "2026-01-08T09:15:00Z";
const PAGE = "https://github.com/acme/rocket";
const POLICY: EscalationPolicy = {
  thresholds: { p0: { warn: 60, escalate: 240, page: 480 }, p1: { warn: 240, escalate: 720 } },
  labels: { base: [], p0_warn: [], p0_escalate: [], p0_page: [], p1_warn: [], p1_escalate: [] },
  notifications: { enabled: true, p0_escalate_notify: [], p0_page_notify: ["@acme/oncall"] },
};

/**
 * Renders every text for issues with examples of each kind of blocker.
 * @throws {Failure} exit 2, naming file and line, when one cannot be rendered
 */
export function tryIssueTemplates(): void {
  const [failed, queued, missing] = [
    reason("failed", "Unit Tests"),
    reason("queued", "Lint"),
    reason("missing", "Docs Build"),
  ];
  const group = groupSubject([failed, queued, missing]);
  for (const subject of [...[failed, queued, missing].map(subjectOf), group]) {
    const { body } = trackingIssue(subject, null);
    withStatus(body, { subject, record: record({}), next: null });
    const route = { team: "core", rule: 'keyword "unit"', at: AT };
    const next = { level: "escalate", at: LATER } as const;
    withStatus(body, {
      subject,
      record: record({ route, escalation_level: "warn", applied_assignees: ["ada"] }),
      next,
    });
    adoptComment(subject);
    returnedComment(subject);
  }
  for (const closed of [{}, { closed_at: LATER }]) {
    withCleared("", { record: record({ cleared_at: AT, ...closed }), closes: true });
  }
  withCleared("", { record: record({ cleared_at: AT }), closes: false });
  for (const closes of [true, false]) clearedComment("it passes", { closes, words: "Thanks." });
  duplicateComment({ number: 1, url: `${PAGE}/issues/1` });
  tryRouting();
  tryEscalation();
}

function tryRouting(): void {
  const matched = { type: "keyword", pattern: "unit", matched_text: "Unit" } as const;
  const unmatched = { type: "default", pattern: null, matched_text: null } as const;
  for (const [team, rule] of [["core", matched], [null, matched], [null, unmatched]] as const) {
    for (const names of [[], ["ada"]]) {
      routingChange(1, {
        route: { team, rule, labels: names, assignees: names, priority_boost: 0 },
        labels: names,
        assignees: names,
        remove: null,
        remove_last: false,
        comments: true,
        reason: "",
        at: AT,
      });
    }
  }
}

function tryEscalation(): void {
  const next = { level: "page", at: LATER } as const;
  for (const [level, due] of [["escalate", next], ["page", null]] as const) {
    const blocker = { issue: ISSUE, severity: "P0", first_seen: AT, age_minutes: 500 } as const;
    escalationChange({ ...blocker, level, next: due, told: false }, {
      record: undefined,
      policy: POLICY,
      reason: "",
    });
  }
}

function reason(category: Reason["category"], check: string): Reason {
  const candidate = { tag: "v4.2.0-rc.2", line: "4.2", commit_sha: "1a2b3c4", commit_url: PAGE };
  return {
    fingerprint: `release_line=4.2&blocking_workflow=${check}`,
    line: "4.2",
    check,
    sha: null,
    category,
    severity: category === "failed" ? "P0" : "P1",
    since: AT,
    evidence: [{
      candidate,
      unmet: {
        name: check,
        category,
        conclusion: category,
        url: category === "missing" ? null : `${PAGE}/actions/runs/7`,
        since: AT,
        jobs: category === "failed" ? [{ name: "linux", url: PAGE }] : [],
        why_required: "required of every candidate",
      },
    }],
    passed: category === "failed" ? commit("1a2b3c4", AT) : null,
  };
}

function record(facts: Partial<BlockerRecord>): BlockerRecord {
  return {
    issue_number: 1,
    first_seen: AT,
    last_seen: AT,
    last_issue_update: null,
    escalation_level: "none",
    severity: "P0",
    fingerprint: "release_line=4.2&blocking_workflow=Unit%20Tests",
    failing: { "Unit Tests": { first: commit("0a1b2c3", AT), latest: commit("1a2b3c4", LATER) } },
    route: { team: "default", rule: "the default", at: AT },
    ...facts,
  };
}

function commit(commit_sha: string, at: string): CheckedCommit {
  return { tag: "v4.2.0-rc.1", commit_sha, url: PAGE, at };
}

const ISSUE: IssueFacts = {
  number: 1,
  id: "I_1",
  url: `${PAGE}/issues/1`,
  title: "4.2 is blocked: Unit Tests failed",
  body: "",
  state: "open",
  created_at: AT,
  updated_at: AT,
  closed_at: null,
  author: "release-ops",
  viewer_did_author: true,
  labels: [],
  assignees: [],
};
