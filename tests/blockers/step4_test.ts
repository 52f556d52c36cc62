import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Cycle } from "../../lib/cycle/cycle.ts";
import type { BlockerRecord } from "../../lib/state/state.ts";
import { BODY_LIMIT } from "../../lib/report/limits.ts";
import { blockerIssues } from "../../steps/blocker_issues.ts";
import { escalation } from "../../steps/escalation.ts";
import { policiesOf } from "../policy/build.ts";
import { aBlockedTrain, aTrain, type Train } from "./builders.ts";
import { aCycle, type Scene } from "./cycles.ts";

/** Runs steps 2 and 4. */
async function run(scene: Scene): Promise<{ outcome: string; report: string; summary: string }> {
  await blockerIssues.run(scene.cycle);
  scene.hub.performed.length = 0;
  const { outcome, files, summary } = await escalation.run(scene.cycle);
  return { outcome, summary, report: files["escalation_report.md"] ?? "" };
}

/** A train whose issue #1 was last written to so many minutes ago, and escalated as far as its age says. */
function aSettledTrain(minutes: number): Train {
  const train = aBlockedTrain();
  train.records["issue:1"] = {
    ...train.record(1),
    escalation_level: "warn",
    last_issue_update: train.ago(minutes),
  };
  return train;
}

function record(cycle: Cycle, number = 1): BlockerRecord | undefined {
  return cycle.state.saved.blockers.blockers[`issue:${number}`];
}

Deno.test("escalation fires a level once, with labels, and refreshes the section at once", async () => {
  const scene = aCycle(aTrain().failed("Unit Tests", { minutes: 300 }).cycled());
  const ran = await run(scene);
  assertEquals(scene.written(), ["comment #1", "add_labels #1", "edit_issue #1"]);
  assertEquals(record(scene.cycle)?.escalation_level, "escalate");
  assertEquals(ran.summary, "1 open blocker, escalated: 1 to escalate.");
  const [, , edit] = scene.hub.performed;
  assertStringIncludes(edit?.kind === "edit_issue" ? edit.body ?? "" : "", "level: **escalate**");
});

Deno.test("escalation posts no comment on a warning that was due when the issue was raised", async () => {
  const scene = aCycle(aBlockedTrain());
  await run(scene);
  assertEquals(scene.written(), ["add_labels #1", "edit_issue #1"]);
  assertEquals(record(scene.cycle)?.escalation_level, "warn");
});

Deno.test("escalation writes nothing to a world that did not change", async () => {
  const train = aBlockedTrain();
  const first = aCycle(train);
  await run(first);
  train.issues = [...first.cycle.gate.observation.issues];
  train.records = first.cycle.state.saved.blockers.blockers;
  const second = aCycle(train.later(70));
  await run(second);
  assertEquals(second.written(), []);
  assertEquals({ ...record(second.cycle), last_seen: "" }, {
    ...record(first.cycle),
    last_seen: "",
  });
});

Deno.test("escalation refreshes a section at most every min_minutes_between_updates", async () => {
  for (const [minutes, written] of [[59, []], [60, ["edit_issue #1"]]] as const) {
    const train = aSettledTrain(minutes).candidate("release/4.2")
      .failed("Unit Tests", { on: "release/4.2" });
    const scene = aCycle(train);
    await run(scene);
    assertEquals(scene.written(), [...written]);
    assertEquals(record(scene.cycle)?.last_issue_update, train.ago(written.length > 0 ? 0 : 59));
  }
});

Deno.test("escalation leaves the section alone on a new level when the policy says so", async () => {
  const train = aBlockedTrain().later(120);
  train.records["issue:1"] = { ...train.record(1), last_issue_update: train.ago(10) };
  const cadence = "update_cadence: {force_update_on_escalation: false}\n";
  const scene = aCycle(train, { policies: policiesOf({ escalation: cadence }) });
  await run(scene);
  assertEquals(scene.written(), ["comment #1", "add_labels #1"]);
});

Deno.test("escalation goes on when the section cannot be written", async () => {
  const broken = aCycle(aBlockedTrain().later(120));
  broken.hub.broken.add("edit_issue");
  const ran = await run(broken);
  assertEquals([broken.written(), ran.outcome], [["comment #1", "add_labels #1"], "failed"]);
  assertEquals(
    record(broken.cycle)?.escalation_level,
    "escalate",
    "what was written is remembered",
  );
  const full = aCycle(aBlockedTrain().later(120).change(1, { body: "x".repeat(BODY_LIMIT) }));
  assertEquals((await run(full)).outcome, "done");
  assertEquals(full.written(), ["comment #1", "add_labels #1"]);
});

Deno.test("escalation does not advance in state when its write failed", async () => {
  const scene = aCycle(aBlockedTrain().later(120));
  scene.hub.broken.add("comment");
  const ran = await run(scene);
  assertEquals([scene.written(), ran.outcome], [[], "failed"]);
  assertEquals(record(scene.cycle)?.escalation_level, "none");
  assertStringIncludes(ran.summary, "nothing escalated. 1 change failed");
});

Deno.test("escalation refreshes no section on half an observation, but escalates", async () => {
  const scene = aCycle(aBlockedTrain().failed("Unit Tests", { minutes: 600 }).partly());
  await run(scene);
  assertEquals(scene.written(), ["comment #1", "add_labels #1"]);
});

Deno.test("escalation leaves alone what a person took the label off, one of two included", async () => {
  const policies = policiesOf({ escalation: "labels: {base: [release-blocker, train]}\n" });
  const train = aBlockedTrain();
  train.change(1, { labels: ["train", "P0"] });
  train.records["issue:1"] = { ...train.record(1), applied_labels: ["release-blocker", "train"] };
  const scene = aCycle(train, { policies });
  const ran = await run(scene);
  assertEquals([scene.written(), ran.summary], [[], "No open blocker."]);
});

Deno.test("escalation escalates people's issues, adds no section to them, and remembers them", async () => {
  const scene = aCycle(aTrain().personOpened("The build burns", { minutes: 300 }));
  const ran = await run(scene);
  assertEquals(scene.written(), ["comment #1", "add_labels #1"]);
  assertEquals(record(scene.cycle)?.fingerprint, undefined);
  assertEquals(ran.summary, "1 open blocker, escalated: 1 to warn.");
});

Deno.test("escalation says in the section that a blocker has cleared, at once, and escalates it no more", async () => {
  const scene = aCycle(aBlockedTrain().met("Unit Tests").later(900));
  const ran = await run(scene);
  assertEquals([scene.written(), ran.summary], [["edit_issue #1"], "No open blocker."]);
  assertStringIncludes(scene.cycle.gate.observation.issues[0]?.body ?? "", "**Cleared**");
});

Deno.test("escalation says in the section who closes a blocker that has cleared", async () => {
  const policies = policiesOf({ escalation: "resolution: {auto_close: true}\n" });
  const scene = aCycle(aBlockedTrain().met("Unit Tests"), { policies });
  await run(scene);
  assertStringIncludes(scene.cycle.gate.observation.issues[0]?.body ?? "", "closes itself");
});

Deno.test("escalation edits no cleared issue that a person took the label off", async () => {
  const scene = aCycle(aBlockedTrain().unlabelled(1, "release-blocker").met("Unit Tests"));
  await run(scene);
  assertEquals(scene.written(), []);
});

Deno.test("escalation saves nothing of an adoption that was only planned", async () => {
  const train = aTrain().personOpened("4.2: Unit Tests", { minutes: 30 }).failed("Unit Tests");
  const scene = aCycle(train, { only: "escalation" });
  await run(scene);
  assertEquals(record(scene.cycle)?.fingerprint, undefined);
});

Deno.test("escalation shows for planned issues what it would do, and writes nothing to them", async () => {
  const scene = aCycle(aTrain().failed("Unit Tests"), { only: "escalation" });
  const ran = await run(scene);
  assertEquals(scene.written(), []);
  assertEquals(scene.cycle.state.saved.blockers.blockers, {});
  assertStringIncludes(ran.report, "| new issue |");
});

Deno.test("escalation plans when it is switched off", async () => {
  const scene = aCycle(aBlockedTrain(), { enable_escalation: false });
  const ran = await run(scene);
  assertEquals([scene.written(), ran.outcome], [[], "planned"]);
  assertEquals(record(scene.cycle)?.escalation_level, "none");
  assertStringIncludes(ran.report, "Switched off (enable_escalation is false)");
});

Deno.test("escalation fails when GitHub could not be read at all", async () => {
  const { cycle } = aCycle(aTrain(), { blind: "503" });
  await assertRejects(() => escalation.run(cycle), Error, "GitHub could not be read: 503");
});

for (
  const [minutes, labels, advice] of [
    [100, [], "find an owner for [\\#1]"],
    [100, ["team:backend"], "see that backend works on [\\#1]"],
    [300, ["team:backend"], "find more hands for [\\#1]"],
    [600, [], "find somebody who takes [\\#1]"],
    [600, ["team:backend"], "call backend about [\\#1]"],
  ] as const
) {
  Deno.test(`escalation advises after ${minutes} minutes: ${advice}`, async () => {
    const train = aTrain().failed("Unit Tests", { minutes }).cycled();
    const issue = train.issue(1);
    train.change(1, { labels: [...issue.labels, ...labels] });
    assertStringIncludes((await run(aCycle(train))).report, `**Do next:** ${advice}`);
  });
}
