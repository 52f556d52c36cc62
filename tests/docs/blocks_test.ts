import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { problemLine } from "../../lib/cli/check.ts";
import { EMBEDDED_POLICIES } from "../../lib/policy/embedded.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { POLICY_NAMES } from "../../lib/policy/names.ts";
import { policyOf } from "../../lib/policy/policy_files.ts";
import { ACTION, type Workflow, workflow } from "../workflows/workflows.ts";
import { messageOf } from "../../lib/failure.ts";
import { pageOf, pages } from "./pages.ts";

const action = await workflow(ACTION);

/** What is wrong with a YAML block: it is a policy, named in its first line, or a workflow. */
function yamlProblems(text: string): string[] {
  const named = /^# policies\/(\S+)\n/.exec(text)?.[1];
  if (named !== undefined) return policyProblems(named, text);
  try {
    const { jobs } = parse(text, { schema: "core" }) as Workflow;
    if (jobs === undefined) return ["it is neither a policy nor a workflow"];
    const inputs = Object.keys(action.inputs ?? {});
    return Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses, with: given = {} }) =>
        uses?.startsWith("OWNER/release-ops-orchestrator@") === true
          ? Object.keys(given).filter((name) => !inputs.includes(name))
          : []
      )
    ).map((name) => `the action has no input ${name}`);
  } catch (error) {
    return [messageOf(error)];
  }
}

function policyProblems(name: string, text: string): string[] {
  const policy = policyOf(name);
  if (policy === null) return [`there is no policy ${name}`];
  const others = POLICY_NAMES.filter((other) => other !== policy)
    .map((other) => ({ name: `${other}.yml`, text: EMBEDDED_POLICIES[other] }));
  return loadPolicies([{ name, text }, ...others]).problems.map(problemLine);
}

function jsonProblems(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}

Deno.test("every YAML block is a policy that check accepts, or a workflow with known inputs", async () => {
  const blocks = (await pages()).flatMap(({ path, blocks }) =>
    blocks.filter(({ lang }) => /^ya?ml$/.test(lang)).map(({ text }) => ({ path, text }))
  );
  assert(blocks.length > 3, `only ${blocks.length} blocks were found`);
  assertEquals(
    blocks.flatMap(({ path, text }) => yamlProblems(text).map((why) => `${path}: ${why}`)),
    [],
  );
});

Deno.test("a policy with a mistake, an unknown input, and a block that is neither are found", () => {
  const wrong = [
    "# policies/digest.yml\ncadence_hors: 24\n",
    "# policies/digest.yml\ncadence_hours: 0\n",
    "# policies/nothing.yml\na: 1\n",
    "a: 1\n",
    "jobs: [\n",
    "jobs:\n  a:\n    steps:\n      - uses: OWNER/release-ops-orchestrator@COMMIT\n        with:\n          dry: true\n",
  ];
  for (const text of wrong) assertEquals(yamlProblems(text).length, 1, text);
});

Deno.test("every JSON block is JSON", async () => {
  const blocks = (await pages()).flatMap(({ blocks }) =>
    blocks.filter(({ lang }) => lang === "json")
  );
  assertEquals(blocks.flatMap(({ text }) => jsonProblems(text)), []);
  assertEquals(jsonProblems("{").length, 1);
});

Deno.test("every block says what language it is in", async () => {
  const silent = (await pages()).filter(({ blocks }) => blocks.some(({ lang }) => lang === ""));
  assertEquals(silent.map(({ path }) => path), []);
  assertEquals(pageOf("", "```\nx\n```\n").blocks, [{ lang: "", text: "x" }]);
});
