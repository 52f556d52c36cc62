/**
 * Step 1: the release-train dashboard. Which candidates are there, and may they ship?
 * @module
 */

import { buildDashboard } from "../lib/candidates/build.ts";
import { rememberComparisons } from "../lib/candidates/comparisons.ts";
import { assertSeen } from "../lib/cycle/blind.ts";
import type { Dashboard } from "../lib/candidates/dashboard.ts";
import type { Cycle, Step, StepRun } from "../lib/cycle/cycle.ts";
import { openBlockers } from "../lib/blockers/open.ts";
import { rememberDashboard } from "../lib/blockers/memory.ts";
import { trainOf } from "../lib/pages/page_blockers.ts";
import { notGenerated } from "../lib/views/common.ts";
import { dashboardReport, verdictOf } from "../lib/views/dashboard_view.ts";

/** Generates `dashboard.json` and `dashboard.md`; everything after it reads what it found. */
export const dashboard: Step = {
  name: "dashboard",
  number: "1",
  title: "Generate dashboard",
  reports: ["dashboard.json", "dashboard.md"],
  warning: "Dashboard generation failed, creating minimal dashboard",
  run,
  placeholder,
};

function run(cycle: Cycle): Promise<StepRun> {
  assertSeen(cycle);
  const { observed, policies, state, now, version } = cycle;
  const found = buildDashboard(observed, {
    policy: policies.required_checks,
    state: state.before.blockers,
    now,
    generator_version: version,
    open_blockers: openBlockers(observed.issues, {
      records: state.before.blockers.blockers,
      labels: policies.escalation.labels.base,
    }),
  });
  cycle.facts.dashboard = found;
  state.remember(rememberDashboard(found), { planned: false });
  state.remember(rememberComparisons(Object.values(observed.comparisons), observed), {
    planned: false,
  });
  const train = { ...trainOf(cycle), dashboard: found };
  return Promise.resolve({
    outcome: "done",
    summary: verdictOf(train),
    files: {
      "dashboard.json": `${JSON.stringify(found, null, 2)}\n`,
      "dashboard.md": dashboardReport(train, observed.repository),
    },
  });
}

/** An empty board that says it is no board: no script and no person may read "nothing is blocked" off it. */
function placeholder(cycle: Cycle, why: string): Record<string, string> {
  const minimal: Dashboard = {
    repository: cycle.options.repository,
    generated_at: cycle.at,
    generator_version: cycle.version,
    complete: false,
    gaps: [...cycle.observed.gaps, { what: "dashboard", why }],
    candidates: [],
    left_out: [],
    summary: { total_candidates: 0, promotable: 0, blocked: 0, pending: 0 },
    health: { score: 0, history: [] },
  };
  return {
    "dashboard.json": `${JSON.stringify(minimal, null, 2)}\n`,
    "dashboard.md": notGenerated("Release train dashboard", { why, failed: true }),
  };
}

if (import.meta.main) {
  import("../main.ts").then((main) => main.exitWith(["step", dashboard.name, ...Deno.args]));
}
