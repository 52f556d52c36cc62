import { assertEquals } from "@std/assert";
import {
  recordAfterRouting,
  routingDone,
  triageAfterRouting,
} from "../../lib/routing/routing_memory.ts";
import { routeSummary } from "../../lib/routing/route_summary.ts";
import { anIssue, aPolicy, aRecord, aTeam, aTriage, NOW, route, routeOne } from "./builders.ts";

const POLICY = aPolicy({
  teams: {
    api: aTeam("api", { assignees: ["ada"], rules: [{ type: "keyword", patterns: ["gateway"] }] }),
  },
});
const ISSUE = { title: "gateway", labels: ["release-blocker", "needs-triage"] };

Deno.test("triageAfterRouting() stamps the issue, remembers what was done, and counts", () => {
  const decision = routeOne(ISSUE, { policy: POLICY });
  const before = { ...aTriage({ "3": { last_processed_at: "x", mine: 1 } }), extra: true };
  const done = routingDone(decision, NOW)!;
  const after = triageAfterRouting(before, 7, done);
  assertEquals(after, {
    version: 1,
    extra: true,
    last_run_at: "2026-01-08T12:00:00Z",
    processed_issues: {
      "3": { last_processed_at: "x", mine: 1 },
      "7": {
        last_processed_at: "2026-01-08T12:00:00Z",
        applied_labels: ["team/api"],
        applied_assignees: ["ada"],
        removed_labels: ["needs-triage"],
      },
    },
    routing_stats: { total_routed: 1, by_team: { api: 1 } },
  });
  assertEquals(triageAfterRouting(after, 7, done).routing_stats, {
    total_routed: 2,
    by_team: { api: 2 },
  });
});

Deno.test("routingDone() is null for an issue that was skipped", () => {
  assertEquals(routingDone(routeOne(ISSUE, { policy: { ...POLICY, enabled: false } }), NOW), null);
});

Deno.test("recordAfterRouting() remembers the route, the labels and the people", () => {
  const decision = routeOne(ISSUE, { policy: POLICY });
  const record = recordAfterRouting(
    aRecord({ applied_labels: ["P0"] }),
    routingDone(decision, NOW)!,
  );
  assertEquals(record.route, {
    team: "api",
    rule: 'keyword "gateway"',
    at: "2026-01-08T12:00:00Z",
  });
  assertEquals(record.applied_labels, ["P0", "team/api"]);
  assertEquals(record.applied_assignees, ["ada"]);
});

Deno.test("decideRouting() has nothing more to write once its own changes took effect", () => {
  for (const title of ["gateway", "no rule matches this"]) {
    const decision = routeOne({ ...ISSUE, title, labels: ["release-blocker"] }, { policy: POLICY });
    const triage = triageAfterRouting(aTriage(), 7, routingDone(decision, NOW)!);
    const labels = (decision.change?.actions ?? []).flatMap((it) =>
      it.kind === "add_labels" ? it.labels : []
    );
    // GitHub drops assignees that it does not know without a word, so the issue has none
    const issue = anIssue({ title, labels: ["release-blocker", ...labels] });
    const later = NOW.add({ hours: 5 });
    assertEquals(
      route({ issues: [issue], policy: POLICY, triage, now: later }).map((it) => it.change),
      [null],
    );
  }
});

Deno.test("routeSummary() counts by team, rule and cause", () => {
  const issues = [
    anIssue({ number: 1, title: "gateway" }),
    anIssue({ number: 2, title: "gateway" }),
    anIssue({ number: 3 }),
    anIssue({ number: 4, labels: ["release-blocker", "team/api"] }),
  ];
  assertEquals(routeSummary(route({ issues, policy: POLICY })), {
    routed: 3,
    skipped: 1,
    by_team: [["api", 2], ["default", 1]],
    by_rule: [["keyword", 2], ["default", 1]],
    by_cause: [["has_team", 1]],
  });
});
