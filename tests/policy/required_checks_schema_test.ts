import { assertEquals, assertStringIncludes } from "@std/assert";
import { lineOf, policiesOf } from "./build.ts";

const CHECK = "always_required:\n  - name: Unit Tests\n";

Deno.test("required_checks fills in every default", () => {
  assertEquals(policiesOf({ required_checks: CHECK }).required_checks, {
    always_required: [{ name: "Unit Tests", workflow: null, rationale: null }],
    conditional_required: [],
    informational: [],
    on_skipped: "block",
    on_neutral: "block",
    branch_base: "first_parent",
    candidates: { active_days: 90, max: 30, release_branches: ["release/*", "release-*"] },
  });
});

Deno.test("required_checks is an error without a single required check", () => {
  for (
    const text of [
      "",
      "# nothing\n",
      "always_required: []\nconditional_required: []\n",
      "informational:\n  - name: Benchmarks\n",
    ]
  ) {
    assertStringIncludes(
      lineOf({ required_checks: text }),
      "error required_checks.yml: no check is required",
    );
  }
});

Deno.test("required_checks accepts a conditional check as the only one", () => {
  const text = "conditional_required:\n  - name: Docs\n    when_paths_match: ['^docs/']\n";
  assertEquals(policiesOf({ required_checks: text }).required_checks.conditional_required, [
    { name: "Docs", workflow: null, rationale: null, when_paths_match: ["^docs/"] },
  ]);
});

Deno.test("required_checks reads required_when_paths_match as when_paths_match", () => {
  const text = "conditional_required:\n  - name: Docs\n    required_when_paths_match: [docs]\n";
  const [check] = policiesOf({ required_checks: text }).required_checks.conditional_required;
  assertEquals(check, {
    name: "Docs",
    workflow: null,
    rationale: null,
    when_paths_match: ["docs"],
  });
});

Deno.test("required_checks refuses a conditional check with both names, none or an empty list", () => {
  const both = `${CHECK}conditional_required:
  - name: Docs
    when_paths_match: [docs]
    required_when_paths_match: [docs]
`;
  assertEquals(
    lineOf({ required_checks: both }),
    'error required_checks.yml:6 conditional_required[0].required_when_paths_match is ["docs"]: ' +
      "allowed is one of when_paths_match and its older name: remove this one",
  );
  const none = `${CHECK}conditional_required:\n  - name: Docs\n`;
  assertStringIncludes(lineOf({ required_checks: none }), "when_paths_match is missing: ");
  const empty = `${none}    when_paths_match: []\n`;
  assertStringIncludes(lineOf({ required_checks: empty }), "a list with at least one pattern");
});

Deno.test("required_checks names the pattern that does not compile, and why", () => {
  const text = `${CHECK}conditional_required:
  - name: Docs
    when_paths_match:
      - "^docs/"
      - "(?=x)"
`;
  const line = lineOf({ required_checks: text });
  assertStringIncludes(
    line,
    "error required_checks.yml:7 conditional_required[0].when_paths_match[1]",
  );
  assertStringIncludes(line, 'is "(?=x)": allowed is a regular expression in RE2 syntax');
  assertStringIncludes(line, "invalid or unsupported Perl syntax");
});

Deno.test("required_checks compares workflows by file name, whatever folder the policy names", () => {
  const text = `${CHECK}    workflow: .github/workflows/unit-tests.yml\n`;
  const [check] = policiesOf({ required_checks: text }).required_checks.always_required;
  assertEquals(check?.workflow, "unit-tests.yml");
});

Deno.test("required_checks refuses a check without a name", () => {
  assertEquals(
    lineOf({ required_checks: "always_required:\n  - workflow: a.yml\n" }),
    "error required_checks.yml:2 always_required[0].name is missing: the key is needed here, add it",
  );
});

Deno.test("required_checks refuses wrong values for each of its settings", () => {
  const cases: [string, string][] = [
    ["on_skipped: ignore", 'allowed is "block", "pass"'],
    ["on_neutral: true", 'allowed is "block", "pass"'],
    ["branch_base: first_parrent", 'did you mean "first_parent"?'],
    ["candidates: {active_days: 0}", "whole number of days from 1 to 3650"],
    ['candidates: {active_days: "90"}', "without quotes"],
    ["candidates: {max: 1.5}", "whole number of candidates"],
    ["candidates: {release_branches: release/*}", "allowed is a list"],
  ];
  for (const [text, words] of cases) {
    assertStringIncludes(lineOf({ required_checks: `${CHECK}${text}\n` }), words);
  }
});
