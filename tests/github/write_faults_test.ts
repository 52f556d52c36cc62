import { assert, assertEquals, assertMatch } from "@std/assert";
import { Failure, messageOf } from "../../lib/failure.ts";
import type { Action } from "../../lib/gate/action.ts";
import { marker } from "../../lib/report/marker.ts";
import type { Fault, FaultKind } from "../emulator/faults.ts";
import type { World } from "../emulator/world.ts";
import { aStage, CANARY, QUICK, REQUEST, type Scene, widgets } from "./hub.ts";

const FINGERPRINT = "release_line=4.3&blocking_workflow=Lint&blocker_category=failed";
const CREATE: Action = {
  kind: "create_issue",
  fingerprint: FINGERPRINT,
  title: "4.3 is blocked: Lint failed",
  body: `${marker("blocker", FINGERPRINT)}\nwords`,
  labels: ["release-blocker", "P0"],
};
const COMMENT: Action = { kind: "comment", issue: 2, key: "routed/2", body: "Routed." };

/** Every endpoint that writes, and an action that uses it. */
const WRITES: readonly (readonly [string, string, (scene: Scene) => Promise<unknown>])[] = [
  ["create an issue", "POST issues", ({ hub }) => hub.perform(CREATE)],
  ["comment", "POST issues/*/comments", ({ hub }) => hub.perform(COMMENT)],
  [
    "create a label",
    "POST labels",
    ({ hub }) => hub.perform({ kind: "add_labels", issue: 2, labels: ["team:core"] }),
  ],
  [
    "add labels",
    "POST issues/*/labels",
    ({ hub }) => hub.perform({ kind: "add_labels", issue: 2, labels: ["P0"] }),
  ],
  [
    "remove a label",
    "DELETE issues/*/labels/*",
    ({ hub }) => hub.perform({ kind: "remove_label", issue: 1, label: "P0" }),
  ],
  [
    "assign",
    "POST issues/*/assignees",
    ({ hub }) => hub.perform({ kind: "add_assignees", issue: 2, assignees: ["alice"] }),
  ],
  [
    "edit",
    "PATCH issues/*",
    ({ hub }) => hub.perform({ kind: "edit_issue", issue: 2, body: "changed\r\nwords\n" }),
  ],
  [
    "close",
    "PATCH issues/*",
    ({ hub }) => hub.perform({ kind: "close_issue", issue: 2, state_reason: "completed" }),
  ],
  ["reopen", "PATCH issues/*", ({ hub }) => hub.perform({ kind: "reopen_issue", issue: 4 })],
  ["commit the state", "CommitState", async ({ hub }) => {
    const { head, branch } = await hub.readState(REQUEST);
    return await hub.commitState({
      branch: branch || "main",
      expected_head: head ?? "",
      message: "chore(release-ops): update state\n\nhttps://github.com/acme/widgets/actions/runs/1",
      files: { "docs/releases/_state/digest_state.json": '{"version":"1.0.0"}\n', "état.md": "é" },
    });
  }],
];

const UNCERTAIN: readonly FaultKind[] = [
  "500 before",
  "500 after",
  "502 page before",
  "502 page after",
  "503 before",
  "503 after",
  "504 before",
  "504 after",
  "cut before",
  "cut after",
  "timeout before",
  "timeout after",
  "cut body",
  "truncated body",
  "empty body",
];
/** One of each kind that is treated differently. */
const STAYING: readonly FaultKind[] = [
  "502 page before",
  "500 after",
  "cut before",
  "cut after",
  "timeout before",
  "timeout after",
  "cut body",
  "empty body",
  "429",
];
const LIMITED: readonly FaultKind[] = ["403 secondary", "429"];
const CERTAIN: readonly FaultKind[] = ["401", "403", "410", "422"];

const base = widgets();

Deno.test("every write takes effect exactly once whatever single fault hits it", async (t) => {
  await using stage = await aStage();
  for (const [name, on, write] of WRITES) {
    const kinds: FaultKind[] = [...UNCERTAIN, ...LIMITED];
    if (on === "POST issues" || on === "POST issues/*/comments") kinds.push("empty object");
    if (on === "CommitState") {
      kinds.push("RATE_LIMITED", "RESOURCE_LIMITS_EXCEEDED", "partial data", "empty object");
    }
    await t.step(name, async () => {
      const { world: expected, answer } = await played(stage, [], write);
      for (const kind of kinds) {
        const { world, answer: told, scene } = await played(stage, [{ on, kind }], write);
        assertEquals(told, answer, `${kind} in ${name}`);
        assertEquals(world, expected, `${kind} in ${name}`);
        assertEquals(scene.plan.fired.length, 1, `${kind} in ${name} did not happen`);
        assert(!scene.log.join().includes(CANARY), scene.log.join());
      }
    });
  }
});

Deno.test("every write takes effect once or not at all when its fault stays, and says which", async (t) => {
  await using stage = await aStage();
  for (const [name, on, write] of WRITES) {
    await t.step(name, async () => {
      const { world: done } = await played(stage, [], write);
      const { world: undone } = await played(stage, [], () => Promise.resolve());
      for (const kind of STAYING) {
        const fault: Fault = { on, kind, nth: "every" };
        const { world, answer, scene } = await played(stage, [fault], write);
        const where = `${kind} in ${name}: ${answer}`;
        const effect = kind.endsWith(" after") || /body/.test(kind);
        if (!effect) assertMatch(String(answer), /^Cannot .+\. \S.+\.$/, where);
        // Labels that are created beforehand stay.
        assertEquals(world.issues, effect ? done.issues : undone.issues, where);
        assertEquals(world.branches, effect ? done.branches : undone.branches, where);
        assert(scene.plan.fired.length <= 3, where);
        assert(scene.clock.now() < 600_000, where);
      }
    });
  }
});

Deno.test("every write that is refused for good fails at once, in words that name the remedy", async (t) => {
  await using stage = await aStage();
  for (const [name, on, write] of WRITES) {
    await t.step(name, async () => {
      const { world: undone } = await played(stage, [], () => Promise.resolve());
      for (const kind of CERTAIN) {
        const { world, answer, scene } = await played(stage, [{ on, kind, nth: "every" }], write);
        const remedies: Record<string, RegExp> = {
          401: /Set GITHUB_TOKEN to a valid token/,
          403: /permission (issues|contents): write/,
          410: /still exists/,
          422: /Correct what GitHub names/,
        };
        assertMatch(String(answer), remedies[kind] as RegExp, `${kind} in ${name}`);
        assertEquals(world.issues, undone.issues, `${kind} in ${name}`);
        assertEquals(scene.plan.fired.length, 1, `${kind} in ${name} was tried again`);
        for (const form of [CANARY, encodeURIComponent(CANARY)]) {
          assert(!String(answer).includes(form), String(answer));
        }
      }
    });
  }
});

Deno.test("a write whose outcome is unknown is not doubled by a lookup that lies or fails", async (t) => {
  await using stage = await aStage();
  const stale: FaultKind[] = [
    "empty list",
    "newest missing",
    "as before the write",
    "item twice",
    "page shifted",
    "truncated body",
    "empty body",
    "503 before",
  ];
  const lookups: Record<string, readonly (readonly [string, number])[]> = {
    "create an issue": [["GET issues", 1], ["IssuesByNumber", 1]],
    comment: [["CommentsOfIssue", 2], ["GET issues/*/comments", 1]],
    "create a label": [["GET labels/*", 2]],
    "add labels": [["IssuesByNumber", 1]],
    "remove a label": [["IssuesByNumber", 1]],
    assign: [["IssuesByNumber", 1]],
    edit: [["IssuesByNumber", 1]],
    close: [["IssuesByNumber", 1]],
    reopen: [["IssuesByNumber", 1]],
    "commit the state": [["HeadWithFiles", 1]],
  };
  for (const [name, on, write] of WRITES) {
    await t.step(name, async () => {
      const { world: expected } = await played(stage, [], write);
      for (const [lookup, nth] of lookups[name] ?? []) {
        for (const kind of stale) {
          // Nothing is left to find out by when the very issue that is read by number is hidden as well.
          const faults: Fault[] = [{ on, kind: "504 after" }, { on: lookup, nth, kind }];
          const { world } = await played(stage, faults, write);
          assertEquals(world.issues, expected.issues, `${kind} in ${lookup} for ${name}`);
          assertEquals(world.branches, expected.branches, `${kind} in ${lookup} for ${name}`);
          assertEquals(world.labels, expected.labels, `${kind} in ${lookup} for ${name}`);
        }
      }
    });
  }
});

Deno.test("a write is not sent again when nobody can tell whether it took effect", async () => {
  await using stage = await aStage();
  for (const [name, on, write] of WRITES) {
    const faults: Fault[] = [
      { on, kind: "504 before" },
      ...["IssuesByNumber", "GET issues", "HeadWithFiles", "GET issues/*/comments"].map((lookup) =>
        ({ on: lookup, kind: "503 before", nth: "every" }) as const
      ),
      ...[2, 3, 4, 5, 6].map((
        nth,
      ) => ({ on: "CommentsOfIssue", nth, kind: "503 before" } as const)),
      ...[2, 3, 4, 5, 6].map((nth) => ({ on: "GET labels/*", nth, kind: "503 before" } as const)),
    ];
    const { answer, scene } = await played(stage, faults, write);
    assertMatch(String(answer), /^Cannot tell whether GitHub did /, name);
    assertEquals(scene.plan.fired.filter(({ fault }) => fault.on === on).length, 1, name);
  }
});

Deno.test("a fresh issue that GitHub does not know yet is given time", async () => {
  await using stage = await aStage();
  const follow = (issue: number): Action[] => [
    { kind: "comment", issue, key: "routed", body: "Routed." },
    { kind: "add_labels", issue, labels: ["P0"] },
    { kind: "edit_issue", issue, body: "more" },
  ];
  const run = async ({ hub }: Scene): Promise<void> => {
    const { created } = await hub.perform(CREATE);
    for (const action of follow(created?.number ?? 0)) await hub.perform(action);
  };
  const { world: expected } = await played(stage, [], run);
  const faults: Fault[] = ["POST issues/*/comments", "POST issues/*/labels", "PATCH issues/*"]
    .flatMap((on) => [1, 2, 3].map((nth) => ({ on, nth, kind: "404" } as const)));
  const { world, scene } = await played(stage, faults, run);
  assertEquals(world.issues, expected.issues);
  assertEquals(scene.plan.fired.length, 9);

  const { answer } = await played(
    stage,
    [{ on: "PATCH issues/*", kind: "404" }],
    ({ hub }) => hub.perform({ kind: "edit_issue", issue: 2, body: "x" }),
  );
  assertMatch(String(answer), /^Cannot edit #2: GitHub answered 404 .*still exists/);
});

Deno.test("GitHub's own words decide the remedy where they are known", async () => {
  await using stage = await aStage();
  const cases: readonly (readonly [string, FaultKind, RegExp])[] = [
    ["Unable to create comment because issue is locked.", "403", /Unlock the conversation/],
    ["Issues has been disabled in this repository.", "410", /Switch issues on/],
    ["Repository was archived so is read-only.", "403", /Unarchive/],
    ["Resource protected by organization SAML enforcement.", "403", /single sign-on/],
  ];
  for (const [message, kind, remedy] of cases) {
    const world = structuredClone(base.world);
    const scene = stage.play(world, [{ on: "POST issues/*/comments", kind }], { message });
    const answer = await scene.hub.perform(COMMENT).catch(messageOf);
    assertMatch(String(answer), remedy);
  }
});

Deno.test("a protected state branch is reported with a way around it", async () => {
  await using stage = await aStage();
  const commit = WRITES.at(-1)?.[2] as (scene: Scene) => Promise<unknown>;
  for (const by of ["branch protection", "ruleset"] as const) {
    const { world } = widgets().protect("main", by);
    const answer = await commit(stage.play(world)).catch(messageOf);
    assertMatch(
      String(answer),
      /^Cannot commit the state to main: .*state\.branch in blockers\.yml/,
    );
  }
});

/** Observes, does something, and tells what became of the world. */
async function played(
  stage: Awaited<ReturnType<typeof aStage>>,
  faults: readonly Fault[],
  act: (scene: Scene) => Promise<unknown>,
): Promise<{ world: World; answer: unknown; scene: Scene }> {
  const scene = stage.play(structuredClone(base.world), [], { words: CANARY });
  await scene.hub.observe(QUICK);
  scene.fail(faults);
  let answer: unknown;
  try {
    answer = await act(scene);
  } catch (error) {
    assert(error instanceof Failure, String(error));
    answer = error.message;
  }
  return { world: scene.world, answer, scene };
}
