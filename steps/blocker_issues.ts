/**
 * Step 2: blocker issues. What keeps each line from shipping, and does an issue track it?
 * @module
 */

import { forgetBlocker, rememberBlocker } from "../lib/blockers/memory.ts";
import { type BlockerDecision, planBlockers } from "../lib/blockers/plan.ts";
import { messageOf } from "../lib/failure.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { blockersReport, blockersSummary } from "../lib/views/blockers_view.ts";
import { outcomeOf, switchedOn } from "../lib/views/common.ts";

/** Raises, reopens, adopts, clears and closes blocker issues. */
export const blockerIssues: Step = {
  name: "blocker_issues",
  number: "2",
  title: "Raise blocker issues",
  reports: ["blocked_issues_report.md"],
  warning: "Raising blocker issues failed, creating placeholder",
  run,
};

async function run(cycle: Cycle): Promise<StepRun> {
  const { facts, gate, state, policies, options, now } = cycle;
  if (facts.dashboard === undefined) {
    throw new Error("there is no dashboard to read blockers from, and absence is not evidence");
  }
  const { escalation, blockers } = policies;
  const { decisions, notes } = planBlockers({
    dashboard: facts.dashboard,
    issues: gate.observation.issues,
    records: state.working.blockers.blockers,
    policy: {
      green_cycles: blockers.green_cycles,
      reopen_days: blockers.reopen_days,
      group_above: blockers.group_above,
      fingerprint_fields: escalation.fingerprint.fields,
      base_labels: escalation.labels.base,
      auto_close: escalation.resolution.auto_close,
      close_comment: escalation.resolution.close_comment,
      resolved_labels: escalation.resolution.resolved_labels,
    },
    threshold_minutes: options.threshold_minutes,
    now,
  });
  const enabled = switchedOn(cycle, "blocker_issues", options.enable_issue_writes);
  const carried: Carried<BlockerDecision>[] = [];
  for (const decision of decisions) carried.push(await carry(cycle, decision, enabled));
  facts.blockers = { carried, notes };
  return {
    outcome: outcomeOf(carried, gate.mode !== "live" || !enabled),
    summary: blockersSummary(carried),
    files: { "blocked_issues_report.md": blockersReport(cycle, { carried, notes, enabled }) },
  };
}

/** Hands one decision to the gate and remembers it once the write succeeded. */
async function carry(
  cycle: Cycle,
  wanted: BlockerDecision,
  enabled: boolean,
): Promise<Carried<BlockerDecision>> {
  const { gate, state } = cycle;
  const decision = wanted.verdict === "raise" && enabled ? await confirmed(cycle, wanted) : wanted;
  const result = decision.change === null
    ? null
    : await gate.apply(decision.change, { step: "blocker_issues", enabled });
  if (result !== null && result.outcome !== "done" && result.outcome !== "planned") {
    return { decision, result };
  }
  const planned = result?.outcome === "planned";
  if (decision.forget !== undefined) state.remember(forgetBlocker(decision.forget), { planned });
  if (decision.record !== null) {
    const record = {
      ...decision.record,
      ...result === null ? {} : { last_issue_update: cycle.at },
      issue_number: result?.created ?? decision.record.issue_number,
    };
    state.remember(rememberBlocker(record), { planned });
  }
  const number = result?.created ?? null;
  const issue = number === null
    ? decision.issue
    : gate.observation.issues.find((known) => known.number === number) ?? null;
  return { decision: { ...decision, issue }, result };
}

/** Before something is created a second, independent read must agree that nothing is there. */
async function confirmed(cycle: Cycle, decision: BlockerDecision): Promise<BlockerDecision> {
  const labels = cycle.policies.escalation.labels.base;
  let found: readonly number[];
  try {
    found = await cycle.gate.findOpen(decision.fingerprint, labels.slice(0, 1));
  } catch (error) {
    return {
      ...decision,
      verdict: "hold",
      reason: `The second read that must precede creating failed: ${messageOf(error)}.`,
      change: null,
      record: null,
    };
  }
  if (found.length === 0) return decision;
  return {
    ...decision,
    verdict: "hold",
    reason: `A second read found ${
      found.map((number) => `#${number}`).join(", ")
    } with this fingerprint, which the first did not show: nothing is raised.`,
    change: null,
    record: null,
  };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", blockerIssues.name, ...Deno.args]));
}
