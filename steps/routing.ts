/**
 * Step 3: routing. Whose is each open blocker?
 * @module
 */

import { updateBlocker } from "../lib/blockers/memory.ts";
import { assertSeen } from "../lib/cycle/blind.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { messageOf } from "../lib/failure.ts";
import { decideRouting } from "../lib/routing/routing.ts";
import type { RoutingDecision } from "../lib/routing/routing_decision.ts";
import {
  recordAfterRouting,
  type RoutingDone,
  routingDone,
  triageAfterRouting,
} from "../lib/routing/routing_memory.ts";
import {
  mayBeForgotten,
  readRoutingNote,
  routingKey,
  wholeRouting,
  withRecalled,
} from "../lib/routing/routing_recall.ts";
import { outcomeOf, switchedOn } from "../lib/views/common.ts";
import { routingReport, routingSummary } from "../lib/views/routing_view.ts";

/** Routes issues without a team: comment, assignees, labels. */
export const routing: Step = {
  name: "routing",
  number: "3",
  title: "Apply routing",
  reports: ["routing_report.md"],
  warning: "Routing failed, creating placeholder",
  run,
};

/**
 * Issues per cycle that are looked at for a routing that was not saved, twenty to a request. Where all state
 * is new or lost every routed issue comes into question.
 */
const MOST_LOOKS = 500;

async function run(cycle: Cycle): Promise<StepRun> {
  const { gate, state, policies, options, facts, now } = cycle;
  assertSeen(cycle);
  const decisions = decideRouting({
    issues: gate.observation.issues,
    records: state.working.blockers.blockers,
    triage: state.working.triage,
    policy: policies.routing,
    codeowners: gate.observation.codeowners,
    dashboard: facts.dashboard ?? null,
    now,
  });
  const enabled = switchedOn(cycle, "routing", options.enable_routing);
  const carried: Carried<RoutingDecision>[] = [];
  if (enabled && gate.mode === "live") await recall(cycle, decisions);
  for (const decision of decisions) {
    const result = decision.change === null
      ? null
      : await gate.apply(decision.change, { step: "routing", enabled });
    const wanted = routingDone(decision, now);
    if (wanted !== null && (result?.outcome === "done" || result?.outcome === "planned")) {
      const { number } = decision.issue;
      const done = await whole(cycle, decision, wanted);
      const planned = { planned: result.outcome === "planned" };
      state.remember(
        (known) => ({ ...known, triage: triageAfterRouting(known.triage, number, done) }),
        planned,
      );
      state.remember(updateBlocker(number, (record) => recordAfterRouting(record, done)), planned);
    }
    carried.push({ decision, result });
  }
  facts.routing = carried;
  return {
    outcome: outcomeOf(carried, gate.mode !== "live" || !enabled),
    summary: routingSummary(carried),
    files: { "routing_report.md": routingReport(cycle, { carried, enabled }) },
  };
}

/** With what an earlier cycle had done of the same routing before it died. */
async function whole(
  cycle: Cycle,
  { issue }: RoutingDecision,
  done: RoutingDone,
): Promise<RoutingDone> {
  const key = routingKey(issue.number);
  const told = cycle.gate.audit.findLast(({ action }) =>
    action.kind === "comment" && action.key === key
  );
  if (told?.outcome !== "skipped") return done;
  const begun = (await notesOn(cycle, [issue.number])).get(issue.number) ?? null;
  return wholeRouting(done, { begun, state: cycle.state.before });
}

/**
 * What the routing comments of issues say was done, null where there is none. What nobody can tell is
 * left out.
 */
async function notesOn(
  { gate, log }: Cycle,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, RoutingDone | null>> {
  try {
    const bodies = await gate.findComments(
      new Map(numbers.map((number) => [number, routingKey(number)])),
    );
    return new Map(
      [...bodies].map(([number, body]) => [number, body === null ? null : readRoutingNote(body)]),
    );
  } catch (error) {
    const all = numbers.map((number) => `#${number}`).join(", ");
    log.warn(`Cannot tell whether ${all} was routed before: ${messageOf(error)}`);
    return new Map();
  }
}

/**
 * What an earlier cycle did and could not save is remembered after all. That comes before this cycle
 * routes anything: from then on its own time is the one that counts.
 */
async function recall(cycle: Cycle, decisions: readonly RoutingDecision[]): Promise<void> {
  const { at, log, state } = cycle;
  const asked = decisions.filter((decision) => mayBeForgotten(decision, state.working))
    .slice(0, MOST_LOOKS);
  if (asked.length === 0) return;
  const notes = await notesOn(cycle, asked.map(({ issue }) => issue.number));
  for (const { issue } of asked) {
    const done = notes.get(issue.number);
    if (done === undefined) continue;
    state.remember((known) => withRecalled(known, issue, { done, at }), { planned: false });
    if (done !== null) {
      log.detail(`#${issue.number} was routed at ${done.at} by a cycle that could not save it.`);
    }
  }
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", routing.name, ...Deno.args]));
}
