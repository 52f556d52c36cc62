import { assertEquals } from "@std/assert";
import { priorityFor } from "../../lib/routing/priority.ts";
import { aPolicy, aTeam, routeOne } from "./builders.ts";

const RULES = [
  { age_hours: 72, priority: "critical" },
  { age_hours: 4, priority: "medium" },
  { age_hours: 24, priority: "high" },
];

/** The priority at an age. */
function priority(
  age_hours: number,
  options: { boost?: number; labels?: string[] } = {},
): string | null {
  return priorityFor({ age_hours, boost: 0, labels: [], ...options }, {
    enabled: true,
    rules: RULES,
  });
}

Deno.test("priorityFor() gives the highest age reached, whatever the order of the rules", () => {
  assertEquals([3.99, 4, 23.9, 24, 72, 1_000].map((hours) => priority(hours)), [
    null,
    "medium",
    "medium",
    "high",
    "critical",
    "critical",
  ]);
});

Deno.test("priorityFor() raises by the boost of the team, at most to the top", () => {
  assertEquals(priority(1, { boost: 1 }), "medium");
  assertEquals(priority(5, { boost: 1 }), "high");
  assertEquals(priority(30, { boost: 9 }), "critical");
  assertEquals(priority(5, { boost: -1 }), null);
});

Deno.test("priorityFor() leaves a priority alone that the issue carries", () => {
  assertEquals(priority(100, { labels: ["Medium"] }), null);
});

Deno.test("priorityFor() never contradicts a severity", () => {
  const policy = { enabled: true, rules: [{ age_hours: 0, priority: "P0" }] };
  assertEquals(priorityFor({ age_hours: 1, boost: 0, labels: ["P1"] }, policy), null);
  assertEquals(priorityFor({ age_hours: 1, boost: 0, labels: [] }, policy), "P0");
});

Deno.test("priorityFor() gives none when switched off or without rules", () => {
  const issue = { age_hours: 100, boost: 2, labels: [] };
  assertEquals(priorityFor(issue, { enabled: false, rules: RULES }), null);
  assertEquals(priorityFor(issue, { enabled: true, rules: [] }), null);
});

Deno.test("decideRouting() adds the priority to the team's labels, by the age of the blocker", () => {
  const policy = aPolicy({
    teams: {
      api: aTeam("api", { priority_boost: true, rules: [{ type: "keyword", patterns: ["api"] }] }),
    },
    post_routing_actions: {
      ...aPolicy().post_routing_actions,
      auto_priority: { enabled: true, rules: RULES },
    },
  });
  const decision = routeOne({ title: "API", created_at: "2026-01-08T07:00:00Z" }, { policy });
  assertEquals(decision.change?.actions, [
    { kind: "add_labels", issue: 7, labels: ["team/api", "high"] },
  ]);
});
