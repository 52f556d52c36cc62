import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { steps } from "../../main.ts";
import { COMMIT_PREFIX } from "../../lib/cycle/loop_guard.ts";
import { BUNDLE_MARKER } from "../../lib/bundle/ours.ts";
import { blocked } from "../e2e/worlds.ts";
import type { WorldBuilder } from "../emulator/builders.ts";
import { filledIn, holds } from "./expressions.ts";
import { aRunner, jsonOf, type Ran, type Runner } from "./runner.ts";
import {
  ACTION,
  GENERATED,
  GENERATED_STEP,
  ORCHESTRATOR,
  STEP,
  uses,
  workflow,
} from "./workflows.ts";

let runner: Runner;
Deno.test.beforeAll(async () => {
  runner = await aRunner();
});
Deno.test.afterAll(async () => {
  await runner[Symbol.asyncDispose]();
});

/** As of now: nothing tells the program that runs in a workflow what time it is. */
const blockedNow = (): WorldBuilder =>
  blocked(Temporal.Now.instant().toString({ smallestUnit: "second" }));

/** Of the program, but for the six hours that the workflow sets. */
const DEFAULTS = {
  dry_run: false,
  threshold_minutes: 90,
  enable_issue_writes: true,
  enable_routing: true,
  enable_escalation: true,
  enable_notify: false,
  force_digest: false,
  force_handoff: false,
  verbose: false,
  catch_up_hours: 6,
  context: null,
  only: null,
};

/** What a person chose, as the program understood it. */
function chosen(ran: Ran): Record<string, unknown> {
  const { options } = jsonOf(ran, "inputs.json");
  return Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, options[name]]));
}

/** What was written to GitHub: the names of mutations, and `POST …/issues`. */
function writes(ran: Ran): string[] {
  return ran.requests.filter(({ write }) => write).map(({ operation, method, path }) =>
    operation ?? `${method} ${path}`
  );
}

Deno.test("the orchestrator runs with the defaults on schedule, where every input is empty", async () => {
  const ran = await runner.workflow(ORCHESTRATOR, blockedNow().world, { event: "schedule" });
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(chosen(ran), DEFAULTS);
  assertEquals(writes(ran).filter((each) => /\/issues$/.test(each)), [
    "POST /repos/acme/widgets/issues",
  ]);
  assertEquals(writes(ran).at(-1), "CommitState");
  assertEquals(ran.outputs.should_run, "true");
  assertStringIncludes(ran.summary, "v4.2.0-rc.1");
  assertEquals(ran.err.includes("test-token"), false);
});

Deno.test("the orchestrator hands every input of a dispatch to the program", async () => {
  const ran = await runner.workflow(ORCHESTRATOR, blockedNow().world, {
    event: "workflow_dispatch",
    inputs: {
      dry_run: true,
      threshold_minutes: "30",
      enable_issue_writes: false,
      enable_routing: false,
      enable_escalation: false,
      enable_notify: true,
      force_digest: true,
      force_handoff: true,
      verbose: true,
      context: 'the vendor calls "at five"; $(exit 3)',
    },
  });
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(chosen(ran), {
    dry_run: true,
    threshold_minutes: 30,
    enable_issue_writes: false,
    enable_routing: false,
    enable_escalation: false,
    enable_notify: true,
    force_digest: true,
    force_handoff: true,
    verbose: true,
    catch_up_hours: 6,
    context: 'the vendor calls "at five"; $(exit 3)',
    only: null,
  });
  assertEquals(writes(ran), []);
  assertMatch(ran.uploaded.get("release_ops_digest.md") ?? "", /blocked/i);
});

Deno.test("the orchestrator leaves false to be false: a dispatch with the defaults is a tick", async () => {
  const { inputs = {} } = (await workflow(ORCHESTRATOR)).on?.workflow_dispatch ?? {};
  const given = Object.entries(inputs).map(([name, input]) => [
    name,
    input.type === "boolean" ? input.default : String(input.default),
  ]);
  const ran = await runner.workflow(ORCHESTRATOR, blockedNow().world, {
    event: "workflow_dispatch",
    inputs: Object.fromEntries(given),
  });
  assertEquals(chosen(ran), DEFAULTS);
});

Deno.test("the orchestrator stops at a push of ours, with a bundle that says so", async () => {
  const ran = await runner.workflow(ORCHESTRATOR, blockedNow().world, {
    event: "push",
    payload: { head_commit: { message: `${COMMIT_PREFIX} update state` } },
  });
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(ran.requests.length, 0);
  assertEquals(ran.outputs.should_run, "false");
  assertMatch(jsonOf(ran, BUNDLE_MARKER).guarded, /is our own/);
  assert(ran.uploaded.has("index.html"));
});

Deno.test("the orchestrator stops at a push of state alone, asking for the files that changed", async () => {
  const world = blockedNow();
  const before = world.sha("main");
  world.commit("main", {
    at: "-1m",
    message: "Merge pull request #7",
    files: ["docs/releases/_state/blockers_state.json"],
  });
  const after = world.sha("main");
  const ran = await runner.workflow(ORCHESTRATOR, world.world, {
    event: "push",
    payload: { before, after, head_commit: { message: "Merge pull request #7" } },
  });
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(ran.requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`), [
    `GET /repos/acme/widgets/compare/${before}...${after}`,
  ]);
  assertMatch(jsonOf(ran, BUNDLE_MARKER).guarded, /nothing but state/);
});

Deno.test("the step workflow runs the chosen step alone", async () => {
  const ran = await runner.workflow(STEP, blockedNow().world, {
    event: "workflow_dispatch",
    inputs: { step: "digest", dry_run: false, force: true },
  });
  assertEquals(ran.exit, 0, ran.err);
  const forced = { force_digest: true, force_handoff: true };
  assertEquals(chosen(ran), { ...DEFAULTS, ...forced, only: "digest" });
  assertEquals(writes(ran), ["CommitState"]);
  const outcomes = jsonOf(ran, BUNDLE_MARKER).steps.map((
    { name, outcome }: { name: string; outcome: string },
  ) => [name, outcome]);
  const { blocker_issues, digest, handoff } = Object.fromEntries(outcomes);
  assertEquals({ blocker_issues, digest, handoff }, {
    blocker_issues: "planned",
    digest: "done",
    handoff: "skipped",
  });
});

Deno.test("the step workflows offer only steps that the program knows", async () => {
  const known = (await steps()).map(({ name }) => name);
  for (const file of [STEP, GENERATED_STEP]) {
    const { step } = (await workflow(file)).on?.workflow_dispatch?.inputs ?? {};
    assertNotEquals(step?.options, undefined);
    assertEquals(step?.options?.filter((name) => !known.includes(name)), []);
  }
});

Deno.test("the action runs for another repository: its policies, none of its settings, another server", async () => {
  const ran = await runner.action(blockedNow().world, {
    event: "schedule",
    files: {
      "policies/required_checks.yml": "always_required: [{ name: Lint }]\n",
      "deno.json": `{ "imports": { "eta": "npm:nothing" }, "permissions": { "default": {} } }`,
      "package.json": `{ "dependencies": { "marked": "1" } }`,
    },
  });
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(chosen(ran), DEFAULTS);
  assertEquals(
    jsonOf(ran, "inputs.json").policies.required_checks.always_required.map(
      ({ name }: { name: string }) => name,
    ),
    ["Lint"],
  );
  assertEquals(writes(ran), ["CommitState"]);
  const outputs = Object.entries((await workflow(ACTION)).outputs ?? {});
  const contexts = { ...ran.contexts, steps: { cycle: { outputs: ran.outputs } } };
  const found = Object.fromEntries(
    outputs.map(([name, { value }]) => [name, filledIn(value, contexts)]),
  );
  assertMatch(found.bundle ?? "", /^artifacts\/release-ops-cycle-\d+$/);
  assertEquals({ ...found, bundle: "" }, {
    bundle: "",
    complete: "true",
    promotable: "2",
    blocked: "0",
    pending: "0",
  });
});

Deno.test("the action hands its inputs to the program", async () => {
  const ran = await runner.action(blockedNow().world, {
    event: "workflow_dispatch",
    inputs: { dry_run: "true", threshold_minutes: "30", catch_up_hours: "0", policies: "ours" },
    files: { "ours/required_checks.yml": "always_required: [{ name: Lint }]\n" },
  });
  assertEquals(ran.exit, 0, ran.err);
  const changed = { dry_run: true, threshold_minutes: 30, catch_up_hours: 0 };
  assertEquals(chosen(ran), { ...DEFAULTS, ...changed });
  assertEquals(writes(ran), []);
});

Deno.test("the action runs the step that it is told alone", async () => {
  const ran = await runner.action(blockedNow().world, {
    event: "workflow_dispatch",
    inputs: { step: "digest", force_digest: "true", context: "see the digest" },
    files: { "policies/required_checks.yml": "always_required: [{ name: Lint }]\n" },
  });
  assertEquals(ran.exit, 0, ran.err);
  const changed = { force_digest: true, context: "see the digest", only: "digest" };
  assertEquals(chosen(ran), { ...DEFAULTS, ...changed });
});

Deno.test("the action refuses a step that there is not, whatever stands there", async () => {
  for (const step of ["nonsense", "--help; exit 0", "$(exit 0)", "*"]) {
    const ran = await runner.action(blockedNow().world, {
      event: "workflow_dispatch",
      inputs: { step },
      files: {},
    });
    assertEquals([ran.exit, ran.requests.length], [2, 0], step);
  }
});

Deno.test("a cycle that was refused makes the script fail, and nothing is uploaded", async () => {
  const ran = await runner.workflow(ORCHESTRATOR, blockedNow().world, {
    event: "workflow_dispatch",
    inputs: { threshold_minutes: "soon" },
  });
  assertEquals(ran.exit, 2);
  assertEquals([ran.requests.length, ran.uploaded.size], [0, 0]);
});

Deno.test("the bundle is uploaded whatever became of the cycle, for thirty days, a re-run's in its place", async () => {
  for (const file of [ORCHESTRATOR, STEP, ACTION]) {
    assertEquals(uses(await workflow(file), "actions/upload-artifact"), {
      ...(file === ACTION ? {} : { name: "Upload the bundle" }),
      if: "${{ !cancelled() }}",
      uses: "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02",
      with: {
        name: "release-ops-cycle-${{ github.run_id }}",
        path: "artifacts/release-ops-cycle-${{ github.run_id }}",
        "retention-days": 30,
        overwrite: true,
        "if-no-files-found": "warn",
      },
    }, file);
  }
});

Deno.test("a fork has no train of its own, unless a person starts a cycle there", async () => {
  for (const file of [ORCHESTRATOR, GENERATED]) {
    const condition = (await workflow(file)).jobs?.cycle?.if ?? "";
    const runs = (event_name: string, fork?: boolean): boolean =>
      holds(condition, { github: { event_name, event: { repository: { fork } } } });
    for (const event of ["schedule", "push"]) {
      assertEquals([runs(event, true), runs(event, false), runs(event)], [false, true, true], file);
    }
    assertEquals(runs("workflow_dispatch", true), true, file);
  }
});
