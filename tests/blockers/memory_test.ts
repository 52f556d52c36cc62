import { assertEquals } from "@std/assert";
import {
  forgetBlocker,
  rememberBlocker,
  rememberBlockers,
  rememberDashboard,
  rememberHealth,
  updateBlocker,
} from "../../lib/blockers/memory.ts";
import { emptyState } from "../../lib/state/defaults.ts";
import { aBlockedTrain, aTrain } from "./builders.ts";

Deno.test("rememberDashboard() keeps when a missing check was first observed, and forgets the others", () => {
  const train = aTrain().missing("Unit Tests").failed("Lint");
  const first = rememberDashboard(train.dashboard)(emptyState());
  const [key] = Object.keys(first.blockers.watched);
  assertEquals(key?.startsWith("4.2/Unit Tests@"), true);
  const later = rememberDashboard(train.later(60).dashboard)(first);
  assertEquals(Object.values(later.blockers.watched), [{
    first_observed: train.ago(60),
    last_observed: train.ago(),
  }]);
  train.met("Unit Tests");
  assertEquals(
    rememberDashboard(train.partly().dashboard)(later).blockers.watched,
    later.blockers.watched,
  );
  assertEquals(rememberDashboard(train.fully().dashboard)(later).blockers.watched, {});
});

Deno.test("rememberDashboard() keeps how the candidates stand; a partial observation forgets none", () => {
  const train = aTrain().failed("Lint");
  const gone = emptyState();
  gone.blockers.candidate_states = { "v4.1.0-rc.1": "success" };
  const [tag] = train.dashboard.candidates.map(({ tag }) => tag);
  assertEquals(rememberDashboard(train.fully().dashboard)(gone).blockers.candidate_states, {
    [tag ?? ""]: "blocked",
  });
  assertEquals(rememberDashboard(train.partly().dashboard)(gone).blockers.candidate_states, {
    "v4.1.0-rc.1": "success",
    [tag ?? ""]: "blocked",
  });
});

Deno.test("rememberDashboard() keeps on which commit a check passed last", () => {
  const train = aTrain().passing("Lint", "v4.2.0-rc.1");
  const passed = rememberDashboard(train.dashboard)(emptyState());
  const later = rememberDashboard(train.failed("Lint").dashboard)(passed);
  assertEquals(Object.keys(later.blockers.last_passed ?? {}), ["4.2/Lint"]);
  assertEquals(later.blockers.last_passed, passed.blockers.last_passed);
});

Deno.test("records are remembered, changed and forgotten under the number of their issue", () => {
  const record = aBlockedTrain().record(1);
  const known = rememberBlocker(record)(emptyState());
  assertEquals(known.blockers.blockers, { "issue:1": record });
  const raise = updateBlocker(1, (old) => ({ ...old, escalation_level: "warn" }));
  assertEquals(raise(known).blockers.blockers["issue:1"]?.escalation_level, "warn");
  assertEquals(updateBlocker(2, (old) => old)(known), known);
  assertEquals(forgetBlocker("issue:1")(known).blockers.blockers, {});
});

Deno.test("rememberHealth() records changes, not ticks", () => {
  const point = {
    at: "2026-01-08T12:00:00Z",
    score: 90,
    open_blockers: 2,
    p0: 0,
    failed_checks: 0,
  };
  const once = rememberHealth(point)(emptyState());
  const twice = rememberHealth({ ...point, at: "2026-01-08T13:00:00Z" })(once);
  assertEquals(twice.blockers.health_history, [point]);
});

Deno.test("rememberBlockers() keeps the last record of each issue, and those that were there", () => {
  const record = (issue_number: number, severity: "P0" | "P1") => ({
    issue_number,
    first_seen: "2026-01-08T08:00:00Z",
    last_seen: "2026-01-08T08:00:00Z",
    last_issue_update: null,
    escalation_level: "none" as const,
    severity,
  });
  const known = rememberBlocker(record(1, "P1"))(emptyState());
  const all = rememberBlockers([record(2, "P1"), record(2, "P0")])(known).blockers.blockers;
  assertEquals(all, { "issue:1": record(1, "P1"), "issue:2": record(2, "P0") });
});
