import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  COMMIT_PREFIX,
  guardByFiles,
  guardByMessage,
  pushedRange,
} from "../../lib/cycle/loop_guard.ts";
import { aTrain, type Ran, type Train } from "../e2e/harness.ts";
import { widgets } from "../e2e/worlds.ts";

const BEFORE = "1".repeat(40);
const AFTER = "a".repeat(40);
const ZEROS = "0".repeat(40);
const STATE = "docs/releases/_state";
const OURS = { message: `${COMMIT_PREFIX} update state\n\nhttps://github.com/acme/widgets/runs/1` };

function push(payload: unknown): { name: string; payload: unknown } {
  return { name: "push", payload };
}

const CANNOT_LOOP = ["schedule", "workflow_dispatch", "repository_dispatch", "workflow_run", ""];
for (const name of CANNOT_LOOP) {
  Deno.test(`guardByMessage() lets a cycle run on ${name || "no event"}, even after a commit of ours`, () => {
    const event = { name, payload: { head_commit: OURS, before: BEFORE, after: AFTER } };
    const verdict = guardByMessage(event);
    assertEquals(verdict?.stop, false);
    assertStringIncludes(verdict?.reason ?? "", "which cannot loop");
    assertEquals(pushedRange(event), null);
  });
}

Deno.test("guardByMessage() stops a push whose head commit is ours, and says why", () => {
  assertEquals(guardByMessage(push({ head_commit: OURS })), {
    stop: true,
    reason: 'The pushed head commit is our own: its message starts with "chore(release-ops):".',
  });
});

const NOT_OURS: readonly (readonly [string, unknown])[] = [
  ["somebody else's message", { head_commit: { message: "fix: the engine" } }],
  ["our words further inside", { head_commit: { message: `Revert "${OURS.message}"` } }],
  ["a space before our words", { head_commit: { message: ` ${OURS.message}` } }],
  ["our words in another case", { head_commit: { message: OURS.message.toUpperCase() } }],
  ["no head commit: a deleted branch", { head_commit: null, deleted: true }],
  ["a head commit without a message", { head_commit: {} }],
  ["a message that is no text", { head_commit: { message: 7 } }],
  ["a head commit that is a text", { head_commit: "chore(release-ops): x" }],
  ["no payload", null],
  ["a payload that is a list", []],
  ["a payload that is a text", "chore(release-ops): x"],
];
for (const [title, payload] of NOT_OURS) {
  Deno.test(`guardByMessage() leaves the decision to the files with ${title}`, () => {
    assertEquals(guardByMessage(push(payload)), null);
  });
}

Deno.test("pushedRange() gives the two commits of a push", () => {
  const range = { before: BEFORE, after: AFTER };
  assertEquals(pushedRange(push({ ...range, ref: "refs/heads/main", forced: false })), range);
  const sha256 = { before: "1".repeat(64), after: "a".repeat(64) };
  assertEquals(pushedRange(push(sha256)), sha256);
});

const NO_RANGE: readonly (readonly [string, unknown])[] = [
  ["a new branch", { before: ZEROS, after: AFTER, created: true, ref: "refs/heads/release/4.2" }],
  ["a deleted branch", { before: BEFORE, after: ZEROS, deleted: true, head_commit: null }],
  ["a new tag", { before: ZEROS, after: AFTER, created: true, ref: "refs/tags/v4.2.0-rc.1" }],
  ["a deleted tag", { before: BEFORE, after: ZEROS, deleted: true, ref: "refs/tags/v4.2.0-rc.1" }],
  ["a forced push", { before: BEFORE, after: AFTER, forced: true }],
  ["ids that would change the request", { before: "../../..", after: AFTER }],
  ["short ids", { before: "1111111", after: AFTER }],
  ["ids that are no texts", { before: 1, after: [AFTER] }],
  ["an empty payload", {}],
  ["no payload", null],
];
for (const [title, payload] of NO_RANGE) {
  Deno.test(`pushedRange() has nothing to ask about ${title}`, () => {
    assertEquals(pushedRange(push(payload)), null);
  });
}

Deno.test("guardByFiles() stops when every changed file is state, and says where", () => {
  assertEquals(guardByFiles([`${STATE}/blockers_state.json`, `${STATE}/x/y.json`], STATE), {
    stop: true,
    reason: "The push changed nothing but state files under docs/releases/_state/.",
  });
});

const OTHER_FILES: readonly (readonly [string, readonly string[]])[] = [
  ["one file is not state", [`${STATE}/blockers_state.json`, "src/engine.ts"]],
  ["a folder merely starts like the state path", [`${STATE}_old/blockers_state.json`]],
  ["a file merely starts like the state path", [`${STATE}.md`]],
  ["a file is named like the state path", [STATE]],
  ["the state path lies deeper", [`copy/${STATE}/blockers_state.json`]],
  ["the path differs in case", [`${STATE.toUpperCase()}/blockers_state.json`]],
  ["nothing changed", []],
];
for (const [title, files] of OTHER_FILES) {
  Deno.test(`guardByFiles() lets the cycle run when ${title}`, () => {
    assertEquals(guardByFiles(files, STATE), {
      stop: false,
      reason: "The push changed files other than state.",
    });
  });
}

Deno.test("guardByFiles() lets the cycle run when the files are not known", () => {
  const verdict = guardByFiles(null, STATE);
  assertEquals(verdict.stop, false);
  assertStringIncludes(verdict.reason, "is not known");
});

/** A train on which somebody pushed files to main, and the push event of it. */
async function pushed(
  files: readonly string[],
  payload: Record<string, unknown> = {},
): Promise<{ train: Train; cycle: () => Promise<Ran> }> {
  const builder = widgets();
  const before = builder.sha("main");
  builder.commit("main", { files, message: "docs: by hand" });
  const after = builder.sha("main");
  const head_commit = { message: "docs: by hand" };
  const train = await aTrain(builder);
  const event = push({ before, after, head_commit, ref: "refs/heads/main", ...payload });
  return { train, cycle: () => train.cycle([], { event }) };
}

Deno.test("a push of state files alone leaves a minimal bundle that says so", async () => {
  const { train, cycle } = await pushed([`${STATE}/digest_state.json`]);
  await using _ = train;
  const ran = await cycle();
  assertEquals([ran.exit, ran.reads, ran.writes], [0, 1, []]);
  assertEquals([...ran.files.keys()].toSorted(), [
    "cycle.json",
    "cycle_info.txt",
    "cycle_summary.md",
    "index.html",
  ]);
  assertStringIncludes(ran.record.guarded ?? "", "nothing but state files");
  assertStringIncludes(ran.file("index.html"), "nothing but state files");
  assertStringIncludes(ran.file("cycle_summary.md").split("\n")[0] ?? "", "Not generated");
});

Deno.test("a push of our own head commit is stopped without asking GitHub anything", async () => {
  const { train, cycle } = await pushed(["src/engine.ts"], { head_commit: OURS });
  await using _ = train;
  const ran = await cycle();
  assertEquals([ran.exit, ran.requests.length], [0, 0]);
  assertStringIncludes(ran.record.guarded ?? "", "is our own");
});

Deno.test("a push of anything else runs the cycle", async () => {
  const { train, cycle } = await pushed([`${STATE}/digest_state.json`, "src/engine.ts"]);
  await using _ = train;
  const { record } = await cycle();
  assertEquals(record.guarded, null);
  assert(record.steps.length > 0);
});

Deno.test("a push that moves a file into the state folder runs the cycle", async () => {
  const { train, cycle } = await pushed([`${STATE}/digest_state.json`]);
  await using _ = train;
  train.github.intercept = async ({ path }, perform) => {
    if (!path.includes("/compare/")) return undefined;
    const answer = await (await perform()).json();
    const moved = { status: "renamed", previous_filename: "src/engine.ts" };
    return Response.json({ ...answer, files: [{ ...answer.files[0], ...moved }] });
  };
  assertEquals((await cycle()).record.guarded, null);
});

Deno.test("a push so large that its list of files is cut runs the cycle", async () => {
  const files = Array.from({ length: 400 }, (_, index) => `${STATE}/${index}.json`);
  const { train, cycle } = await pushed(files);
  await using _ = train;
  const ran = await cycle();
  assertEquals(ran.record.guarded, null);
  assertStringIncludes(ran.err, "is not known, so the cycle runs");
});

Deno.test("a push that cannot be compared runs the cycle, with a warning", async () => {
  const { train, cycle } = await pushed([`${STATE}/digest_state.json`], { before: BEFORE });
  await using _ = train;
  const ran = await cycle();
  assertEquals(ran.record.guarded, null);
  assertStringIncludes(ran.err, "::warning::Cannot tell which files the push changed");
});

Deno.test("a push that deletes a branch, or makes one, runs the cycle", async () => {
  for (const side of [{ after: ZEROS, head_commit: null, deleted: true }, { before: ZEROS }]) {
    const { train, cycle } = await pushed([`${STATE}/digest_state.json`], side);
    await using _ = train;
    assertEquals((await cycle()).record.guarded, null);
  }
});

Deno.test("a schedule runs the cycle every time, though the last commit is our own", async () => {
  await using train = await aTrain(
    widgets().commit("main", { message: OURS.message, files: [`${STATE}/digest_state.json`] }),
  );
  for (let tick = 0; tick < 3; tick++) {
    const ran = await train.cycle([], {
      event: { name: "schedule", payload: { schedule: "0 * * * *" } },
    });
    assertEquals(ran.record.guarded, null);
    train.later("1h");
  }
});
