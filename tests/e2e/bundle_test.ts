import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inWorld } from "../emulator/builders.ts";
import { BUNDLE } from "./bundle_files.ts";
import { aTrain, namesIn, type Ran } from "./harness.ts";
import { blocked, widgets } from "./worlds.ts";

Deno.test("every documented file is in the bundle, also of the steps that were skipped", async () => {
  await using train = await aTrain(blocked());
  for (const args of [[], ["--dry-run"], ["--no-enable-issue-writes", "--no-enable-routing"]]) {
    const ran = await train.cycle(args);
    assertEquals([ran.outcomes.digest, ran.outcomes.handoff], ["skipped", "skipped"]);
    for (const name of BUNDLE) assert(ran.file(name).length > 0, name);
    for (const name of ["release_ops_digest.md", "oncall_handoff.md"]) {
      assert(ran.file(name).startsWith("**Not generated:** outside its windows"), ran.file(name));
      assertStringIncludes(ran.file(name), "Next: 2026-01-0");
    }
    assertStringIncludes(ran.file("oncall_handoff_slack.txt"), "Not generated: ");
  }
});

Deno.test("the state as it was before stands next to the snapshot", async () => {
  await using train = await aTrain(blocked());
  const first = await train.cycle();
  assertEquals([...first.files.keys()].filter((name) => name.startsWith("state-before/")), []);
  const second = await train.later("1m").cycle();
  assertEquals(
    second.file("state-before/blockers_state.json"),
    first.file("state-snapshot/blockers_state.json"),
  );
});

Deno.test("two cycles with the same inputs and now give the same bytes, except for timings", async () => {
  const world = blocked("2026-01-08T09:15:00Z");
  await using train = await aTrain(world, {
    policies: { "digest.yml": (text) => text.replace('"09:00"', '"10:00"') },
  });
  const before = structuredClone(world.world);
  const first = await train.cycle();
  train.github.world = before;
  const second = await train.cycle();
  assertEquals(first.outcomes.handoff, "done");
  assertEquals([...second.files.keys()], [...first.files.keys()]);
  // How long steps took is all that may differ: in the record, and in the page's column for it.
  const timeless = (ran: Ran, name: string): string =>
    ran.file(name).replace(/"duration_ms": \d+/g, "").replace(/(took">)[^<]+/g, "$1");
  for (const name of first.files.keys()) {
    assertEquals(timeless(second, name), timeless(first, name), name);
  }
});

Deno.test("the bundle is small, and nothing of it knows the token", async () => {
  await using train = await aTrain(blocked(), { tokens: ["ghs_verySecretToken"] });
  const env = { GITHUB_TOKEN: "ghs_verySecretToken" };
  const ran = await train.cycle(["--verbose"], { env });
  assertEquals(ran.exit, 0);
  const size = [...ran.files.values()].reduce((sum, text) => sum + text.length, 0);
  assert(size < 1_000_000, `${size} characters`);
  for (const [name, text] of ran.files) assert(!text.includes("verySecret"), name);
  assert(!`${ran.out}${ran.err}`.includes("verySecret"));
});

Deno.test("inputs.json has a line for each issue, and holds the texts of the state once", async () => {
  await using train = await aTrain(blocked());
  await train.cycle();
  const ran = await train.cycle();
  const text = ran.files.get("inputs.json") ?? "";
  const { issues, state } = JSON.parse(text).observation;
  assert(issues.length > 0);
  const lines = text.split("\n").map((line) => line.replace(/,$/, ""));
  for (const issue of issues) assert(lines.includes(JSON.stringify(issue)), issue.title);
  const saved = JSON.stringify(state.files["blockers_state.json"]);
  assertEquals(text.split(saved).length, 2);
});

Deno.test("inputs.json holds what the cycle was decided from", async () => {
  await using train = await aTrain(blocked());
  const inputs = (await train.cycle(["--threshold-minutes", "30"])).json("inputs.json");
  assertEquals(inputs.options.threshold_minutes, 30);
  assertEquals(inputs.policies.blockers.group_above, 5);
  assertEquals(inputs.observation.repository.full_name, "acme/widgets");
  assertEquals(inputs.now, "2026-01-08T10:15:00Z");
});

Deno.test("a re-run of the same run replaces its own bundle, and leaves no draft behind", async () => {
  await using train = await aTrain(blocked());
  await train.cycle(["--run-id", "42"]);
  const ran = await train.cycle(["--run-id", "42"]);
  assertEquals(ran.exit, 0);
  assertEquals(await namesIn(train.out), ["release-ops-cycle-42"]);
});

Deno.test("bundles older than the retention are pruned, and nothing else is", async () => {
  await using train = await aTrain(widgets());
  await train.cycle(["--run-id", "old"]);
  await Deno.mkdir(join(train.out, "release-ops-cycle-foreign"));
  await Deno.writeTextFile(join(train.out, "release-ops-cycle-foreign", "notes.txt"), "mine");
  await Deno.mkdir(join(train.out, "release-ops-cycle-torn"));
  await Deno.writeTextFile(join(train.out, "release-ops-cycle-torn", "cycle.json"), "{");
  train.later("30d");
  await train.cycle(["--run-id", "edge"]);
  assertEquals((await namesIn(train.out)).includes("release-ops-cycle-old"), true);
  train.later("1h");
  await train.cycle(["--run-id", "kept", "--retention-days", "0"]);
  assertEquals((await namesIn(train.out)).includes("release-ops-cycle-old"), true);
  await train.cycle(["--run-id", "plan", "--dry-run"]);
  assertEquals((await namesIn(train.out)).includes("release-ops-cycle-old"), true);
  const { err } = await train.cycle(["--run-id", "new"]);
  assertStringIncludes(err, "Pruned release-ops-cycle-old, older than 30 days.");
  assertEquals(await namesIn(train.out), [
    "release-ops-cycle-edge",
    "release-ops-cycle-foreign",
    "release-ops-cycle-kept",
    "release-ops-cycle-new",
    "release-ops-cycle-plan",
    "release-ops-cycle-torn",
  ]);
});

Deno.test("something that is no bundle is never replaced", async () => {
  await using train = await aTrain(blocked());
  const place = join(train.out, "release-ops-cycle-42");
  await Deno.mkdir(place, { recursive: true });
  await Deno.writeTextFile(join(place, "thesis.txt"), "mine");
  const ran = await train.cycle(["--run-id", "42"]);
  assertEquals([ran.exit, ran.writes], [2, []]);
  assertStringIncludes(ran.err, "is not a bundle of ours");
  assertEquals(await Deno.readTextFile(join(place, "thesis.txt")), "mine");
});

Deno.test("a file where the bundle is built is not removed", async () => {
  await using train = await aTrain(blocked());
  await Deno.mkdir(train.out);
  await Deno.writeTextFile(join(train.out, ".tmp-release-ops-cycle-42"), "mine");
  const ran = await train.cycle(["--run-id", "42"]);
  assertEquals([ran.exit, ran.writes], [2, []]);
  assertStringIncludes(ran.err, "a file stands there");
});

Deno.test("a planted symlink is not followed out of the folder", async () => {
  await using train = await aTrain(blocked());
  const target = join(train.folder, "elsewhere");
  await Deno.mkdir(target);
  await Deno.mkdir(train.out);
  await Deno.symlink(target, join(train.out, ".tmp-release-ops-cycle-42"));
  const ran = await train.cycle(["--run-id", "42"]);
  assertEquals([ran.exit, ran.writes], [2, []]);
  assertEquals(await namesIn(target), []);
});

Deno.test("an out folder that cannot be written is refused before any write", async () => {
  await using train = await aTrain(blocked());
  await Deno.writeTextFile(train.out, "a file");
  const ran = await train.cycle();
  assertEquals([ran.exit, ran.writes], [2, []]);
  assertStringIncludes(ran.err, "Cannot write bundles to");
});

Deno.test("a workflow run gets its summary, its outputs and its groups", async () => {
  await using train = await aTrain(blocked());
  const [summary, output] = [await train.runnerFile("summary"), await train.runnerFile("output")];
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_RUN_ID: "4711",
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: output,
  };
  const ran = await train.cycle([], { env });
  const shown = await Deno.readTextFile(summary);
  // Relative links lead nowhere from a summary: its files are in the run's artifact.
  const artifacts = "(https://github.com/acme/widgets/actions/runs/4711#artifacts)";
  const expected = ran.file("cycle_summary.md").replaceAll(/\(\.\/[\w.]+\)/g, artifacts);
  assertEquals(shown.trimEnd(), expected.trimEnd());
  const outputs = await Deno.readTextFile(output);
  for (const value of ["blocked", "promotable", "bundle", "complete", "exit_code", "state"]) {
    assertStringIncludes(outputs, value);
  }
  assertStringIncludes(ran.err, "::group::Step 1: Generate dashboard\n");
  assertStringIncludes(ran.err, "::endgroup::\n");
  assertStringIncludes(ran.file("cycle_summary.md"), "actions/runs/4711");
});

Deno.test("a summary file that cannot be written is a warning", async () => {
  await using train = await aTrain(widgets());
  const ran = await train.cycle([], { env: { GITHUB_STEP_SUMMARY: join(train.folder, "no/way") } });
  assertEquals(ran.exit, 0);
  assertStringIncludes(ran.err, "::warning::Cannot write to");
});

Deno.test("GitHub Enterprise Server: the paths /api/v3 and /api/graphql serve the same cycle", async () => {
  const world = blocked();
  await using train = await aTrain(inWorld(structuredClone(world.world)));
  await using enterprise = await aTrain(world);
  const usual = await train.cycle();
  const { enterpriseUrl, enterpriseGraphqlUrl } = enterprise.github;
  const env = { GITHUB_API_URL: `${enterpriseUrl}/`, GITHUB_GRAPHQL_URL: undefined };
  const ran = await enterprise.cycle([], { env });
  assertEquals([ran.exit, ran.writes], [0, usual.writes]);
  assertEquals(ran.board, usual.board);
  const again = await enterprise.later("1m").cycle([], {
    env: { GITHUB_API_URL: enterpriseUrl, GITHUB_GRAPHQL_URL: enterpriseGraphqlUrl },
  });
  assertEquals([again.exit, again.writes], [0, []]);
});
