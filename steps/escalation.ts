/**
 * Step 4: escalation. How long has each blocker been open, and who should know by now?
 * @module
 */

import { rememberBlocker } from "../lib/blockers/memory.ts";
import { openBlockers } from "../lib/blockers/open.ts";
import { recordKey } from "../lib/blockers/ownership.ts";
import { refreshStatus } from "../lib/blockers/status.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { decideEscalation, type EscalationDecision } from "../lib/escalation/escalation.ts";
import { recordAfterEscalation } from "../lib/escalation/escalation_memory.ts";
import type { Change } from "../lib/gate/action.ts";
import type { ChangeResult } from "../lib/gate/gate.ts";
import type { BlockerRecord } from "../lib/state/state.ts";
import { outcomeOf, switchedOn } from "../lib/views/common.ts";
import { escalationReport, escalationSummary } from "../lib/views/escalation_view.ts";

/** Escalates every open blocker, ours or a person's, and keeps our section of its issue up to date. */
export const escalation: Step = {
  name: "escalation",
  number: "4",
  title: "Apply escalation",
  reports: ["escalation_report.md"],
  warning: "Escalation failed, creating placeholder",
  run,
};

async function run(cycle: Cycle): Promise<StepRun> {
  const { gate, state, policies, options, facts, now } = cycle;
  if (cycle.blind !== null) throw new Error(`GitHub could not be read: ${cycle.blind}`);
  const records = state.working.blockers.blockers;
  const open = openBlockers(gate.observation.issues, {
    records,
    labels: policies.escalation.labels.base,
  });
  const decisions = decideEscalation({
    issues: open.map(({ issue }) => issue),
    records,
    policy: policies.escalation,
    now,
  });
  const enabled = switchedOn(cycle, "escalation", options.enable_escalation);
  const carried: Carried<EscalationDecision>[] = [];
  for (const decision of decisions) {
    carried.push({ decision, result: await carry(cycle, decision, enabled) });
  }
  await refreshCleared(cycle, enabled);
  facts.escalation = carried;
  return {
    outcome: outcomeOf(carried, gate.mode !== "live" || !enabled),
    summary: escalationSummary(carried),
    files: { "escalation_report.md": escalationReport(cycle, { carried, enabled }) },
  };
}

/** State advances only after the write succeeded. */
async function carry(
  cycle: Cycle,
  decision: EscalationDecision,
  enabled: boolean,
): Promise<ChangeResult | null> {
  const { state, policies, now } = cycle;
  const record = state.working.blockers.blockers[recordKey(decision.issue.number)];
  const after = recordAfterEscalation(decision, { record, policy: policies.escalation, now });
  const change = withRefresh(cycle, { decision, record: after });
  const result = change === null
    ? null
    : await cycle.gate.apply(change, { step: "escalation", enabled });
  if (result === null || result.outcome === "done" || result.outcome === "planned") {
    const written = result === null ? {} : { last_issue_update: cycle.at };
    state.remember(rememberBlocker({ ...after, last_seen: cycle.at, ...written }), {
      planned: result?.outcome === "planned",
    });
  }
  return result;
}

/** The escalation's own change and the refresh of the section, as one change to the issue. */
function withRefresh(
  cycle: Cycle,
  { decision, record }: { decision: EscalationDecision; record: BlockerRecord },
): Change | null {
  const { issue, change, fires, next } = decision;
  const update = cycle.policies.escalation.update_cadence;
  const edit = refreshStatus(issue, {
    dashboard: cycle.facts.dashboard ?? null,
    fields: cycle.policies.escalation.fingerprint.fields,
    record,
    next,
    min_minutes: update.min_minutes_between_updates,
    touched: (fires && update.force_update_on_escalation) || record.last_issue_update === cycle.at,
    now: cycle.now,
  });
  if (edit === null) return change;
  return change === null
    ? { reason: `The facts of #${issue.number} changed.`, actions: [edit] }
    : { ...change, actions: [edit, ...change.actions] };
}

/** Sections of blockers that cleared say so; they do not escalate any more. */
async function refreshCleared(cycle: Cycle, enabled: boolean): Promise<void> {
  const { state, policies, gate } = cycle;
  for (const record of Object.values(state.working.blockers.blockers)) {
    const issue = gate.observation.issues.find(({ number }) => number === record.issue_number);
    if (record.cleared_at === undefined || issue?.state !== "open") continue;
    const edit = refreshStatus(issue, {
      dashboard: cycle.facts.dashboard ?? null,
      fields: policies.escalation.fingerprint.fields,
      record,
      next: null,
      min_minutes: policies.escalation.update_cadence.min_minutes_between_updates,
      touched: record.last_issue_update === cycle.at,
      now: cycle.now,
    });
    if (edit === null) continue;
    const change = { reason: `#${issue.number} has cleared.`, actions: [edit] };
    const result = await gate.apply(change, { step: "escalation", enabled });
    if (result.outcome !== "done" && result.outcome !== "planned") continue;
    const written = { ...record, last_issue_update: cycle.at };
    state.remember(rememberBlocker(written), { planned: result.outcome === "planned" });
  }
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", escalation.name, ...Deno.args]));
}
