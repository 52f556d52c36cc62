import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { aTrain, type TrainOptions } from "./harness.ts";
import { blocked, green, RC, widgets } from "./worlds.ts";

const POSTED: TrainOptions = {
  policies: {
    "digest.yml": (text) =>
      text.replace("enabled: false", "enabled: true").replace("number: null", "number: 1"),
  },
};

Deno.test("the digest runs inside its window and nowhere else", async () => {
  await using train = await aTrain(blocked("2026-01-08T07:59:00Z"));
  const early = await train.cycle();
  assertEquals(early.outcomes.digest, "skipped");
  assertStringIncludes(early.file("release_ops_digest.md"), "Next: 2026-01-08 08:00 UTC");
  train.later("1m");
  const due = await train.cycle();
  assertEquals(due.outcomes.digest, "done");
  assertStringIncludes(due.file("release_ops_digest.md"), "# Release ops digest");
  assertStringIncludes(due.file("release_ops_digest.md"), "due 08:00 UTC");
  train.later("30m");
  const settled = await train.cycle();
  assertEquals(settled.outcomes.digest, "skipped");
  assertStringIncludes(settled.said("digest"), "is settled already (digest@2026-01-08T08:00Z)");
  train.later("30m");
  assertStringIncludes((await train.cycle()).said("digest"), "Outside its windows");
});

Deno.test("the handoff runs at every change of shift, and names who goes and who comes", async () => {
  await using train = await aTrain(blocked("2026-01-08T08:59:00Z"));
  assertEquals((await train.cycle()).outcomes.handoff, "skipped");
  train.later("1m");
  const morning = await train.cycle(["--context", "RC waits for a fix"]);
  assertEquals(morning.outcomes.handoff, "done");
  const told = morning.file("oncall_handoff.md");
  assertStringIncludes(told, "- This shift: RC waits for a fix");
  assertStringIncludes(told, "4.2 is blocked: Unit Tests failed");
  assertStringIncludes(
    morning.file("oncall_handoff_slack.txt"),
    ":rotating_light: On-call handoff",
  );
  train.later("30m");
  assertEquals((await train.cycle()).outcomes.handoff, "skipped");
  train.world.at("2026-01-08T17:05:00Z");
  const evening = await train.cycle();
  assertEquals(evening.outcomes.handoff, "done");
  assertStringIncludes(
    evening.file("oncall_handoff.md"),
    "- Carried over: 2026-01-08: RC waits for a fix",
  );
});

Deno.test("context that is left outside the windows waits for the next handoff", async () => {
  await using train = await aTrain(blocked("2026-01-08T12:00:00Z"));
  const left = await train.cycle(["--context", "the vendor calls back at five"]);
  assertEquals([left.exit, left.outcomes.handoff], [0, "skipped"]);
  assertStringIncludes(left.said("handoff"), "The context is kept for the next handoff");
  train.world.at("2026-01-08T17:05:00Z");
  const told = (await train.cycle()).file("oncall_handoff.md");
  assertStringIncludes(told, "- Carried over: 2026-01-08: the vendor calls back at five");
});

Deno.test("context is not carried over where the policy says so, and the log tells that it is lost", async () => {
  await using train = await aTrain(blocked("2026-01-08T12:00:00Z"), {
    policies: {
      "handoff.yml": (text) => text.replace("previous_context: true", "previous_context: false"),
    },
  });
  assertStringIncludes(
    (await train.cycle(["--context", "x"])).said("handoff"),
    "The context is lost",
  );
});

Deno.test("the digest and the handoff list what waits, and since when", async () => {
  const world = widgets("2026-01-08T08:15:00Z")
    .ran("Lint", { on: RC, status: "queued", created: "-30m" });
  await using train = await aTrain(world);
  const ran = await train.cycle(["--force-handoff"]);
  const digest = ran.file("release_ops_digest.md");
  assert(/\| Lint \| .*v4\.2\.0-rc\.1.* \| queued \| 2026-01-08 07:45 UTC \|/.test(digest), digest);
  assertStringIncludes(digest, "No open blocker.");
  assertStringIncludes(ran.file("oncall_handoff.md"), "pending: Lint is queued");
});

Deno.test("a handoff without a word for chat says so, when the policy wants none", async () => {
  await using train = await aTrain(widgets("2026-01-08T09:05:00Z"), {
    policies: {
      "handoff.yml": (text) =>
        text.replace("slack_format:\n    enabled: true", "slack_format:\n    enabled: false"),
    },
  });
  const ran = await train.cycle();
  assertStringIncludes(ran.file("oncall_handoff_slack.txt"), "slack_format.enabled: false");
});

Deno.test("forced: digest and handoff run outside their windows and settle nothing", async () => {
  await using train = await aTrain(blocked("2026-01-08T06:30:00Z"));
  const ran = await train.cycle(["--force-digest", "--force-handoff"]);
  assertEquals([ran.outcomes.digest, ran.outcomes.handoff], ["done", "done"]);
  assertStringIncludes(ran.file("release_ops_digest.md"), "outside its windows, forced");
  train.world.at("2026-01-08T08:10:00Z");
  assertEquals((await train.cycle()).outcomes.digest, "done");
  train.world.at("2026-01-08T09:10:00Z");
  assertEquals((await train.cycle()).outcomes.handoff, "done");
});

Deno.test("forced inside the window: the occurrence is settled", async () => {
  await using train = await aTrain(blocked("2026-01-08T08:10:00Z"));
  await train.cycle([], { env: { FORCE_RUN_DIGEST: "true" } });
  train.later("10m");
  assertEquals((await train.cycle()).outcomes.digest, "skipped");
});

Deno.test("a digest is posted once per occurrence, even when the state could not be saved", async () => {
  const world = blocked("2026-01-08T08:10:00Z").as("alice").issue({ title: "Digests" })
    .protect("main");
  await using train = await aTrain(world, POSTED);
  const first = await train.cycle();
  assertEquals([first.exit, first.outcomes.commit_state], [1, "failed"]);
  assertStringIncludes(first.err, "::warning::Failed to push state updates");
  assertEquals(train.issue(1).comments.length, 1);
  train.later("10m");
  const second = await train.cycle();
  assertEquals(second.outcomes.digest, "done");
  assertEquals(second.actions("digest"), ["comment skipped"]);
  assertEquals(train.issue(1).comments.length, 1);
});

Deno.test("a digest is not posted when nothing changed, and is when something did", async () => {
  const world = widgets("2026-01-08T08:10:00Z").as("alice").issue({ title: "Digests" });
  await using train = await aTrain(world, POSTED);
  await train.cycle();
  assertEquals(train.issue(1).comments.length, 1);
  train.later("24h");
  const quiet = await train.cycle();
  assertEquals([quiet.outcomes.digest, quiet.actions("digest")], ["done", []]);
  assertStringIncludes(quiet.file("release_ops_digest.md"), "Nothing changed since");
  train.later("24h").world.ran("Lint", { on: RC, conclusion: "failure", completed: "-2h" });
  const news = await train.cycle();
  assertEquals(news.actions("digest"), ["comment done"]);
  assertEquals(train.issue(1).comments.length, 2);
  assertStringIncludes(news.file("release_ops_digest.md"), `${RC}: passing, now blocked`);
});

Deno.test("a digest that could not be posted stays due, and comes in the next cycle", async () => {
  const world = blocked("2026-01-08T08:10:00Z").as("alice").issue({ title: "Digests" });
  await using train = await aTrain(world, POSTED);
  train.github.intercept = (call) =>
    call.write && call.path.endsWith("/issues/1/comments")
      ? Response.json({ message: "boom" }, { status: 500 })
      : undefined;
  const failed = await train.cycle();
  assertEquals([failed.exit, failed.outcomes.digest], [1, "failed"]);
  assertStringIncludes(failed.said("digest"), "it stays due");
  train.github.intercept = undefined;
  train.later("10m");
  const again = await train.cycle();
  assertEquals([again.exit, again.actions("digest")], [0, ["comment done"]]);
});

Deno.test("a missed digest is caught up when the policy, the flag or the variable says so", async () => {
  await using train = await aTrain(blocked("2026-01-08T11:30:00Z"));
  assertEquals((await train.cycle(["--dry-run"])).outcomes.digest, "skipped");
  const ran = await train.cycle([], { env: { CATCH_UP_HOURS: "6" } });
  assertEquals(ran.outcomes.digest, "done");
  assertStringIncludes(ran.file("release_ops_digest.md"), "due 08:00 UTC, 3 h 30 min late");
});

Deno.test("the digest tells what cleared, closed and escalated since the last one", async () => {
  await using train = await aTrain(blocked("2026-01-08T08:10:00Z"));
  await train.cycle();
  train.later("3h");
  await train.cycle();
  train.later("1h").world.as("alice").close(1);
  green(train.world, RC, "-10m");
  train.world.as("alice").issue({ title: "The signing key expired", labels: ["release-blocker"] });
  train.world.at("2026-01-09T08:05:00Z");
  const digest = (await train.cycle()).file("release_ops_digest.md");
  const changes = digest.slice(digest.indexOf("## What changed"), digest.indexOf("## CI queue"));
  assert(/- new: .* The signing key expired/.test(changes), changes);
  assert(/- closed: .* 4\.2 is blocked: Unit Tests failed/.test(changes), changes);
  assertStringIncludes(changes, `- ${RC}: blocked, now passing`);
});

Deno.test("a pinned digest rides along with the state commit", async () => {
  await using train = await aTrain(blocked("2026-01-08T08:10:00Z"), {
    policies: {
      "digest.yml": (text) =>
        text.replace(
          "target_issue_number: null\n",
          "target_issue_number: null\n  pinned_file:\n    enabled: true\n    path: docs/DIGEST.md\n",
        ),
    },
  });
  await train.cycle();
  assertStringIncludes(
    train.github.world.branches.main?.files["docs/DIGEST.md"] ?? "",
    "# Release ops digest",
  );
});
