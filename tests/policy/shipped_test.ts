import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { problemLine } from "../../lib/cli/check.ts";
import { EMBEDDED_POLICIES } from "../../lib/policy/embedded.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { POLICY_NAMES } from "../../lib/policy/names.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";
import { policiesOf } from "./build.ts";

const FOLDER = new URL("../../policies", import.meta.url).pathname;

Deno.test("the shipped policies are valid, without a warning", async () => {
  const reading = loadPolicies(await readPolicyFolder(FOLDER));
  assertEquals(reading.problems.map(problemLine), []);
});

Deno.test("the embedded policies are the shipped ones", async () => {
  for (const name of POLICY_NAMES) {
    assertEquals(EMBEDDED_POLICIES[name], await Deno.readTextFile(`${FOLDER}/${name}.yml`));
  }
});

Deno.test("each shipped policy begins by naming its schema for editors", () => {
  for (const name of POLICY_NAMES) {
    const [first] = EMBEDDED_POLICIES[name].split("\n");
    assertEquals(first, `# yaml-language-server: $schema=schemas/${name}.schema.json`);
  }
});

Deno.test("the shipped policies leave catching up to the caller", () => {
  const { policies } = loadPolicies(
    POLICY_NAMES.map((name) => ({ name: `${name}.yml`, text: EMBEDDED_POLICIES[name] })),
  );
  assertEquals([policies?.digest.catch_up_hours, policies?.handoff.catch_up_hours], [null, null]);
});

Deno.test("the shipped policies say what the defaults are, where a default can be believed", () => {
  const defaults = policiesOf({
    blockers: "",
    escalation: "",
    digest: "",
    handoff: "",
  });
  const shipped = policiesOf({
    required_checks: EMBEDDED_POLICIES.required_checks,
    routing: EMBEDDED_POLICIES.routing,
  });
  for (const name of ["blockers", "escalation", "digest", "handoff"] as const) {
    assertEquals(shipped[name], defaults[name]);
  }
});

Deno.test("the shipped routing knows the checks of the shipped requirements", () => {
  assertStringIncludes(EMBEDDED_POLICIES.routing, "Migration Tests");
  assertMatch(EMBEDDED_POLICIES.required_checks, /name: Migration Tests/);
});
