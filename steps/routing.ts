/**
 * Step 3: routing. Whose is each open blocker?
 * @module
 */

import { updateBlocker } from "../lib/blockers/memory.ts";
import type { Carried, Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { decideRouting } from "../lib/routing/routing.ts";
import type { RoutingDecision } from "../lib/routing/routing_decision.ts";
import { recordAfterRouting, triageAfterRouting } from "../lib/routing/routing_memory.ts";
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

async function run(cycle: Cycle): Promise<StepRun> {
  const { gate, state, policies, options, facts, now } = cycle;
  if (cycle.blind !== null) throw new Error(`GitHub could not be read: ${cycle.blind}`);
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
  for (const decision of decisions) {
    const result = decision.change === null
      ? null
      : await gate.apply(decision.change, { step: "routing", enabled });
    if (result?.outcome === "done" || result?.outcome === "planned") {
      const planned = { planned: result.outcome === "planned" };
      state.remember(
        (known) => ({ ...known, triage: triageAfterRouting(known.triage, decision, now) }),
        planned,
      );
      state.remember(
        updateBlocker(decision.issue.number, (record) => recordAfterRouting(record, decision, now)),
        planned,
      );
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

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", routing.name, ...Deno.args]));
}
