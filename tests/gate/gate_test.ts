import { assertEquals } from "@std/assert";
import type { Action } from "../../lib/gate/action.ts";
import { type Gate, MOST_WRITES } from "../../lib/gate/gate.ts";
import { aChange, aGate, anIssue, COMMENT, CREATE } from "./builders.ts";

const ON = { step: "blocker_issues", enabled: true };
const OFF = { step: "blocker_issues", enabled: false };
const LABEL: Action = { kind: "add_labels", issue: 1, labels: ["P0"] };
const CLOSE: Action = { kind: "close_issue", issue: 1, state_reason: "completed" };

/** The audit in short: `comment done`. */
function audit({ audit }: Gate): string[] {
  return audit.map(({ action, outcome }) => `${action.kind} ${outcome}`);
}

Deno.test("Gate writes when live, and then sees the world as it is", async () => {
  const { gate, hub } = aGate();
  const result = await gate.apply(aChange(CREATE, COMMENT, LABEL), ON);
  assertEquals(result, { outcome: "done", created: 101, comment_id: 2, error: null });
  assertEquals(hub.performed, [CREATE, COMMENT, LABEL]);
  assertEquals(gate.observation.issues.map(({ number, labels }) => [number, labels]), [
    [1, ["release-blocker", "P0"]],
    [101, ["release-blocker", "P0"]],
  ]);
  assertEquals(gate.observation.issues[1]?.viewer_did_author, true);
  assertEquals(gate.audit[0], {
    step: "blocker_issues",
    reason: "It must be.",
    action: CREATE,
    outcome: "done",
    error: null,
  });
});

for (
  const [mode, options] of [["dry_run", ON], ["read_only", ON], ["live", OFF]] as const
) {
  Deno.test(`Gate only plans when ${mode} and the step is ${options.enabled ? "on" : "off"}`, async () => {
    const { gate, hub } = aGate({ mode });
    const first = await gate.apply(aChange(CREATE), options);
    const second = await gate.apply(aChange(CREATE, CLOSE), options);
    assertEquals(first, { outcome: "planned", created: -1, comment_id: null, error: null });
    assertEquals(second.created, -2, "provisional numbers are negative, and each its own");
    assertEquals(hub.performed, []);
    assertEquals(gate.observation.issues.map(({ number, state }) => [number, state]), [
      [1, "closed"],
      [-1, "open"],
      [-2, "open"],
    ], "later steps see what would be");
    assertEquals(audit(gate), [
      "create_issue planned",
      "create_issue planned",
      "close_issue planned",
    ]);
  });
}

Deno.test("Gate writes nothing to an issue that another step has only planned", async () => {
  const { gate, hub } = aGate({ issues: [anIssue({ state: "closed" })] });
  await gate.apply(aChange(CREATE, { kind: "reopen_issue", issue: 1 }), OFF);
  const planned = await gate.apply(aChange({ ...COMMENT, issue: -1 }), { ...ON, step: "routing" });
  const reopened = await gate.apply(aChange(COMMENT), { ...ON, step: "routing" });
  assertEquals([planned.outcome, reopened.outcome], ["planned", "planned"]);
  assertEquals(hub.performed, []);
  const { gate: live } = aGate({ issues: [anIssue({ state: "closed" })] });
  await live.apply(aChange({ kind: "reopen_issue", issue: 1 }), ON);
  assertEquals((await live.apply(aChange(COMMENT), ON)).outcome, "done");
});

Deno.test("Gate stops at the first action that fails, and notes the rest as skipped", async () => {
  const { gate, hub } = aGate();
  hub.broken.add("add_labels");
  const result = await gate.apply(aChange(COMMENT, LABEL, CLOSE, COMMENT), ON);
  assertEquals(result, {
    outcome: "failed",
    created: null,
    comment_id: 1,
    error: "502 Bad Gateway",
  });
  assertEquals(hub.performed, [COMMENT]);
  assertEquals(audit(gate), [
    "comment done",
    "add_labels failed",
    "close_issue skipped",
    "comment skipped",
  ]);
  assertEquals(gate.audit.map(({ error }) => error), [
    null,
    "502 Bad Gateway",
    "an earlier action of this change failed",
    "an earlier action of this change failed",
  ]);
  const [issue] = gate.observation.issues;
  assertEquals([issue?.state, issue?.labels], ["open", ["release-blocker"]]);
});

Deno.test("Gate goes on with the next change after one that failed", async () => {
  const { gate, hub } = aGate();
  hub.broken.add("add_labels");
  await gate.apply(aChange(LABEL), ON);
  assertEquals((await gate.apply(aChange(CLOSE), ON)).outcome, "done");
});

Deno.test("Gate tells of a created issue although a later action failed", async () => {
  const { gate, hub } = aGate();
  hub.broken.add("comment");
  const result = await gate.apply(aChange(CREATE, COMMENT), ON);
  assertEquals([result.outcome, result.created], ["failed", 101]);
});

Deno.test("Gate defers the rest of a change when no write is left for it, which is no failure", async () => {
  const { gate, hub } = aGate();
  hub.capped.add("comment");
  const result = await gate.apply(aChange(CREATE, COMMENT, LABEL), ON);
  assertEquals([result.outcome, result.created], ["deferred", 101]);
  assertEquals(audit(gate), ["create_issue done", "comment deferred", "add_labels deferred"]);
});

Deno.test("Gate defers what is over a cap, each cap for itself, and does nothing of it", async () => {
  const { gate, hub } = aGate({ caps: { new_issues: 1, routed_issues: 1 } });
  const raise = { ...aChange(CREATE), cap: "new_issues" as const };
  const route = { ...aChange(LABEL), cap: "routed_issues" as const };
  assertEquals(gate.hasRoom("new_issues"), true);
  assertEquals((await gate.apply(raise, ON)).outcome, "done");
  assertEquals(gate.hasRoom("new_issues"), false);
  assertEquals(await gate.apply(raise, ON), {
    outcome: "deferred",
    created: null,
    comment_id: null,
    error: "over the cap of 1 new issues per cycle",
  });
  assertEquals((await gate.apply(route, ON)).outcome, "done");
  assertEquals((await gate.apply(route, ON)).error, "over the cap of 1 routed issues per cycle");
  assertEquals((await gate.apply(aChange(COMMENT), ON)).outcome, "done", "no cap, no deferral");
  assertEquals(hub.performed, [CREATE, LABEL, COMMENT]);
  assertEquals(gate.observation.issues.length, 2);
  assertEquals(audit(gate)[1], "create_issue deferred");
});

Deno.test("Gate counts a cap in a plan as it does live", async () => {
  const { gate } = aGate({ mode: "dry_run", caps: { new_issues: 1, routed_issues: 1 } });
  const raise = { ...aChange(CREATE), cap: "new_issues" as const };
  assertEquals((await gate.apply(raise, ON)).outcome, "planned");
  assertEquals((await gate.apply(raise, ON)).outcome, "deferred");
});

Deno.test("Gate stops writing at the limit of a cycle, but for the comment that comes last", async () => {
  const { gate, hub } = aGate();
  const many = aChange(...Array.from({ length: MOST_WRITES - 1 }, () => LABEL));
  await gate.apply(many, ON);
  assertEquals((await gate.apply(aChange(LABEL, LABEL), ON)).outcome, "deferred");
  assertEquals((await gate.apply(aChange(LABEL), ON)).outcome, "done");
  assertEquals(
    (await gate.apply(aChange(LABEL), ON)).error,
    "over the limit of 240 writes per cycle",
  );
  assertEquals((await gate.apply({ ...aChange(COMMENT), reserved: true }, ON)).outcome, "done");
  assertEquals(hub.performed.length, MOST_WRITES + 1);
});

Deno.test("Gate says of a comment that it was there already", async () => {
  const { gate, hub } = aGate();
  hub.posted.add("hello/1");
  const result = await gate.apply(aChange(COMMENT), ON);
  assertEquals([result.outcome, result.comment_id], ["done", 1]);
  assertEquals(gate.audit.map(({ outcome, error }) => [outcome, error]), [
    ["skipped", "it was there already"],
  ]);
});

Deno.test("Gate leaves out what GitHub does not take, says so, and does the rest", async () => {
  const { gate, hub } = aGate();
  const long = { ...LABEL, labels: ["x".repeat(51)] };
  assertEquals((await gate.apply(aChange(long, CLOSE), ON)).outcome, "done");
  assertEquals(hub.performed, [CLOSE]);
  assertEquals(audit(gate), ["add_labels skipped", "close_issue done"]);
});

Deno.test("Gate reads a second time only when live", async () => {
  for (const mode of ["live", "dry_run", "read_only"] as const) {
    const { gate, hub } = aGate({ mode });
    hub.found = [7];
    hub.posted.add("key");
    assertEquals(await gate.findOpen("x", []), mode === "live" ? [7] : []);
    const found = await gate.findComments(new Map([[1, "key"], [2, "other"]]));
    assertEquals([...found], mode === "live" ? [[1, "key"], [2, null]] : []);
  }
});
