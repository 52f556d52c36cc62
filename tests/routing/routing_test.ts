import { assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import type { Action } from "../../lib/gate/action.ts";
import type { RoutingDecision } from "../../lib/routing/routing_decision.ts";
import { anIssue, aPolicy, aRecord, aTeam, aTriage, route, routeOne } from "./builders.ts";

const API = aTeam("api", {
  assignees: ["ada", "@Bob", "acme/api"],
  rules: [{ type: "keyword", patterns: ["gateway"] }],
});
const ONE_TEAM = aPolicy({ teams: { api: API } });
const ABOUT_API = { title: "The gateway is down" };

/** The actions of a decision, in short. */
function writes({ change }: RoutingDecision): string[] {
  return (change?.actions ?? []).map((action: Action) => {
    if (action.kind === "add_labels") return `+ ${action.labels.join(", ")}`;
    if (action.kind === "remove_label") return `- ${action.label}`;
    if (action.kind === "add_assignees") return `@ ${action.assignees.join(", ")}`;
    return action.kind === "comment" ? action.key : action.kind;
  });
}

Deno.test("decideRouting() adds people, then the team's labels", () => {
  const decision = routeOne(ABOUT_API, { policy: ONE_TEAM });
  assertEquals(decision.verdict, "route");
  assertEquals(decision.team, "api");
  assertEquals(decision.rule, { type: "keyword", pattern: "gateway", matched_text: "gateway" });
  assertEquals(writes(decision), ["@ ada, Bob", "+ team/api"]);
  assertEquals(decision.change?.cap, "routed_issues");
});

Deno.test("decideRouting() looks at open issues with a trigger label only, in any case", () => {
  const numbers = (labels: string[]): number[] =>
    route({ issues: [anIssue({ labels })] }).map(({ issue }) => issue.number);
  assertEquals(numbers(["Release-Blocker"]), [7]);
  assertEquals(numbers(["bug"]), []);
  assertEquals(route({ issues: [anIssue({ state: "closed" })] }), []);
});

Deno.test("decideRouting() decides oldest first, planned issues last and in their order", () => {
  const at = (number: number, created_at: string) => anIssue({ number, created_at });
  const issues = [
    at(-2, "2026-01-08T12:00:00Z"),
    at(-1, "2026-01-08T12:00:00Z"),
    at(9, "2026-01-07T00:00:00Z"),
    at(8, "2026-01-08T00:00:00Z"),
  ];
  assertEquals(route({ issues }).map(({ issue }) => issue.number), [9, 8, -1, -2]);
});

Deno.test("decideRouting() skips everything when the policy is off", () => {
  const decision = routeOne(ABOUT_API, { policy: { ...ONE_TEAM, enabled: false } });
  assertEquals([decision.verdict, decision.cause, decision.change], ["skip", "disabled", null]);
});

Deno.test("decideRouting() leaves an issue alone that carries any team's label", () => {
  const policy = aPolicy({
    teams: { api: API, web: aTeam("web", { labels: ["Team/Web", "ui"] }) },
  });
  const decision = routeOne({ ...ABOUT_API, labels: ["release-blocker", "UI"] }, { policy });
  assertEquals([decision.cause, decision.team, decision.change], ["has_team", "web", null]);
});

Deno.test("decideRouting() does not take a trigger, a severity or a priority for a team label", () => {
  const policy = aPolicy({
    teams: { api: { ...API, labels: ["release-blocker", "P0", "old", "team/api"] } },
    post_routing_actions: {
      ...aPolicy().post_routing_actions,
      auto_priority: { enabled: true, rules: [{ age_hours: 0, priority: "old" }] },
    },
  });
  const decision = routeOne({ ...ABOUT_API, labels: ["release-blocker", "P0", "old"] }, { policy });
  assertEquals(writes(decision), ["@ ada, Bob", "+ team/api"]);
});

Deno.test("decideRouting() waits for the cooldown to end", () => {
  const after = (last_processed_at: string) =>
    routeOne(ABOUT_API, { policy: ONE_TEAM, triage: aTriage({ "7": { last_processed_at } }) });
  assertEquals(after("2026-01-08T11:00:01Z").cause, "cooldown");
  assertEquals(after("2026-01-08T11:00:00Z").verdict, "route");
});

Deno.test("decideRouting() ignores a cooldown from the future or without a time", () => {
  for (const last_processed_at of ["2027-01-01T00:00:00Z", "soon", ""]) {
    const triage = aTriage({ "7": { last_processed_at } });
    assertEquals(routeOne(ABOUT_API, { policy: ONE_TEAM, triage }).verdict, "route");
  }
});

Deno.test("decideRouting() does not put a team back that a person took away", () => {
  const records = { "issue:7": aRecord({ applied_labels: ["Team/API"] }) };
  const decision = routeOne(ABOUT_API, { policy: ONE_TEAM, records });
  assertEquals([decision.cause, decision.change], ["undone", null]);
  const triage = aTriage({
    "7": { last_processed_at: "2026-01-01T00:00:00Z", applied_labels: ["team/api"] },
  });
  assertEquals(routeOne(ABOUT_API, { policy: ONE_TEAM, triage }).cause, "undone");
});

Deno.test("decideRouting() still routes to another team than the one that was taken away", () => {
  const policy = aPolicy({ teams: { web: aTeam("web"), api: API } });
  const records = { "issue:7": aRecord({ applied_labels: ["team/web"] }) };
  assertEquals(routeOne(ABOUT_API, { policy, records }).team, "api");
});

Deno.test("decideRouting() does not assign somebody again whom a person unassigned", () => {
  const records = { "issue:7": aRecord({ applied_assignees: ["ADA"] }) };
  assertEquals(writes(routeOne(ABOUT_API, { policy: ONE_TEAM, records })), ["@ Bob", "+ team/api"]);
});

Deno.test("decideRouting() begins anew when the blocker cleared and returned since", () => {
  const record = aRecord({
    applied_labels: ["team/api"],
    route: { team: "api", rule: "", at: "2026-01-08T09:00:00Z" },
    returned_at: "2026-01-08T10:00:00Z",
  });
  const decision = routeOne(ABOUT_API, { policy: ONE_TEAM, records: { "issue:7": record } });
  assertEquals(decision.verdict, "route");
});

Deno.test("decideRouting() never assigns more than ten people", () => {
  const assignees = Array.from({ length: 8 }, (_, index) => `person${index}`);
  const decision = routeOne({ ...ABOUT_API, assignees }, {
    policy: aPolicy({ teams: { api: { ...API, assignees: ["a", "b", "c"] } } }),
  });
  assertEquals(writes(decision), ["@ a, b", "+ team/api"]);
});

Deno.test("decideRouting() sends what no rule matches to the default", () => {
  const decision = routeOne({}, {
    policy: aPolicy({ teams: { api: API }, default: { assignees: ["eve"], labels: ["unrouted"] } }),
  });
  assertEquals([decision.team, decision.rule?.type], [null, "default"]);
  assertEquals(writes(decision), ["@ eve", "+ unrouted"]);
});

Deno.test("decideRouting() writes nothing once the default is as the policy wants it", () => {
  const decision = routeOne({ labels: ["release-blocker", "needs-triage"] });
  assertEquals([decision.cause, decision.change], ["settled", null]);
});

Deno.test("decideRouting() writes nothing when neither labels nor people are to be had", () => {
  assertEquals(
    routeOne({}, { policy: aPolicy({ default: { assignees: [], labels: [] } }) }).cause,
    "nobody",
  );
  const policy = aPolicy({ teams: { api: { ...API, labels: [], assignees: ["acme/api"] } } });
  assertEquals(routeOne(ABOUT_API, { policy }).cause, "nobody");
});

Deno.test("decideRouting() takes needs-triage off before the team label goes on", () => {
  const labels = ["release-blocker", "Needs-Triage"];
  assertEquals(writes(routeOne({ ...ABOUT_API, labels }, { policy: ONE_TEAM })), [
    "@ ada, Bob",
    "- Needs-Triage",
    "+ team/api",
  ]);
  const off = { ...ONE_TEAM.post_routing_actions, remove_triage_label: false };
  const policy = { ...ONE_TEAM, post_routing_actions: off };
  assertEquals(writes(routeOne({ ...ABOUT_API, labels }, { policy })), [
    "@ ada, Bob",
    "+ team/api",
  ]);
});

Deno.test("decideRouting() takes a sole trigger label off last, so that a failure leaves the issue in sight", () => {
  const policy = aPolicy({ teams: { api: API }, trigger_labels: ["needs-triage"] });
  assertEquals(writes(routeOne({ ...ABOUT_API, labels: ["needs-triage"] }, { policy })), [
    "@ ada, Bob",
    "+ team/api",
    "- needs-triage",
  ]);
});

Deno.test("decideRouting() keeps needs-triage where the default wants it", () => {
  const policy = aPolicy({ default: { assignees: ["eve"], labels: ["needs-triage"] } });
  assertEquals(writes(routeOne({ labels: ["release-blocker", "needs-triage"] }, { policy })), [
    "@ eve",
  ]);
});

Deno.test("decideRouting() leaves needs-triage on when a person put it back", () => {
  const triage = aTriage({
    "7": { last_processed_at: "2026-01-01T00:00:00Z", removed_labels: ["needs-triage"] },
  });
  const policy = aPolicy({ default: { assignees: [], labels: ["unrouted"] } });
  const labels = ["release-blocker", "needs-triage", "unrouted"];
  assertEquals(routeOne({ labels }, { policy, triage }).cause, "settled");
});

Deno.test("decideRouting() asks CODEOWNERS when no rule matches", () => {
  const input = {
    policy: aPolicy({ teams: { api: aTeam("api") } }),
    codeowners: "* @acme/nobody\n/src/ @acme/API @carol x@example.com\n/docs/ @dan\n",
  };
  const team = routeOne({ body: "see README.md and `src/x.ts`" }, input);
  assertEquals(team.rule, { type: "codeowners", pattern: "/src/", matched_text: "src/x.ts" });
  assertEquals([team.team, ...writes(team)], ["api", "@ carol", "+ team/api"]);
  const person = routeOne({ body: "docs/a.md" }, input);
  assertEquals([person.team, ...writes(person)], [null, "@ dan"]);
  assertEquals(routeOne({ body: "README.md" }, input).rule?.type, "default");
});

Deno.test("decideRouting() prefers a rule of the policy to CODEOWNERS", () => {
  const decision = routeOne({ ...ABOUT_API, body: "src/x.ts" }, {
    policy: ONE_TEAM,
    codeowners: "* @carol",
  });
  assertEquals(decision.rule?.type, "keyword");
});

Deno.test("decideRouting() reads words in the title and the body, not in hidden comments or addresses", () => {
  assertEquals(routeOne({ body: "the Gateway" }, { policy: ONE_TEAM }).team, "api");
  assertEquals(routeOne({ body: "<!-- gateway -->" }, { policy: ONE_TEAM }).team, null);
  assertEquals(routeOne({ body: "https://x.io/gateway/1" }, { policy: ONE_TEAM }).team, null);
});

Deno.test("decideRouting() names the rule in a comment in which nothing of the issue is live", () => {
  const policy = aPolicy({
    teams: {
      api: { ...API, rules: [{ type: "filepath", patterns: ["src/**"] }] },
    },
    post_routing_actions: { ...aPolicy().post_routing_actions, add_routing_comment: true },
  });
  const decision = routeOne({ body: "`src/@acme/all/<img>.ts`" }, { policy });
  assertEquals(writes(decision), ["routed/7", "@ ada, Bob", "+ team/api"]);
  const [comment] = decision.change?.actions ?? [];
  const body = comment?.kind === "comment" ? comment.body : "";
  assertStringIncludes(body, "Routed to **api**, because the path `src/**` matches `src/");
  assertStringIncludes(body, "- Labels: `team/api`\n- Assigned: `ada`, `Bob`");
  assertNotMatch(body, /@\w/);
});

Deno.test("decideRouting() survives hostile text and patterns", () => {
  const hostile = "`|<script>@all\n::error::\u202e${x}](javascript:1)<!-- release-ops:routed/7 -->";
  const policy = aPolicy({
    teams: { api: { ...API, rules: [{ type: "label", patterns: ["area/*"] }] } },
    post_routing_actions: { ...aPolicy().post_routing_actions, add_routing_comment: true },
  });
  const decision = routeOne({
    title: hostile,
    body: hostile,
    labels: ["release-blocker", `area/${hostile}`],
  }, {
    policy,
  });
  const [comment] = decision.change?.actions ?? [];
  const body = comment?.kind === "comment" ? comment.body : "";
  const shown = body.replace(/\n\n<!-- release-ops:routed \S+ -->$/, "");
  assertNotMatch(shown, /<script>|<!--|@all|^::/m);
});
