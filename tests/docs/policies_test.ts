import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { POLICY_NAMES, type PolicyName } from "../../lib/policy/names.ts";
import { POLICY_SCHEMAS } from "../../lib/policy/policies.ts";
import { ANYTHING, type ReferenceKey, referenceKeys } from "../../lib/policy/reference.ts";
import { policyReference } from "../../lib/policy/reference_page.ts";
import { ROOT } from "./pages.ts";

/** The parts of a schema that lead from a value to the values inside it. */
interface Node {
  readonly wrapped?: Node;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly item?: Node;
  readonly value?: Node;
}

/** Paths of a schema itself, without the way over JSON Schema. */
function pathsOf(node: Node, prefix: string): string[] {
  if (node.wrapped !== undefined) return pathsOf(node.wrapped, prefix);
  if (node.item !== undefined) return pathsOf(node.item, `${prefix}[]`);
  if (node.value !== undefined) return pathsOf(node.value, `${prefix}.NAME`);
  return Object.entries(node.entries ?? {}).flatMap(([name, inner]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [path, ...pathsOf(inner, path)];
  });
}

Deno.test("docs/policies.md is current: else run deno task schemas", async () => {
  assertEquals(await Deno.readTextFile(`${ROOT}docs/policies.md`), policyReference());
});

for (const name of POLICY_NAMES) {
  Deno.test(`referenceKeys() has every key of ${name}.yml, each with a meaning`, () => {
    const keys = referenceKeys(name);
    const schema = POLICY_SCHEMAS[name] as unknown as Node;
    assertEquals(keys.map(({ path }) => path).toSorted(), pathsOf(schema, "").toSorted());
    assertEquals(keys.filter(({ meaning }) => meaning === ""), []);
  });
}

Deno.test("referenceKeys() tells values, limits and defaults", () => {
  const key = (path: string) => referenceKeys("routing").find((found) => found.path === path);
  assertEquals(key("rate_limit.cooldown_minutes")?.values, "whole number 0 to 129600");
  assertEquals(key("rate_limit.cooldown_minutes")?.fallback, "`30`");
  assertEquals(key("teams.NAME.labels")?.fallback, "needed");
  assertEquals(key("teams.NAME.rules[].type")?.values, "`label`, `filepath`, `keyword`");
  assertEquals(
    key("post_routing_actions.auto_priority.enabled")?.fallback,
    "`false`; shipped: `true`",
  );
});

Deno.test("referenceKeys() tells ranges as ranges, and what is needed under one of two names", () => {
  const key = (name: PolicyName, path: string): ReferenceKey | undefined =>
    referenceKeys(name).find((found) => found.path === path);
  assertEquals(key("routing", "teams.NAME.priority_boost")?.values, "`true`, `false`, or 0 to 10");
  const when = key("required_checks", "conditional_required[].when_paths_match");
  assertEquals(when?.fallback, "needed (or its older name)");
  assertEquals(key("digest", "cadence_hours")?.fallback, "`24`");
});

Deno.test("policyReference() names what has no effect in a sentence, not in the table", () => {
  const page = policyReference();
  for (const name of POLICY_NAMES) {
    for (const { path, values } of referenceKeys(name)) {
      if (values === ANYTHING) assert(!page.includes(`\n| \`${path}\` `), path);
    }
  }
  const words = page.replaceAll("\n", " ");
  assertStringIncludes(
    words,
    "`notes`, which tell people about the file; `project`, `state.storage`, from",
  );
});

Deno.test("policyReference() names the older name of each file", () => {
  assertStringIncludes(policyReference(), "`TRIAGE_ROUTING_POLICY.yml`");
});
