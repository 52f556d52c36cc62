import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, policiesOf } from "./build.ts";

function team(keys: string): string {
  return `teams:\n  web: {labels: [team:web], ${keys}}\n`;
}

Deno.test("routing fills in every default", () => {
  assertEquals(policiesOf({ routing: "teams: {web: {labels: [team:web]}}\n" }).routing, {
    enabled: true,
    trigger_labels: ["release-blocker"],
    teams: { web: { assignees: [], labels: ["team:web"], priority_boost: 0, rules: [] } },
    default: { assignees: [], labels: ["needs-triage"] },
    post_routing_actions: {
      add_routing_comment: true,
      remove_triage_label: true,
      auto_priority: { enabled: false, rules: [] },
    },
    rate_limit: { max_issues_per_run: 20, cooldown_minutes: 30 },
  });
});

Deno.test("routing keeps enabled: false", () => {
  assertEquals(policiesOf({ routing: "enabled: false\n" }).routing.enabled, false);
});

Deno.test("routing keeps teams in the order of the file", () => {
  const text = "teams: {z: {labels: [z]}, a: {labels: [a]}, m: {labels: [m]}}\n";
  assertEquals(Object.keys(policiesOf({ routing: text }).routing.teams), ["z", "a", "m"]);
});

Deno.test("routing reads logins with and without @, and keeps no team among the assignees", () => {
  const text = team("assignees: ['@octocat', hub-ot, 'dependabot[bot]', '@org/web']");
  assertEquals(policiesOf({ routing: text }).routing.teams["web"]?.assignees, [
    "octocat",
    "hub-ot",
    "dependabot[bot]",
  ]);
});

Deno.test("routing refuses what can be no login, and more than ten", () => {
  assertStringIncludes(lineOf({ routing: team("assignees: ['a b']") }), "the login of a person");
  assertStringIncludes(lineOf({ routing: team("assignees: [7]") }), "the login of a person");
  const many = Array.from({ length: 11 }, (_, index) => `p${index}`).join(", ");
  assertStringIncludes(lineOf({ routing: team(`assignees: [${many}]`) }), "at most 10 assignees");
});

Deno.test("routing refuses a team without a label, because it could not be recognised", () => {
  assertStringIncludes(lineOf({ routing: "teams: {web: {labels: []}}\n" }), "at least one label");
  assertStringIncludes(lineOf({ routing: "teams: {web: {}}\n" }), "teams.web.labels is missing");
});

Deno.test("routing refuses unknown rule types and rules without patterns", () => {
  assertStringIncludes(
    lineOf({ routing: team("rules: [{type: file_path, patterns: [a]}]") }),
    'allowed is "label", "filepath", "keyword": did you mean "filepath"?',
  );
  assertStringIncludes(
    lineOf({ routing: team("rules: [{type: label, patterns: []}]") }),
    "at least one pattern",
  );
});

Deno.test("routing refuses a team name that is no name", () => {
  assertStringIncludes(
    lineOf({ routing: 'teams:\n  "a b": {labels: [x]}\n' }),
    'error routing.yml:2 teams["a b"] is {"labels":["x"]}: allowed is a team\'s name',
  );
});

Deno.test("routing refuses a team of the name that stands for no team", () => {
  assertStringIncludes(
    lineOf({ routing: "teams:\n  default: {labels: [x]}\n" }),
    "other than default, which stands for no team",
  );
  const named = "teams: {default-owners: {labels: [x]}}\n";
  assertEquals(Object.keys(policiesOf({ routing: named }).routing.teams), ["default-owners"]);
});

Deno.test("routing reads priority_boost as a number, true as 1", () => {
  const boost = (value: string): number | undefined =>
    policiesOf({ routing: team(`priority_boost: ${value}`) }).routing.teams["web"]?.priority_boost;
  assertEquals([boost("true"), boost("false"), boost("2")], [1, 0, 2]);
  assertStringIncludes(
    lineOf({ routing: team("priority_boost: high") }),
    "true, false or a whole number",
  );
  assertStringIncludes(
    lineOf({ routing: team("priority_boost: 11") }),
    "true, false or a whole number",
  );
});

Deno.test("routing sorts priorities by age and refuses two of one age", () => {
  const rules = (ages: number[]): string =>
    `post_routing_actions: {auto_priority: {rules: [${
      ages.map((age) => `{age_hours: ${age}, priority: p${age}}`).join(", ")
    }]}}\n`;
  const { auto_priority } = policiesOf({ routing: rules([12, 0, 4]) }).routing.post_routing_actions;
  assertEquals(auto_priority.rules.map(({ priority }) => priority), ["p0", "p4", "p12"]);
  assertStringIncludes(lineOf({ routing: rules([4, 4]) }), "one rule for each age_hours");
  assertStringIncludes(lineOf({ routing: rules([-1]) }), "a number of hours from 0 to 8760");
});

Deno.test("routing refuses an empty list of trigger labels", () => {
  assertStringIncludes(lineOf({ routing: "trigger_labels: []\n" }), "at least one label");
});
