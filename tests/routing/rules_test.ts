import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Failure } from "../../lib/failure.ts";
import type { RuleType } from "../../lib/routing/routing_policy.ts";
import { compileRules, matchRules, type RoutingFacts } from "../../lib/routing/rules.ts";
import { aTeam } from "./builders.ts";

/** What a pattern matches in some facts. */
function match(type: RuleType, pattern: string, facts: Partial<RoutingFacts>): string | null {
  const rules = compileRules({ api: aTeam("api", { rules: [{ type, patterns: [pattern] }] }) });
  const found = matchRules({ labels: [], paths: [], text: "", ...facts }, rules);
  return found?.rule.matched_text ?? null;
}

const label = (pattern: string, ...labels: string[]): string | null =>
  match("label", pattern, { labels });
const filepath = (pattern: string, ...paths: string[]): string | null =>
  match("filepath", pattern, { paths });
const keyword = (pattern: string, text: string): string | null =>
  match("keyword", pattern, { text });

Deno.test("matchRules() compares whole labels in any case", () => {
  assertEquals(label("Area/API", "bug", "area/api"), "area/api");
  assertEquals(label("area", "area/api"), null);
  assertEquals(label("area/*", "Area/Api"), "Area/Api");
  assertEquals(label("c++ (core)", "C++ (core)"), "C++ (core)");
  assertEquals(label("a.b", "axb"), null);
});

Deno.test("matchRules() matches globs against paths", () => {
  assertEquals(filepath("src/api/**", "docs/x.md", "src/api/v1/x.ts"), "src/api/v1/x.ts");
  assertEquals(filepath("src/api/**", "lib/src/api/x.ts"), null);
  assertEquals(filepath("src/*.ts", "src/a/b.ts"), null);
  assertEquals(filepath("**/*.{sql,prisma}", "db/a.prisma"), "db/a.prisma");
  assertEquals(filepath(".github/**", ".github/workflows/ci.yml"), ".github/workflows/ci.yml");
  assertEquals(filepath("src/api/**", "SRC/API/x.ts"), null);
});

Deno.test("matchRules() reads short globs as CODEOWNERS does", () => {
  assertEquals(filepath("*.sql", "db/deep/a.sql"), "db/deep/a.sql");
  assertEquals(filepath("/infra/", "infra/a/b.tf"), "infra/a/b.tf");
  assertEquals(filepath("./infra", "infra/main.tf"), "infra/main.tf");
  assertEquals(filepath("infra/", "x/infra/main.tf"), "x/infra/main.tf");
  assertEquals(filepath("/infra/", "x/infra/main.tf"), null);
  assertEquals(filepath("src/api", "src/api2/x.ts"), null);
});

Deno.test("matchRules() takes linear time for globs that would hang a backtracking engine", () => {
  const started = performance.now();
  assertEquals(filepath("**/*a*a*a*a*a*a*a*b", "a/".repeat(60) + "a".repeat(130)), null);
  assertEquals(performance.now() - started < 1_000, true);
});

Deno.test("compileRules() names the team and the pattern of a glob that cannot be read", () => {
  assertThrows(() => filepath("src/[z-a].ts", "x"), Failure, '"src/[z-a].ts" of the team "api"');
});

Deno.test("matchRules() finds keywords as whole words only", () => {
  assertEquals(keyword("CI", "be more specific"), null);
  assertEquals(keyword("CI", "the ci is red"), "ci");
  assertEquals(keyword("CI", "CI/CD"), "CI");
  assertEquals(keyword("CI", "ci_run and ci2 and éci"), null);
  assertEquals(keyword("CI", "(ci)"), "ci");
  assertEquals(keyword("rate  limit", "a Rate limit of 3"), "Rate limit");
  assertEquals(keyword("rate limit", "rate limits"), null);
  assertEquals(keyword("größe", "Die GRÖSSE, die GRÖßE"), "GRÖßE");
});

Deno.test("matchRules() takes the characters of regular expressions in keywords literally", () => {
  assertEquals(keyword("c++", "in C++ code"), "C++");
  assertEquals(keyword("a.b", "axb"), null);
  assertEquals(keyword("(a+)+$", "aaaa"), null);
  assertEquals(keyword(".*", "anything"), null);
});

Deno.test("matchRules() finds every keyword that stands alone, whatever its characters", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 12 }), (word) => {
    const plain = word.trim().replace(/\s+/g, " ").normalize("NFC");
    fc.pre(plain !== "");
    return keyword(plain, `x ${plain} y`) !== null && keyword(plain, `x_${plain}_y`) === null;
  }));
});

Deno.test("compileRules() ignores blank patterns", () => {
  assertEquals(keyword(" ", "a b"), null);
});

Deno.test("matchRules() asks labels, then paths, then keywords, across all teams, in policy order", () => {
  const rules = compileRules({
    words: aTeam("words", { rules: [{ type: "keyword", patterns: ["slow", "x"] }] }),
    files: aTeam("files", { rules: [{ type: "filepath", patterns: ["src/**"] }] }),
    labels: aTeam("labels", { rules: [{ type: "label", patterns: ["db"] }] }),
    late: aTeam("late", { rules: [{ type: "keyword", patterns: ["slow"] }] }),
  });
  const facts = { labels: ["db"], paths: ["src/a.ts"], text: "slow x" };
  const team = (given: Partial<RoutingFacts>): string | undefined =>
    matchRules({ labels: [], paths: [], text: "", ...given }, rules)?.team;
  assertEquals(team(facts), "labels");
  assertEquals(team({ ...facts, labels: [] }), "files");
  assertEquals(team({ text: facts.text }), "words");
  assertEquals(team({}), undefined);
});
