import { assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { INPUT_FLAGS } from "../../lib/cli/cycle_flags.ts";

/** The table "Workflow Inputs" of the system that this one takes the place of. */
const TABLE: Readonly<Record<string, { type: string; default: boolean | number }>> = {
  dry_run: { type: "boolean", default: false },
  threshold_minutes: { type: "number", default: 90 },
  enable_issue_writes: { type: "boolean", default: true },
  enable_routing: { type: "boolean", default: true },
  enable_escalation: { type: "boolean", default: true },
  enable_notify: { type: "boolean", default: false },
  force_digest: { type: "boolean", default: false },
  force_handoff: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
};

interface Workflow {
  on: {
    workflow_dispatch: { inputs: Record<string, { type: string; default: boolean | number }> };
    schedule: unknown;
  };
  permissions: Record<string, string>;
  concurrency: { group: string; "cancel-in-progress": boolean };
  jobs: Record<
    string,
    {
      "timeout-minutes": number;
      steps: { uses?: string; run?: string; env?: Record<string, string> }[];
    }
  >;
}

async function read(path: string): Promise<Workflow> {
  return parse(await Deno.readTextFile(new URL(`../../${path}`, import.meta.url))) as Workflow;
}

const ORCHESTRATOR = ".github/workflows/release-ops-orchestrator.yml";
const WORKFLOWS = [
  ORCHESTRATOR,
  ".github/workflows/release-ops-step.yml",
  ".github/workflows/ci.yml",
  ".github/workflows/release.yml",
];

Deno.test("the workflow's inputs have the names, types and defaults of the table, one by one", async () => {
  const { inputs } = (await read(ORCHESTRATOR)).on.workflow_dispatch;
  const found = Object.entries(inputs).map((
    [name, input],
  ) => [name, { type: input.type, default: input.default }]);
  assertEquals(Object.fromEntries(found), TABLE);
});

Deno.test("every input of the workflow is a flag of the program with the same type and default", () => {
  const flags = INPUT_FLAGS.map((flag) => [
    flag.name.replaceAll("-", "_"),
    { type: flag.kind, default: flag.default },
  ]);
  assertEquals(Object.fromEntries(flags), TABLE);
});

Deno.test("every input reaches the program through the variable that its flag reads", async () => {
  const step = (await read(ORCHESTRATOR)).jobs.cycle?.steps.find(({ run }) => run !== undefined);
  for (const flag of INPUT_FLAGS) {
    const name = flag.name.replaceAll("-", "_");
    const variable = flag.env.find((each) => step?.env?.[each] !== undefined) ?? "none";
    assertEquals(step?.env?.[variable], `\${{ inputs.${name} }}`, flag.name);
  }
});

Deno.test("the orchestrator ticks hourly and lets running cycles complete", async () => {
  const workflow = await read(ORCHESTRATOR);
  assertEquals(workflow.on.schedule, [{ cron: "0 * * * *" }]);
  assertEquals(workflow.concurrency, {
    group: "release-ops-orchestrator",
    "cancel-in-progress": false,
  });
});

Deno.test("workflows pin actions by commit, grant nothing by default, and end in time", async () => {
  for (const path of WORKFLOWS) {
    const workflow = await read(path);
    assertEquals(workflow.permissions, {}, path);
    for (const job of Object.values(workflow.jobs)) {
      assertEquals(job["timeout-minutes"] > 0, true, path);
      for (const { uses } of job.steps) {
        if (uses !== undefined) assertEquals(/@[0-9a-f]{40}$/.test(uses), true, `${path}: ${uses}`);
      }
    }
  }
});

Deno.test("no expression stands inside a script: what people wrote must not become shell", async () => {
  for (const path of [...WORKFLOWS, "action.yml"]) {
    const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
    const scripts = text.matchAll(/^( *)(?:- )?run: (.*(?:\n\1 +.*)*)/gm);
    for (const [, , script] of scripts) assertEquals(script?.includes("${{"), false, path);
  }
});
