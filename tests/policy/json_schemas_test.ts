import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { Ajv, type ValidateFunction } from "ajv";
import { EMBEDDED_POLICIES } from "../../lib/policy/embedded.ts";
import { policyJsonSchema, schemaFileName } from "../../lib/policy/json_schemas.ts";
import { POLICY_NAMES, type PolicyName } from "../../lib/policy/names.ts";

interface Node {
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  description?: string;
}

function validator(name: PolicyName): ValidateFunction {
  return new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(policyJsonSchema(name)),
  );
}

Deno.test("policies/schemas is current: else run deno task schemas", async () => {
  for (const name of POLICY_NAMES) {
    const path = new URL(`../../policies/schemas/${schemaFileName(name)}`, import.meta.url);
    assertEquals(await Deno.readTextFile(path), policyJsonSchema(name));
  }
});

Deno.test("policyJsonSchema() accepts the shipped policies", () => {
  for (const name of POLICY_NAMES) {
    const validate = validator(name);
    assert(validate(parse(EMBEDDED_POLICIES[name])), JSON.stringify(validate.errors));
  }
});

Deno.test("policyJsonSchema() refuses wrong types, wrong words and unknown keys", () => {
  const bad: [PolicyName, string][] = [
    ["required_checks", "always_required: [{workflow: a.yml}]"],
    ["required_checks", "on_skipped: ignore"],
    ["blockers", 'green_cycles: "3"'],
    ["blockers", "green_cycels: 3"],
    ["routing", "teams: {web: {}}"],
    ["escalation", "thresholds: {p0: {warn: 0}}"],
    ["digest", "run_window_utc: {start: 8am, end: '09:00'}"],
    ["digest", "cadence_hours: 0"],
    ["handoff", "days: [monday]"],
  ];
  for (const [name, text] of bad) assert(!validator(name)(parse(text)), `${name}: ${text}`);
});

Deno.test("policyJsonSchema() describes every key", () => {
  const undescribed: string[] = [];
  const look = (node: Node, path: string): void => {
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      if ((inner.description ?? "") === "") undescribed.push(`${path}.${name}`);
      look(inner, `${path}.${name}`);
    }
    if (node.items !== undefined) look(node.items, `${path}[]`);
    if (typeof node.additionalProperties === "object") look(node.additionalProperties, `${path}.*`);
    for (const inner of node.anyOf ?? []) look(inner, path);
  };
  for (const name of POLICY_NAMES) look(JSON.parse(policyJsonSchema(name)), name);
  assertEquals(undescribed, []);
});
