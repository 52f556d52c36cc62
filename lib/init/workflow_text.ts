/**
 * The workflows that `init` writes: the composite action once an hour, and by hand with every input; and
 * one step of it by hand.
 * @module
 */

import { OPTIONAL_STEPS } from "../cycle/options.ts";

/**
 * The text of the hourly workflow.
 * @param action `owner/name@commit` of the composite action
 * @param default_branch whose pushes start a cycle too
 */
export function workflowText(action: string, default_branch: string): string {
  return `# One release ops tick an hour; see the policies in policies/. Digests and handoffs that are missed,
# because GitHub's scheduler is late, are caught up for the six hours that the action sets.
name: Release Ops Orchestrator

on:
  schedule:
    - cron: "0 * * * *"
  push:
    branches: [${JSON.stringify(default_branch)}]
  workflow_dispatch:
    inputs:
      dry_run:
        description: No state changes, no issue writes
        type: boolean
        default: false
      threshold_minutes:
        description: Age threshold before raising blocker issues
        type: number
        default: 90
      enable_issue_writes:
        description: Enable issue creation/updates
        type: boolean
        default: true
      enable_routing:
        description: Enable routing label application
        type: boolean
        default: true
      enable_escalation:
        description: Enable escalation threshold checks
        type: boolean
        default: true
      enable_notify:
        description: Enable notifications (not built yet, nothing is sent)
        type: boolean
        default: false
      force_digest:
        description: Force digest (ignore cadence window)
        type: boolean
        default: false
      force_handoff:
        description: Force handoff (ignore cadence window)
        type: boolean
        default: false
      verbose:
        description: Enable verbose logging
        type: boolean
        default: false
      context: # ours, beside the nine of the older workflow
        description: What this shift leaves to the next handoff (drop takes away what earlier ones left)
        type: string
        default: ""

${ONE_AT_A_TIME}
jobs:
  cycle:
    # A fork has its own train: there a cycle runs only when a person starts it.
    if: \${{ github.event_name == 'workflow_dispatch' || !github.event.repository.fork }}
${jobWith(action)}        with:
          dry_run: \${{ inputs.dry_run }}
          threshold_minutes: \${{ inputs.threshold_minutes }}
          enable_issue_writes: \${{ inputs.enable_issue_writes }}
          enable_routing: \${{ inputs.enable_routing }}
          enable_escalation: \${{ inputs.enable_escalation }}
          enable_notify: \${{ inputs.enable_notify }}
          force_digest: \${{ inputs.force_digest }}
          force_handoff: \${{ inputs.force_handoff }}
          verbose: \${{ inputs.verbose }}
          context: \${{ inputs.context }}
`;
}

/**
 * The text of the workflow that runs one step.
 * @param action as above
 */
export function stepWorkflowText(action: string): string {
  const options = ["dashboard", ...OPTIONAL_STEPS].map((step) => `          - ${step}\n`).join("");
  return `# For emergency runs and for looking into one step: a cycle in which only the chosen optional step is on.
name: Release Ops Step

on:
  workflow_dispatch:
    inputs:
      step:
        description: The step to run
        type: choice
        options:
${options}        default: dashboard
      dry_run:
        description: No state changes, no issue writes
        type: boolean
        default: true
      force:
        description: Digest and handoff only, ignore the cadence window
        type: boolean
        default: false

${ONE_AT_A_TIME}
jobs:
  step:
${jobWith(action)}        with:
          step: \${{ inputs.step }}
          dry_run: \${{ inputs.dry_run }}
          force_digest: \${{ inputs.force }}
          force_handoff: \${{ inputs.force }}
`;
}

/** Nothing may be done but what a job asks for, and one cycle runs at a time. */
const ONE_AT_A_TIME = `permissions: {}

concurrency:
  group: release-ops-orchestrator
  cancel-in-progress: false
  queue: max # whoever waits keeps their place when the next tick comes
`;

/** Where a job runs, what it may, and the action that it ends with. */
function jobWith(action: string): string {
  return `    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      actions: read # which workflow a check suite belongs to
      checks: read # the results of check runs
      contents: write # the state commit
      issues: write # raising, routing and escalating blockers
      statuses: read # commit statuses
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: ${action}
`;
}
