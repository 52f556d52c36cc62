import { assertEquals } from "@std/assert";
import { INPUT_FLAGS } from "../../lib/cli/cycle_flags.ts";
import type { Flag } from "../../lib/cli/flags.ts";
import {
  ACTION,
  GENERATED,
  GENERATED_STEP,
  type Input,
  ORCHESTRATOR,
  OWN_ACTION,
  scriptOf,
  STEP,
  uses,
  workflow,
} from "./workflows.ts";

/** The table "Workflow Inputs" of the system that this one takes the place of. */
const TABLE = {
  dry_run: { type: "boolean", default: false },
  threshold_minutes: { type: "number", default: 90 },
  enable_issue_writes: { type: "boolean", default: true },
  enable_routing: { type: "boolean", default: true },
  enable_escalation: { type: "boolean", default: true },
  enable_notify: { type: "boolean", default: false },
  force_digest: { type: "boolean", default: false },
  force_handoff: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
} as const satisfies Record<string, Input>;

/** What whoever dispatches a cycle has beside the table. */
const CONTEXT = "context";
/** What the action has beside the table. */
const OWN_INPUTS: readonly string[] = ["token", "step", CONTEXT, "catch_up_hours", "policies"];

function flagOf(input: string): Flag | undefined {
  return INPUT_FLAGS.find(({ name }) => name.replaceAll("-", "_") === input);
}

for (const file of [ORCHESTRATOR, GENERATED]) {
  Deno.test(`${file} has exactly the inputs of the table, and one of its own`, async () => {
    const { inputs = {} } = (await workflow(file)).on?.workflow_dispatch ?? {};
    assertEquals(Object.keys(inputs), [...Object.keys(TABLE), CONTEXT]);
    assertEquals(
      { type: inputs[CONTEXT]?.type, default: inputs[CONTEXT]?.default },
      { type: "string", default: "" },
    );
  });
}

Deno.test("the action has the inputs of the table, and its own", async () => {
  const names = Object.keys((await workflow(ACTION)).inputs ?? {});
  assertEquals(names.filter((name) => !OWN_INPUTS.includes(name)), Object.keys(TABLE));
});

Deno.test("the program has exactly the flags of the table", () => {
  assertEquals(INPUT_FLAGS.map(({ name }) => name.replaceAll("-", "_")), Object.keys(TABLE));
});

for (const [name, input] of Object.entries(TABLE)) {
  for (const file of [ORCHESTRATOR, GENERATED]) {
    Deno.test(`${name} has the table's type and default in ${file}`, async () => {
      const found = (await workflow(file)).on?.workflow_dispatch?.inputs[name];
      assertEquals({ type: found?.type, default: found?.default }, input);
    });
  }

  Deno.test(`${name} has the table's type and default as a flag`, () => {
    const flag = flagOf(name);
    assertEquals({ type: flag?.kind, default: flag?.default }, input);
  });

  for (const file of [ORCHESTRATOR, ACTION]) {
    Deno.test(`${name} reaches the program's flag through the script of ${file}`, async () => {
      const { env = {} } = scriptOf(await workflow(file));
      const variable = Object.keys(env).find((key) => env[key] === `\${{ inputs.${name} }}`);
      assertEquals(variable, flagOf(name)?.env[0]);
    });
  }

  Deno.test(`${name} reaches the action from ${GENERATED}`, async () => {
    const { with: given = {} } = uses(await workflow(GENERATED), OWN_ACTION.split("@")[0] ?? "");
    assertEquals(given[name], `\${{ inputs.${name} }}`);
  });

  Deno.test(`${name} is left to the program's default when the action is not told`, async () => {
    assertEquals((await workflow(ACTION)).inputs?.[name]?.default, "");
  });
}

Deno.test("a digest or handoff that was missed is caught up for six hours, whoever runs the cycle", async () => {
  for (const file of [ORCHESTRATOR, STEP]) {
    assertEquals(scriptOf(await workflow(file)).env?.CATCH_UP_HOURS, 6, file);
  }
  const action = await workflow(ACTION);
  assertEquals(action.inputs?.catch_up_hours?.default, "6");
  assertEquals(scriptOf(action).env?.CATCH_UP_HOURS, "${{ inputs.catch_up_hours }}");
});

Deno.test("every input of a workflow of init reaches the action, by a name that it knows", async () => {
  const known = Object.keys((await workflow(ACTION)).inputs ?? {});
  for (const file of [GENERATED, GENERATED_STEP]) {
    const generated = await workflow(file);
    const { with: given = {} } = uses(generated, OWN_ACTION.split("@")[0] ?? "");
    assertEquals(Object.keys(given).filter((name) => !known.includes(name)), [], file);
    const inputs = Object.keys(generated.on?.workflow_dispatch?.inputs ?? {});
    const values = new Set(Object.values(given));
    assertEquals([...values], inputs.map((name) => `\${{ inputs.${name} }}`), file);
  }
});

Deno.test("the step workflow of init asks what ours asks", async () => {
  const [ours, theirs] = [await workflow(STEP), await workflow(GENERATED_STEP)];
  assertEquals(theirs.on, ours.on);
});

Deno.test("what a shift leaves reaches the program by its variable", async () => {
  for (const file of [ORCHESTRATOR, ACTION]) {
    assertEquals(scriptOf(await workflow(file)).env?.CONTEXT, "${{ inputs.context }}", file);
  }
});

Deno.test("every input of the action and of the step workflow is used", async () => {
  const action = await workflow(ACTION);
  const step = await workflow(STEP);
  for (
    const [inputs = {}, file] of [
      [action.inputs, action],
      [step.on?.workflow_dispatch?.inputs, step],
    ] as const
  ) {
    const values = Object.values(scriptOf(file).env ?? {});
    for (const name of Object.keys(inputs)) {
      assertEquals(values.includes(`\${{ inputs.${name} }}`), true, name);
    }
  }
});
