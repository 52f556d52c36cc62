import { assertEquals } from "@std/assert";
import { emptyState } from "../../lib/state/defaults.ts";
import type { State } from "../../lib/state/state.ts";
import type { RoutingDone } from "../../lib/routing/routing_memory.ts";
import {
  mayBeForgotten,
  readRoutingNote,
  routingNote,
  wholeRouting,
  withRecalled,
} from "../../lib/routing/routing_recall.ts";
import { marker } from "../../lib/report/marker.ts";
import { aPolicy, aRecord, aTeam, routeOne } from "./builders.ts";

const DONE: RoutingDone = {
  at: "2026-01-08T11:00:00Z",
  team: "api",
  rule: 'keyword "gateway -->"',
  labels: ["team/api"],
  assignees: ["ada"],
  removed: ["needs-triage"],
};
const POLICY = aPolicy({
  teams: { api: aTeam("api", { rules: [{ type: "keyword", patterns: ["gateway"] }] }) },
});

function saved(at: string | null): State {
  const state = emptyState();
  return {
    ...state,
    triage: { ...state.triage, last_run_at: at },
    blockers: { ...state.blockers, last_updated: at },
  };
}

function routed(updated_at: string): ReturnType<typeof routeOne> {
  return routeOne({ labels: ["release-blocker", "team/api"], updated_at }, { policy: POLICY });
}

Deno.test("readRoutingNote() reads back what routingNote() wrote, whatever the names", () => {
  assertEquals(readRoutingNote(`Routed.\n\n${routingNote(DONE)}`), DONE);
});

Deno.test("readRoutingNote() is null for a note that was edited, or is of another kind", () => {
  assertEquals(readRoutingNote(routingNote(DONE).replace("api", "-->")), null);
  assertEquals(readRoutingNote(marker("routed", '{"team":"api"}')), null);
  assertEquals(readRoutingNote(marker("routed", "no JSON")), null);
});

Deno.test("mayBeForgotten() is true only for issues that were touched since the state was saved", () => {
  const decision = routed("2026-01-08T11:00:05Z");
  assertEquals(mayBeForgotten(decision, saved("2026-01-08T10:00:00Z")), true);
  assertEquals(mayBeForgotten(decision, saved(null)), true);
  assertEquals(mayBeForgotten(decision, saved("2026-01-08T11:30:00Z")), false);
});

Deno.test("mayBeForgotten() is false once the routing is remembered, or was looked for", () => {
  const decision = routed("2026-01-08T11:00:05Z");
  for (const done of [DONE, null]) {
    const state = withRecalled(saved(null), decision.issue, { done, at: DONE.at });
    assertEquals(mayBeForgotten(decision, state), false);
  }
});

Deno.test("mayBeForgotten() is false where the record knows the route, unless the triage state is older or lost", () => {
  const decision = routed("2026-01-08T11:00:05Z");
  const { issue } = decision;
  const record = aRecord({
    issue_number: issue.number,
    fingerprint: "release_line=4.2&group=all",
    route: { team: "api", rule: 'keyword "gateway"', at: DONE.at },
  });
  const known = (at: string | null): State => {
    const state = saved(at);
    const blockers = { [`issue:${issue.number}`]: record };
    return { ...state, blockers: { ...state.blockers, blockers } };
  };
  assertEquals(mayBeForgotten(decision, known(DONE.at)), false);
  assertEquals(mayBeForgotten(decision, known(null)), true);
  // one file was written, the next was not
  assertEquals(mayBeForgotten(decision, known("2026-01-08T10:59:59Z")), true);
});

Deno.test("withRecalled() remembers and counts a routing as if it had been saved", () => {
  const { issue } = routed("2026-01-08T11:00:05Z");
  const before = saved("2026-01-08T10:00:00Z");
  const record = aRecord({ issue_number: issue.number, fingerprint: "release_line=4.2&group=all" });
  const known = {
    ...before,
    blockers: { ...before.blockers, blockers: { [`issue:${issue.number}`]: record } },
  };
  const { triage, blockers } = withRecalled(known, issue, { done: DONE, at: "x" });
  assertEquals(triage.routing_stats, { total_routed: 1, by_team: { api: 1 } });
  assertEquals(triage.processed_issues[issue.number]?.applied_labels, ["team/api"]);
  assertEquals(triage.last_run_at, "2026-01-08T10:00:00Z");
  assertEquals(blockers.blockers[`issue:${issue.number}`]?.route, {
    team: "api",
    rule: 'keyword "gateway -->"',
    at: DONE.at,
  });
});

Deno.test("withRecalled() leaves alone what was dropped on purpose", () => {
  const { issue } = routed("2026-01-08T12:00:00Z");
  const { triage } = withRecalled(saved("2026-01-08T11:30:00Z"), issue, { done: DONE, at: "now" });
  assertEquals(triage.routing_stats.total_routed, 0);
  assertEquals(triage.processed_issues[issue.number], { last_processed_at: "now" });
});

Deno.test("wholeRouting() adds what a cycle had done before it died", () => {
  const rest = { ...DONE, at: "2026-01-08T12:00:00Z", assignees: [], removed: [] };
  assertEquals(wholeRouting(rest, { begun: DONE, state: saved("2026-01-08T10:00:00Z") }), {
    ...rest,
    ...DONE,
    at: rest.at,
  });
  assertEquals(wholeRouting(rest, { begun: DONE, state: saved("2026-01-08T11:30:00Z") }), rest);
});
