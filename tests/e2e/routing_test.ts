import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { aTrain } from "./harness.ts";
import { blocked, failed, RC, widgets } from "./worlds.ts";

const BLOCKER = { labels: ["release-blocker"], at: "-1h" };

Deno.test("an issue that is raised in a cycle is routed in the same cycle", async () => {
  await using train = await aTrain(failed(widgets(), "Integration Tests", "-2h"));
  const ran = await train.cycle();
  assertEquals(ran.created(), ["4.2 is blocked: Integration Tests failed"]);
  assertEquals(train.issue(1).labels.includes("team:platform"), true);
  assertStringIncludes(ran.file("routing_report.md"), "1 issue routed (1 to platform)");
  assertEquals(train.state("blockers").blockers["issue:1"]?.route?.team, "platform");
});

Deno.test("routing goes by label, then path, then keyword, else to the default", async () => {
  const world = widgets().as("alice").assignable("kim")
    .issue({ title: "Stuck in docs/index.md", ...BLOCKER, labels: ["release-blocker", "area:api"] })
    .issue({ title: "Stuck", body: "The database breaks `web/app.css`.", ...BLOCKER })
    .issue({ title: "The DATABASE is gone", ...BLOCKER })
    .issue({ title: "databases are gone", ...BLOCKER })
    .issue({ title: "Has a team", ...BLOCKER, labels: ["release-blocker", "team:docs"] });
  await using train = await aTrain(world, {
    policies: {
      "routing.yml": (text) => text.replace("assignees: []", "assignees: [kim]"),
    },
  });
  const ran = await train.cycle();
  assertEquals(
    [1, 2, 3, 4, 5].map((number) =>
      train.issue(number).labels.filter((label) => /^(team|needs)/.test(label))
    ),
    [["team:backend"], ["team:frontend"], ["team:backend"], ["needs-triage"], ["team:docs"]],
  );
  assertEquals(train.issue(1).assignees, ["kim"]);
  assertStringIncludes(
    train.issue(2).comments[0]?.body ?? "",
    "Routed to **frontend**, because the path `web/**` matches `web/app.css`.",
  );
  assertEquals(train.issue(5).comments, []);
  assertEquals(ran.exit, 0);
});

Deno.test("routing takes needs-triage off, and leaves alone what a person changed", async () => {
  const world = widgets().as("alice").issue({
    title: "Lint is red",
    labels: ["release-blocker", "needs-triage"],
    at: "-1h",
  });
  await using train = await aTrain(world);
  await train.cycle();
  assertEquals(train.issue(1).labels.toSorted(), [
    "priority:normal",
    "release-blocker",
    "team:platform",
  ]);
  train.later("2h").world.as("alice").unlabel(1, "team:platform");
  const ran = await train.cycle();
  assertEquals(train.issue(1).labels.includes("team:platform"), false);
  assertEquals(train.issue(1).comments.filter(({ body }) => body.includes("Routed to")).length, 1);
  assertEquals(ran.actions("routing"), []);
});

Deno.test("CODEOWNERS decides where no rule matches", async () => {
  const world = widgets().file("main", { path: ".github/CODEOWNERS", text: "/lib/ @kim\n" })
    .assignable("kim").as("alice")
    .issue({ title: "Stuck", body: "See `lib/engine.rs`.", ...BLOCKER });
  await using train = await aTrain(world);
  await train.cycle();
  assertEquals(train.issue(1).assignees, ["kim"]);
});

Deno.test("a routing that fails half-way is taken up in the next cycle, without a second comment", async () => {
  await using train = await aTrain(failed(widgets(), "Integration Tests", "-2h"));
  train.github.intercept = (call) =>
    call.write && call.path.endsWith("/issues/1/labels")
      ? Response.json({ message: "boom" }, { status: 500 })
      : undefined;
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.routing], [1, "failed"]);
  train.github.intercept = undefined;
  train.later("1h");
  const again = await train.cycle();
  assertEquals(again.exit, 0);
  assertEquals(train.issue(1).labels.includes("team:platform"), true);
  assertEquals(train.issue(1).comments.filter(({ body }) => body.includes("Routed to")).length, 1);
});

Deno.test("of several routings that fail half-way each is remembered whole once it is done", async () => {
  const world = widgets().assignable("kim").as("alice");
  for (const title of ["Stuck", "Slow"]) {
    world.issue({ title, ...BLOCKER, labels: ["release-blocker", "area:api"] });
  }
  await using train = await aTrain(world, {
    policies: {
      "routing.yml": (text) => text.replace("assignees: []", "assignees: [kim]"),
    },
  });
  train.github.intercept = (call) =>
    call.write && call.path.endsWith("/labels") ? new Response(null, { status: 500 }) : undefined;
  assertEquals((await train.cycle()).outcomes.routing, "failed");
  train.github.intercept = undefined;
  assertEquals((await train.later("1h").cycle()).exit, 0);
  const { processed_issues } = train.state("triage");
  assertEquals(
    ["1", "2"].map((number) => processed_issues[number]?.applied_assignees),
    [["kim"], ["kim"]],
  );
});

Deno.test("a routing that was not saved is recalled in a cycle that routes another issue first", async () => {
  const world = widgets().as("alice").issue({ title: "Slow", at: "-1h" })
    .issue({ title: "Lint is red", ...BLOCKER });
  await using train = await aTrain(world);
  await train.cycle(["--enable-routing=false"]);
  train.later("10m").github.intercept = (call) =>
    call.operation === "CommitState" ? new Response(null, { status: 502 }) : undefined;
  assertEquals((await train.cycle()).exit, 1);
  assertEquals(train.issue(2).labels.includes("team:platform"), true);
  assertEquals(train.state("triage").processed_issues["2"], undefined);
  train.github.intercept = undefined;
  train.later("1h").world.as("alice").label(1, "release-blocker");
  const ran = await train.cycle();
  assertEquals(ran.actions("routing").length > 0, true, "#1 is routed");
  assertEquals(train.state("triage").processed_issues["2"]?.applied_labels, [
    "team:platform",
    "priority:normal",
  ]);
  train.later("1h").world.as("alice").unlabel(2, "team:platform");
  assertEquals((await train.cycle()).actions("routing"), []);
});

Deno.test("a routing that was not saved is recalled beside an issue that is only planned", async () => {
  const world = failed(widgets(), "Integration Tests", "-2h").as("alice")
    .issue({ title: "Lint is red", ...BLOCKER });
  await using train = await aTrain(world, {
    policies: {
      "escalation.yml": (text) =>
        text.replace('base: ["release-blocker"]', 'base: ["release-blocker", "team:docs"]'),
    },
  });
  train.github.intercept = (call) =>
    call.operation === "CommitState" ? new Response(null, { status: 502 }) : undefined;
  const policies = join(train.folder, "policies");
  const step = ["step", "routing", "--out", train.out, "--policies", policies];
  await train.run(step);
  assertEquals(train.issue(1).labels.includes("team:platform"), true);
  train.github.intercept = undefined;
  const ran = await train.later("1h").run(step);
  assertEquals(ran.err.includes("Cannot tell"), false, ran.err);
  assertEquals(train.state("triage").processed_issues["1"]?.applied_labels, [
    "team:platform",
    "priority:normal",
  ]);
});

Deno.test("issues whose routing may be forgotten are looked at twenty to a request", async () => {
  const world = widgets().as("alice");
  for (let count = 0; count < 41; count++) {
    world.issue({ title: `Fire ${count}`, ...BLOCKER, labels: ["release-blocker", "team:docs"] });
  }
  await using train = await aTrain(world);
  const looks = async (): Promise<number> =>
    (await train.cycle()).requests.filter(({ operation }) => operation === "NewestComments").length;
  assertEquals(await looks(), 3);
  train.later("1h");
  assertEquals(await looks(), 0);
});

const LEVELS: [severity: string, minutes: number, level: string][] = [
  ["P0", 59, "none"],
  ["P0", 60, "warn"],
  ["P0", 239, "warn"],
  ["P0", 240, "escalate"],
  ["P0", 479, "escalate"],
  ["P0", 480, "page"],
  ["P1", 239, "none"],
  ["P1", 240, "warn"],
  ["P1", 719, "warn"],
  ["P1", 720, "escalate"],
  ["P1", 1190, "escalate"],
];

for (const [severity, minutes, level] of LEVELS) {
  Deno.test(`a ${severity} open for ${minutes} minutes stands at the level ${level}`, async () => {
    const world = widgets();
    if (severity === "P0") failed(world, "Lint", `-${minutes}m`);
    else world.ran("Lint", { on: RC, status: "queued", created: `-${minutes}m` });
    await using train = await aTrain(world);
    const ran = await train.cycle(["--threshold-minutes", "0"]);
    assertEquals(ran.exit, 0);
    const { labels } = train.issue(1);
    assertEquals(labels.includes(severity), true);
    assertEquals(
      labels.filter((label) => label.startsWith("escalation:")),
      level === "none" ? [] : [`escalation:${level}`],
    );
    assertEquals(train.state("blockers").blockers["issue:1"]?.escalation_level, level);
  });
}

Deno.test("each level fires once over a day of hourly cycles, on people's issues too", async () => {
  const world = blocked().as("alice").issue({
    title: "The build machine burns",
    labels: ["release-blocker"],
    at: "-10m",
  });
  await using train = await aTrain(world);
  for (let hour = 0; hour < 14; hour++) {
    const ran = await train.cycle();
    assertEquals(ran.exit, 0);
    train.later("1h");
  }
  const fired = (number: number): string[] =>
    train.issue(number).events.filter(({ what }) => what?.startsWith("escalation:"))
      .map(({ event, what }) => `${event} ${what}`);
  assertEquals(fired(2), [
    "labeled escalation:warn",
    "labeled escalation:escalate",
    "labeled escalation:page",
  ]);
  assertEquals(fired(1), ["labeled escalation:warn", "labeled escalation:escalate"]);
  // the warning was due when the issue was raised: that told people
  assertEquals(train.issue(2).comments.filter(({ body }) => body.includes("level:")).length, 2);
});

Deno.test("a level does not advance in state when its write failed", async () => {
  await using train = await aTrain(failed(widgets(), "Unit Tests", "-5h"));
  train.github.intercept = (call) =>
    call.write && JSON.stringify(call.body).includes("Escalation level")
      ? Response.json({ message: "boom" }, { status: 502 })
      : undefined;
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.outcomes.escalation], [1, "failed"]);
  assertEquals(train.state("blockers").blockers["issue:1"]?.escalation_level, "none");
  train.github.intercept = undefined;
  train.later("10m");
  assertEquals((await train.cycle()).exit, 0);
  assertEquals(train.issue(1).labels.includes("escalation:escalate"), true);
});
