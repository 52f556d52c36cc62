/**
 * The workflow that `init` writes: the composite action, once an hour.
 * @module
 */

/**
 * The workflow's text.
 * @param action `owner/name@commit` of the composite action
 * @param default_branch whose pushes start a cycle too
 */
export function workflowText(action: string, default_branch: string): string {
  return `# One release ops tick an hour; see the policies in policies/.
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

permissions: {}

concurrency:
  group: release-ops-orchestrator
  cancel-in-progress: false

jobs:
  cycle:
    runs-on: ubuntu-latest
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
        with:
          dry_run: \${{ inputs.dry_run }}
`;
}
