/**
 * Step 2: blocker issues. What keeps each line from shipping, and does an issue track it?
 * @module
 */

import { duplicateChange } from "../lib/blockers/duplicate.ts";
import { forgetBlocker, rememberBlocker } from "../lib/blockers/memory.ts";
import { type BlockerDecision, planBlockers } from "../lib/blockers/plan.ts";
import { messageOf } from "../lib/failure.ts";
import type { ChangeResult } from "../lib/gate/gate.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { issueByNumber } from "../lib/observation/issue_by_number.ts";
import { trainOf } from "../lib/pages/page_blockers.ts";
import { blockersReport, blockersSummary, untrackedIn } from "../lib/views/blockers_view.ts";
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
    last_passed: state.working.blockers.last_passed,
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
  const results = new Map<BlockerDecision, Carried<BlockerDecision>>();
  for (const decision of decisions.toSorted(byUrgency)) {
    results.set(decision, await carry(cycle, decision, enabled));
  }
  const carried = decisions.flatMap((decision) => results.get(decision) ?? []);
  facts.blockers = { carried, notes };
  return {
    outcome: outcomeOf(carried, gate.mode !== "live" || !enabled),
    summary: blockersSummary(carried, {
      complete: facts.dashboard.complete,
      untracked: untrackedIn(trainOf(cycle), carried).length,
    }),
    files: { "blocked_issues_report.md": blockersReport(cycle, { carried, notes, enabled }) },
  };
}

/** Where the caps leave no room for all, the worst and the oldest blockers come first. */
function byUrgency(a: BlockerDecision, b: BlockerDecision): number {
  const left = `${a.severity}\n${a.since}`;
  const right = `${b.severity}\n${b.since}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Hands one decision to the gate and remembers it once the write succeeded. */
async function carry(
  cycle: Cycle,
  wanted: BlockerDecision,
  enabled: boolean,
): Promise<Carried<BlockerDecision>> {
  const { gate, state } = cycle;
  const creates = wanted.verdict === "raise" && enabled && gate.hasRoom("new_issues");
  const { decision, failed } = creates
    ? await confirmed(cycle, wanted)
    : { decision: wanted, failed: null };
  if (failed !== null) return { decision, result: failed };
  const result = decision.change === null
    ? null
    : await gate.apply(decision.change, { step: "blocker_issues", enabled });
  if (result !== null && result.outcome !== "done" && result.outcome !== "planned") {
    return { decision, result };
  }
  if (result?.created && result.older !== undefined) {
    return await giveWay(cycle, decision, { number: result.created, older: result.older });
  }
  const planned = result?.outcome === "planned";
  if (decision.forget !== undefined) state.remember(forgetBlocker(decision.forget), { planned });
  const number = result?.created ?? decision.record?.issue_number ?? 0;
  if (decision.record !== null && number !== 0) {
    const record = {
      ...decision.record,
      ...result === null ? {} : { last_issue_update: cycle.at },
      issue_number: number,
    };
    state.remember(rememberBlocker(record), { planned });
  }
  const issue = issueByNumber(gate.observation, number) ?? decision.issue;
  return { decision: { ...decision, issue }, result };
}

/** Another cycle raised the same blocker a moment before: the younger issue closes itself at once. */
async function giveWay(
  { gate }: Cycle,
  decision: BlockerDecision,
  { number, older }: { number: number; older: number },
): Promise<Carried<BlockerDecision>> {
  const issue = issueByNumber(gate.observation, number);
  const kept = { number: older, url: `${gate.observation.repository.url}/issues/${older}` };
  const change = duplicateChange(number, kept);
  const result = await gate.apply(change, { step: "blocker_issues", enabled: true });
  const reason = `Another cycle raised #${older} for the same blocker a moment before.`;
  return { decision: { ...decision, verdict: "duplicate", issue, reason, change }, result };
}

/** Before something is created a second, independent read must agree that nothing is there. */
async function confirmed(
  { gate, policies }: Cycle,
  decision: BlockerDecision,
): Promise<{ decision: BlockerDecision; failed: ChangeResult | null }> {
  const held = { ...decision, verdict: "hold", change: null, record: null } as const;
  let found: readonly number[];
  try {
    found = await gate.findOpen(decision.fingerprint, policies.escalation.labels.base.slice(0, 1));
  } catch (error) {
    const why = messageOf(error);
    return {
      decision: { ...held, reason: `The second read that must precede creating failed: ${why}.` },
      failed: { outcome: "failed", created: null, comment_id: null, error: why },
    };
  }
  // What the first read showed was judged already: a marker that was copied counts here no more than there.
  const known = new Set(gate.observation.issues.map(({ number }) => number));
  const unseen = found.filter((number) => !known.has(number));
  if (unseen.length === 0) return { decision, failed: null };
  const numbers = unseen.map((number) => `#${number}`).join(", ");
  const reason = `A second read found ${numbers} with this fingerprint, which the first did not ` +
    "show: nothing is raised.";
  return { decision: { ...held, reason }, failed: null };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", blockerIssues.name, ...Deno.args]));
}
