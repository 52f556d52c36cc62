/**
 * What every bundle holds, whatever happened in the cycle.
 * @module
 */

/** The documented files, and those that came to them. */
export const BUNDLE = [
  "index.html",
  "release_ops_single_page.html",
  "release_ops_single_page.md",
  "cycle_info.txt",
  "cycle_summary.md",
  "dashboard.json",
  "dashboard.md",
  "blocked_issues_report.md",
  "routing_report.md",
  "escalation_report.md",
  "release_ops_digest.md",
  "oncall_handoff.md",
  "oncall_handoff_slack.txt",
  "state-snapshot/blockers_state.json",
  "state-snapshot/digest_state.json",
  "state-snapshot/handoff_state.json",
  "state-snapshot/observation_state.json",
  "state-snapshot/triage_state.json",
  "cycle.json",
  "inputs.json",
] as const;
