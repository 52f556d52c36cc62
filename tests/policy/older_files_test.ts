import { assertEquals } from "@std/assert";
import { problemLine } from "../../lib/cli/check.ts";
import { loadPolicies } from "../../lib/policy/load.ts";

// One file of each older kind, with every key that such files are known to have.
const FILES = {
  "REQUIRED_CHECKS_POLICY.yml": `version: "2.1.0"
description: Which checks gate a release
last_updated: "2026-01-30"
owner: Platform Engineering
branch_protection:
  branch: main
  required_status_checks: {strict: true, contexts: [gate]}
always_required:
  - {name: Gate, workflow: gate.yml, rationale: The gate}
conditional_required:
  - name: Workflow Lint
    workflow: workflow-lint.yml
    rationale: Workflows must parse
    when_paths_match: ["^\\\\.github/workflows/"]
informational:
  - {name: Canary, workflow: canary.yml, rationale: Only to look at}
base_selection: {rc_tag: {algorithm: [one, two]}}
evaluation_rules: {status_interpretation: {success: green}}
notes: [Be careful]
`,
  "BLOCKER_ESCALATION_POLICY.yml": `version: "1.0.0"
thresholds:
  p0: {warn: 60, escalate: 240, page: 480}
  p1: {warn: 240, escalate: 720}
update_cadence: {min_minutes_between_updates: 60, force_update_on_escalation: true}
labels:
  base: [release-blocker]
  p0_warn: ["escalation:warn", needs-triage]
  p0_escalate: ["escalation:P0", "escalation:4h+"]
  p0_page: ["escalation:P0", on-call]
  p1_warn: ["escalation:warn"]
  p1_escalate: ["escalation:P1"]
notifications: {enabled: false, p0_escalate_notify: ["@org/release"], p0_page_notify: []}
fingerprint:
  fields: [release_line, blocking_sha, blocking_workflow, blocking_job, blocker_category]
resolution: {auto_close: false, close_comment: Resolved., resolved_labels: [resolved]}
state: {path: docs/releases/_state/blockers_state.json, storage: committed}
`,
  "TRIAGE_ROUTING_POLICY.yml": `version: "1.0.0"
enabled: true
trigger_labels: [release-blocker, needs-triage]
teams:
  security:
    assignees: [octocat]
    labels: ["team:security"]
    priority_boost: true
    rules:
      - {type: label, patterns: ["area:security"]}
      - {type: filepath, patterns: ["server/auth/*", "Dockerfile*"]}
      - {type: keyword, patterns: [CVE-, security]}
default: {assignees: [], labels: [needs-manual-triage]}
post_routing_actions:
  add_routing_comment: true
  remove_triage_label: true
  auto_priority: {enabled: true, rules: [{age_hours: 0, priority: "priority:P2"}]}
rate_limit: {max_issues_per_run: 20, cooldown_minutes: 30}
state: {path: docs/releases/_state/triage_state.json}
`,
  "RELEASE_OPS_DIGEST_POLICY.yml": `version: "1.0.0"
run_window_utc: {start: "08:00", end: "09:00"}
cadence: {hours: 24, force_on_escalation: true}
content:
  max_blockers: 50
  max_items_per_section: 10
  include_sections: [overview, promotable_candidates, blocked_items, queued_or_pending, aging_summary]
  labels_to_include: [release-blocker, "escalation:P0"]
  severity_order: ["severity:P0", blocked]
  include_release_lines: true
  include_queue_snapshot: true
  include_promote_now: true
output:
  artifact: true
  artifact_path: artifacts/release-train/release_ops_digest.md
  issue_comment: {enabled: false}
  pinned_file: {enabled: false}
state: {path: docs/releases/_state/digest_state.json}
aging_buckets:
  - {label: "< 1 hour", max_minutes: 60}
  - {label: "> 1 hour", max_minutes: null}
`,
  "ONCALL_HANDOFF_POLICY.yml": `version: "1.0.0"
run_windows_utc: [{start: "09:00", end: "09:30"}, {start: "17:00", end: "17:30"}]
cadence_hours: 8
schedule: {shift_changes: ["08:00", "16:00", "00:00"], lead_time_minutes: 30}
content:
  max_blockers: 5
  max_recent_events: 10
  max_pending_actions: 5
  include_sections:
    [summary, active_blockers, recent_events, pending_actions, release_status, escalation_status]
  recent_events_hours: 8
  include_previous_context: true
output:
  artifact: true
  artifact_path: artifacts/release-train/oncall_handoff.md
  slack_format: {enabled: true, artifact_path: artifacts/release-train/oncall_handoff_slack.txt}
  slack_webhook: {enabled: false, channel_id: C0123456789}
state: {path: docs/releases/_state/handoff_state.json}
priority_labels: ["severity:P0", release-blocker]
status_indicators:
  {healthy: ":white_check_mark:", warning: ":warning:", critical: ":x:", unknown: ":grey_question:"}
`,
};

const reading = loadPolicies(Object.entries(FILES).map(([name, text]) => ({ name, text })));

Deno.test("a folder with the older files is read as it is, without a single warning", () => {
  assertEquals(reading.problems.map(problemLine), []);
});

Deno.test("keys of older files that have no effect do not reach the policies", () => {
  const { policies } = reading;
  assertEquals(Object.keys(policies?.required_checks ?? {}).sort(), [
    "always_required",
    "branch_base",
    "candidates",
    "conditional_required",
    "informational",
    "on_neutral",
    "on_skipped",
  ]);
  assertEquals(Object.keys(policies?.handoff.output ?? {}), ["slack_format", "slack_webhook"]);
  assertEquals(policies?.handoff.schedule, { shift_changes: ["00:00", "08:00", "16:00"] });
});

Deno.test("older keys that have an effect have it", () => {
  const { policies } = reading;
  assertEquals(policies?.digest.cadence_hours, 24);
  assertEquals(policies?.digest.force_on_escalation, true);
  assertEquals(policies?.digest.content.include_sections.includes("ci_queue"), true);
  assertEquals(policies?.escalation.fingerprint.fields.includes("blocking_sha"), true);
  assertEquals(policies?.routing.teams["security"]?.priority_boost, 1);
});
