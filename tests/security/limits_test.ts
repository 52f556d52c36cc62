/**
 * GitHub's limits through whole cycles: what is too long or too much is cut with a note, put off with a
 * reason, and never a failure.
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { MOST_WRITES } from "../../lib/gate/gate.ts";
import { BODY_LIMIT } from "../../lib/report/limits.ts";
import { aTrain, type Ran } from "../e2e/harness.ts";
import { blocked, RC, widgets } from "../e2e/worlds.ts";
import type { WorldBuilder } from "../emulator/builders.ts";

/** A cycle that came to its end without a failure. */
function assertDone(ran: Ran): Ran {
  const failed = ran.record.actions.filter(({ outcome }) => outcome === "failed");
  assertEquals(failed.map(({ error }) => error), []);
  assertEquals(ran.exit, 0, ran.err);
  return ran;
}

function contentWrites(ran: Ran): number {
  return ran.requests.filter(({ write, path, method }) =>
    write && (method === "PATCH" || /\/(?:issues|comments|labels|assignees)(?:\?|$)/.test(path))
  ).length;
}

Deno.test("a cycle leaves a body that people filled as it is, and goes on", async () => {
  await using train = await aTrain(blocked());
  assertDone(await train.cycle());
  const issue = train.issue(1);
  const filled = issue.body + "\nz".repeat((BODY_LIMIT - issue.body.length) / 2);
  train.world.as("maria").edit(1, { body: filled });
  for (const by of ["3h", "3h", "20h"]) {
    train.later(by);
    assertDone(await train.cycle());
    assert(issue.body.length <= BODY_LIMIT);
    assertEquals(issue.body.slice(-20_000), filled.slice(-20_000), "people's text was cut");
  }
});

Deno.test("a cycle that adopts an issue with a full body writes nothing into it", async () => {
  const body = "z".repeat(BODY_LIMIT - 5);
  const world = blocked().as("maria")
    .issue({ title: "4.2: Unit Tests fail", labels: ["release-blocker"], body, at: "-1h" });
  await using train = await aTrain(world);
  assertDone(await train.cycle());
  train.later("5h");
  assertDone(await train.cycle());
  assertEquals(train.issue(1).body, body);
});

Deno.test("a group of 60 checks is one issue whose body fits", async () => {
  const names = Array.from(
    { length: 60 },
    (_, index) => `Check ${index} ${"of many ".repeat(12)}`.trim(),
  );
  const world = widgets();
  for (const name of names) {
    const jobs = Array.from(
      { length: 3 },
      (_, job) => ({ name: `${name} ${job} ${"x".repeat(500)}` }),
    );
    world.ran(name, { on: RC, conclusion: "failure", completed: "-3h", jobs });
    world.ran(name, { on: "main", conclusion: "success", completed: "-3h" });
  }
  const policies = {
    "required_checks.yml": `version: "1.0.0"\nalways_required:\n${
      names.map((name) =>
        `  - {name: ${JSON.stringify(name)}, rationale: ${
          JSON.stringify("because ".repeat(60).trim())
        }}\n`
      ).join("")
    }`,
  };
  await using train = await aTrain(world, { policies });
  const first = assertDone(await train.cycle());
  assertEquals(first.created(), ["4.2 is blocked: 60 required checks are not met"]);
  const { body } = train.issue(1);
  assert(body.length <= BODY_LIMIT);
  assertMatch(body, /The rest was cut/);
  assertMatch(body, /^<!-- release-ops:end status -->$/m);
  assertMatch(body, /^<!-- release-ops:blocker /m);
  train.later("6h");
  assertDone(await train.cycle());
  train.later("1h");
  assertEquals(
    assertDone(await train.cycle()).writes.filter((path) => path.startsWith("PATCH")),
    [],
  );
});

Deno.test("a title is cut to 256 characters, and a job's long name breaks no marker", async () => {
  const branch = `release-${"long".repeat(60)}`.slice(0, 240);
  const world = widgets().commit(branch, { at: "-5h", files: ["a"] });
  for (const name of ["Unit Tests", "Integration Tests", "Lint"]) {
    const jobs = [{ name: "\u{1f468}".repeat(6_000), conclusion: "failure" as const }];
    world.ran(name, { on: branch, conclusion: "failure", completed: "-4h", jobs });
  }
  await using train = await aTrain(world);
  const first = assertDone(await train.cycle());
  assertEquals(first.created().length, 3);
  for (const title of first.created()) assert([...title].length <= 256);
  for (const number of [1, 2, 3]) {
    assertMatch(train.issue(number).body, /^<!-- release-ops:blocker [^ ]+ -->$/m);
  }
  train.later("1h");
  assertEquals(assertDone(await train.cycle()).created(), []);
});

Deno.test("labels and assignees over GitHub's limits are left out with a reason", async () => {
  const world = blocked().assignable(...people(13)).as("maria").issue({
    title: "Docs of 4.2",
    labels: ["release-blocker", "P0", ...Array.from({ length: 97 }, (_, index) => `l${index}`)],
    at: "-9h",
  }).assign(1, ...people(4));
  const routing = `version: "1.0.0"\nenabled: true\ntrigger_labels: [release-blocker]\n` +
    `teams:\n  docs:\n    assignees: [${
      people(13).slice(3)
    }]\n    labels: [team:docs, team:two]\n` +
    `    rules: [{type: keyword, patterns: [Docs]}]\ndefault: {assignees: [], labels: []}\n`;
  await using train = await aTrain(world, { policies: { "routing.yml": routing } });
  const ran = assertDone(await train.cycle());
  assertEquals(train.issue(1).labels.length, 100);
  assertEquals(train.issue(1).assignees.length, 10);
  const errors = ran.record.actions.map(({ error }) => error ?? "");
  assert(errors.some((error) => /team:two left out: .*100 labels/.test(error)), errors.join("\n"));
  train.later("3h");
  assertDone(await train.cycle());
});

function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index}`);
}

/** Many open blockers that people raised, old enough to escalate. */
function manyBlockers(count: number, world: WorldBuilder): WorldBuilder {
  world.as("maria");
  for (let index = 0; index < count; index++) {
    world.issue({
      title: `Trouble ${index} ${"with words ".repeat(18)}`,
      labels: ["release-blocker", "P0"],
      at: "-9h",
    });
  }
  return world;
}

Deno.test("400 blockers: writes stay under GitHub's limits, the rest is listed and done later", async () => {
  const world = manyBlockers(400, blocked());
  const digest = (text: string): string =>
    text.replace("enabled: false", "enabled: true").replace(
      "target_issue_number: null",
      "target_issue_number: 1",
    )
      .replace(/max_blockers: \d+/, "max_blockers: 500").replace(
        /max_items_per_section: \d+/,
        "max_items_per_section: 500",
      );
  await using train = await aTrain(world, { policies: { "digest.yml": digest } });
  const summary = join(train.folder, "summary");
  const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_RUN_ID: "77" };
  const first = assertDone(await train.cycle(["--force-digest", "--force-handoff"], { env }));
  assert(contentWrites(first) <= MOST_WRITES + 10, String(contentWrites(first)));
  assertMatch(first.said("escalation"), /\d+ changes deferred to the next cycle/);
  assertMatch(
    first.file("escalation_report.md"),
    /deferred: over the limit of 240 writes per cycle/,
  );
  const posted = train.issue(1).comments.find(({ body }) => body.includes("digest")) ??
    { body: train.issue(1).comments.map(({ body }) => body.slice(0, 80)).join("\n") };
  assertStringIncludes(posted.body, "digest%40", "the digest is posted whatever was put off");
  assert(posted.body.length <= BODY_LIMIT);
  assert((await Deno.stat(summary)).size <= 1_048_576);
  let cycles = 1;
  for (; cycles < 9 && unescalated(train.github.world.issues) > 0; cycles++) {
    train.later("1h");
    const ran = assertDone(await train.cycle());
    assert(contentWrites(ran) <= MOST_WRITES + 10);
  }
  assertEquals(unescalated(train.github.world.issues), 0, `after ${cycles} cycles`);
  const told = Object.values(train.github.world.issues).map(({ comments }) =>
    comments.filter(({ body }) => body.includes("Escalation level: page")).length
  );
  assert(told.every((count) => count <= 1), "somebody was told twice");
});

function unescalated(
  issues: Readonly<Record<string, { title: string; labels: string[] }>>,
): number {
  return Object.values(issues).filter(({ title, labels }) =>
    title.startsWith("Trouble") && !labels.includes("escalation:page")
  ).length;
}
