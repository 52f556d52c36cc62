import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inWorld } from "../emulator/builders.ts";
import { aTrain, filesOf, namesIn, type Ran, type Train } from "./harness.ts";
import { blocked, failed, RC, widgets } from "./worlds.ts";

const OPTIONAL = ["blocker_issues", "routing", "escalation", "digest", "handoff"];

function morning(): Promise<Train> {
  return aTrain(blocked("2026-01-08T09:15:00Z"), {
    policies: { "digest.yml": (text) => text.replace('"09:00"', '"10:00"') },
  });
}

for (
  const [name, args, mode] of [
    ["a dry run", ["--dry-run"], "dry_run"],
    ["read-only mode", ["--enable-issue-writes=false"], "read_only"],
    ["read-only mode", ["--no-enable-issue-writes"], "read_only"],
  ] as const
) {
  Deno.test(`${name} (${args}) writes nothing and reports what it would do`, async () => {
    await using train = await morning();
    const before = structuredClone(train.github.world);
    const ran = await train.cycle(args);
    assertEquals([ran.exit, ran.writes], [0, []]);
    assertEquals(train.github.world, before);
    assertEquals(ran.record.mode, mode);
    assertEquals(ran.created(), ["4.2 is blocked: Unit Tests failed"]);
    assert(ran.actions("routing").length > 0, "the planned issue is routed");
    assert(ran.actions("escalation").length > 0, "and escalated");
    for (const file of ["blocked_issues_report.md", "routing_report.md", "escalation_report.md"]) {
      assertStringIncludes(ran.file(file), "this is what would be done");
    }
    assertEquals(ran.outcomes.commit_state, "skipped");
    assertEquals(new Set(ran.record.actions.map(({ outcome }) => outcome)), new Set(["planned"]));
    assertEquals(ran.json("state-snapshot/blockers_state.json").blockers, {});
  });
}

Deno.test("a dry run settles nothing: the digest is still due afterwards", async () => {
  await using train = await morning();
  assertEquals((await train.cycle(["--dry-run"])).outcomes.digest, "planned");
  assertEquals((await train.cycle()).outcomes.digest, "done");
});

Deno.test("a dry run saves no state in a folder either", async () => {
  await using train = await morning();
  const folder = join(train.folder, "state");
  await train.cycle(["--dry-run", "--state-dir", folder]);
  assertEquals(await namesIn(folder), []);
});

Deno.test("read-only mode keeps the state in a local folder", async () => {
  await using train = await morning();
  const folder = join(train.folder, "state");
  const args = ["--state-dir", folder, "--enable-issue-writes=false"];
  const ran = await train.cycle(args);
  assertEquals([ran.exit, ran.writes, ran.outcomes.digest], [0, [], "done"]);
  const state = JSON.parse((await filesOf(folder)).get("digest_state.json") ?? "{}");
  assertEquals(state.last_occurrence, "digest@2026-01-08T08:00Z");
  assertEquals((await train.cycle(args)).outcomes.digest, "skipped");
});

Deno.test("enable_routing=false routes nothing and says what it would do", async () => {
  await using train = await aTrain(failed(widgets(), "Lint", "-2h"));
  const ran = await train.cycle(["--enable-routing=false"]);
  assertEquals(
    new Set(ran.actions("routing").map((line) => line.split(" ")[1])),
    new Set(["planned"]),
  );
  assertEquals(train.issue(1).labels.includes("team:platform"), false);
  assertStringIncludes(ran.file("routing_report.md"), "Switched off (enable_routing is false)");
  assertStringIncludes(ran.file("routing_report.md"), "1 issue routed (1 to platform)");
  assertEquals(train.state("blockers").blockers["issue:1"]?.route, undefined);
});

Deno.test("enable_escalation=false escalates nothing and says what it would do", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle(["--enable-escalation=false"]);
  assertEquals(train.issue(1).labels.some((label) => label.startsWith("escalation:")), false);
  assertStringIncludes(
    ran.file("escalation_report.md"),
    "Switched off (enable_escalation is false)",
  );
  assertEquals(train.state("blockers").blockers["issue:1"]?.escalation_level, "none");
  train.later("10m");
  assert((await train.cycle()).writes.length > 0, "switched on again it catches up");
  assertEquals(train.issue(1).labels.includes("escalation:warn"), true);
});

Deno.test("enable_notify warns that nothing is sent", async () => {
  await using train = await aTrain(widgets());
  const ran = await train.cycle(["--enable-notify"]);
  assertStringIncludes(ran.err, "::warning::Notifications are not built yet: nothing is sent");
  assertEquals(ran.exit, 0);
  assertEquals((await train.cycle()).err.includes("Notifications"), false);
});

Deno.test("commit_state=false saves nothing, and the rest runs", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.cycle(["--commit-state=false"]);
  assertEquals([ran.exit, ran.created().length, ran.outcomes.commit_state], [0, 1, "skipped"]);
  assertEquals(ran.writes.includes("CommitState"), false);
});

Deno.test("verbose adds detail to the log", async () => {
  await using train = await aTrain(blocked());
  const quiet = await train.cycle(["--dry-run"]);
  const verbose = await train.cycle(["--verbose"]);
  assertStringIncludes(verbose.err, "State: the blocker #1 is new");
  assertEquals(quiet.err.includes("State:"), false);
});

for (const only of OPTIONAL) {
  Deno.test(`step ${only} switches the other optional steps off`, async () => {
    await using train = await morning();
    await train.cycle();
    // A day later everything is due again, and the reason of a second blocker holds.
    failed(train.later("24h").world, "Lint", "-2h");
    train.world.as("alice").issue({ title: "Lint hangs", labels: ["release-blocker"], at: "-5h" });
    const policies = join(train.folder, "policies");
    const ran = await train.run(["step", only, "--out", train.out, "--policies", policies]);
    assertEquals(ran.exit, 0);
    assertEquals(OPTIONAL.filter((step) => ran.outcomes[step] === "done"), [only]);
    const wrote = new Set(
      ran.record.actions.filter(({ outcome }) => outcome === "done").map(({ step }) => step),
    );
    wrote.delete(only);
    assertEquals([...wrote], []);
    assertEquals(ran.outcomes.dashboard, "done");
    assert(ran.files.has("index.html"));
  });
}

Deno.test("step with a name in kebab case is the same step; a step that always runs switches the optional ones off", async () => {
  await using train = await aTrain(blocked());
  const ran = await train.run(["step", "blocker-issues", "--out", train.out]);
  assertEquals(ran.outcomes.blocker_issues, "done");
  train.later("10m");
  const dashboard = await train.run(["step", "dashboard", "--out", train.out]);
  assertEquals([dashboard.exit, dashboard.outcomes.dashboard], [0, "done"]);
  assertStringIncludes(dashboard.said("digest"), "Another step was asked for alone");
  assertEquals(dashboard.outcomes.routing, "planned");
  assertStringIncludes(dashboard.file("routing_report.md"), "Another step was asked for alone");
});

/** Each of the nine inputs: its variable, a value that differs from the default, and what shows it. */
const INPUTS: [flag: string, variable: string, value: string, shows: (ran: Ran) => unknown][] = [
  ["dry-run", "DRY_RUN", "true", ({ record }) => record.mode],
  ["threshold-minutes", "THRESHOLD_MINUTES", "121", (ran) => ran.created().length],
  ["enable-issue-writes", "ENABLE_ISSUE_WRITES", "false", ({ record }) => record.mode],
  ["enable-routing", "ENABLE_ROUTING", "false", ({ outcomes }) => outcomes.routing],
  ["enable-escalation", "ENABLE_ESCALATION", "false", ({ outcomes }) => outcomes.escalation],
  ["enable-notify", "ENABLE_NOTIFY", "true", ({ err }) => err.includes("Notifications")],
  ["force-digest", "FORCE_DIGEST", "true", ({ outcomes }) => outcomes.digest],
  ["force-digest", "FORCE_RUN_DIGEST", "true", ({ outcomes }) => outcomes.digest],
  ["force-handoff", "FORCE_HANDOFF", "true", ({ outcomes }) => outcomes.handoff],
  ["force-handoff", "FORCE_RUN_HANDOFF", "true", ({ outcomes }) => outcomes.handoff],
  ["verbose", "VERBOSE", "true", ({ err }) => err.includes("State: ")],
];

Deno.test("each input means the same as a flag and as a variable, and an empty variable is the default", async () => {
  const world = blocked().world;
  await using train = await aTrain(inWorld(structuredClone(world)));
  const see = async (args: string[], env: Record<string, string> = {}): Promise<Ran> => {
    train.github.world = structuredClone(world);
    const ran = await train.cycle(args, { env });
    assertEquals(ran.exit, 0);
    return ran;
  };
  const plain = await see([], Object.fromEntries(INPUTS.map(([, variable]) => [variable, ""])));
  for (const [flag, variable, value, shows] of INPUTS) {
    const flagged = shows(await see([`--${flag}=${value}`]));
    assert(shows(plain) !== flagged, `${flag}: ${flagged} is the default`);
    assertEquals(shows(await see([], { [variable]: value })), flagged, variable);
  }
});

Deno.test("a failing candidate of one line does not keep another from being promotable", async () => {
  const world = blocked().commit("release/4.1", { at: "-9h", files: ["src/a.ts"] });
  for (const name of ["Unit Tests", "Integration Tests", "Lint"]) {
    world.ran(name, { on: "release/4.1", conclusion: "success", completed: "-8h" });
  }
  await using train = await aTrain(world);
  assertEquals((await train.cycle()).board, {
    "main": "success",
    "release/4.1": "success",
    [RC]: "blocked",
  });
});
