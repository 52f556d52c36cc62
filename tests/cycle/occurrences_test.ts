import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMENT_MARKER } from "../../lib/github/issue_lookups.ts";
import { findMarkers } from "../../lib/report/marker.ts";
import { aTrain, type Ran, type TrainOptions } from "../e2e/harness.ts";
import { blocked, widgets } from "../e2e/worlds.ts";

const POSTED: TrainOptions = {
  policies: {
    "digest.yml": (text) =>
      text.replace("enabled: false", "enabled: true").replace("number: null", "number: 1"),
  },
};
const LATE = { env: { CATCH_UP_HOURS: "6" } };

function changes(ran: Ran): string {
  const text = ran.file("release_ops_digest.md");
  return text.slice(text.indexOf("## What changed"), text.indexOf("## CI queue"));
}

Deno.test("an occurrence's key stands in the state, in the comment's marker, and once per occurrence", async () => {
  const world = blocked("2026-01-08T10:10:00Z").as("alice").issue({ title: "Digests" });
  await using train = await aTrain(world, POSTED);
  const ran = await train.cycle([], LATE);
  assertStringIncludes(ran.file("release_ops_digest.md"), "due 08:00 UTC, 2 h 10 min late");
  assertStringIncludes(ran.said("digest"), "due 08:00 UTC, 2 h 10 min late");
  const key = "digest@2026-01-08T08:00Z";
  assertEquals(train.state("digest").last_occurrence, key);
  assertEquals(train.state("digest").last_digest_at, "2026-01-08T10:10:00Z");
  const keys = train.issue(1).comments.map(({ body }) => findMarkers(body, COMMENT_MARKER));
  assertEquals(keys, [[key]]);
});

Deno.test("what happens between an opening and the late tick that uses it is told once", async () => {
  const world = widgets("2026-01-07T08:00:00Z").as("alice")
    .issue({ title: "Slow disk", labels: ["release-blocker"] });
  await using train = await aTrain(world);
  await train.cycle();
  train.world.at("2026-01-08T08:20:00Z").as("alice").close(1);
  train.later("20m");
  const late = changes(await train.cycle());
  assertStringIncludes(late, "closed: ");
  train.world.at("2026-01-09T08:05:00Z");
  const next = changes(await train.cycle());
  assertStringIncludes(next, "Nothing changed since 2026-01-08 08:40 UTC");
});

Deno.test("a digest after missed days tells all that happened since the last one", async () => {
  const world = widgets("2026-01-07T08:10:00Z").as("alice")
    .issue({ title: "Slow disk", labels: ["release-blocker"] });
  await using train = await aTrain(world);
  await train.cycle();
  train.world.at("2026-01-08T03:00:00Z").as("alice").close(1);
  train.world.at("2026-01-09T20:00:00Z").as("bob")
    .issue({ title: "No space", labels: ["release-blocker"] });
  train.world.at("2026-01-11T08:30:00Z");
  const ran = await train.cycle();
  assertStringIncludes(
    ran.file("release_ops_digest.md"),
    "from 2026-01-07 08:10 UTC to 2026-01-11",
  );
  assert(/closed: .*Slow disk/.test(changes(ran)));
  assert(/new: .*No space/.test(changes(ran)));
});

Deno.test("a forced digest outside its windows is a preview: the next one tells its news again", async () => {
  await using train = await aTrain(widgets("2026-01-07T08:10:00Z"));
  await train.cycle();
  train.world.at("2026-01-07T12:00:00Z").as("alice")
    .issue({ title: "Slow disk", labels: ["release-blocker"] });
  train.later("1h");
  assert(/new: .*Slow disk/.test(changes(await train.cycle(["--force-digest"]))));
  train.world.at("2026-01-08T08:10:00Z");
  assert(/new: .*Slow disk/.test(changes(await train.cycle())));
});

Deno.test("what could not be read is no news when it can be read again", async () => {
  await using train = await aTrain(blocked("2026-01-07T08:10:00Z"));
  await train.cycle();
  train.later("24h");
  train.github.intercept = ({ operation }) =>
    operation === "ChecksOfCommits"
      ? Response.json({ message: "boom" }, { status: 404 })
      : undefined;
  const blind = await train.cycle();
  assertEquals([blind.exit, blind.outcomes.digest], [1, "done"]);
  assertStringIncludes(blind.file("release_ops_digest.md"), "**Incomplete.**");
  train.github.intercept = undefined;
  train.later("24h");
  const text = changes(await train.cycle());
  assert(!/new candidate|new: /.test(text), text);
});

Deno.test("a handoff that is caught up names the shifts of its own window", async () => {
  await using train = await aTrain(widgets("2026-01-08T13:40:00Z"));
  const ran = await train.cycle([], LATE);
  assertStringIncludes(
    ran.file("oncall_handoff.md").replaceAll("\u200b", ""),
    "**From 17:00-09:00 UTC to 09:00-17:00 UTC** · 2026-01-08 13:40 UTC · due 09:00 UTC, 4 h 40 min late",
  );
  assertEquals(train.state("handoff").last_handoff_shift, "09:00-17:00 UTC");
  assertEquals(train.state("handoff").last_occurrence, "handoff@2026-01-08T09:00Z");
});

Deno.test("--context adds to what earlier shifts left, and is kept until the next handoff", async () => {
  await using train = await aTrain(widgets("2026-01-08T09:05:00Z"));
  await train.cycle(["--context", "RC waits for a fix"]);
  train.world.at("2026-01-08T14:00:00Z");
  const between = await train.cycle(["--context", "keys expire on Friday"]);
  assertStringIncludes(between.said("handoff"), "The context is kept for the next handoff.");
  train.world.at("2026-01-08T17:05:00Z");
  const evening = (await train.cycle(["--context", "quiet day"])).file("oncall_handoff.md");
  assertStringIncludes(
    evening,
    "- This shift: quiet day\n- Carried over: 2026-01-08: keys expire on Friday\n" +
      "- Carried over: 2026-01-08: RC waits for a fix",
  );
  train.world.at("2026-01-09T09:05:00Z");
  const chat = (await train.cycle()).file("oncall_handoff_slack.txt");
  assertStringIncludes(
    chat,
    "Carried over: 2026-01-08: quiet day\nCarried over: 2026-01-08: keys expire on Friday\n",
  );
});

Deno.test("--context drop takes away what earlier shifts left, inside and outside of a window", async () => {
  for (const time of ["2026-01-08T14:00:00Z", "2026-01-08T17:05:00Z"]) {
    await using train = await aTrain(widgets("2026-01-08T09:05:00Z"));
    await train.cycle(["--context", "RC waits for a fix"]);
    train.world.at(time);
    const ran = await train.cycle(["--context", "drop"]);
    assertEquals(train.state("handoff").previous_context, null, time);
    assert(!/RC waits|This shift/.test(ran.file("oncall_handoff.md")), time);
    if (ran.outcomes.handoff === "skipped") {
      assertStringIncludes(ran.said("handoff"), "What earlier shifts left is dropped.");
    }
  }
});

Deno.test("a dry run keeps no context, and a policy that carries none says so", async () => {
  await using train = await aTrain(widgets("2026-01-08T12:05:00Z"), {
    policies: {
      "handoff.yml": (text) =>
        text.replace("include_previous_context: true", "include_previous_context: false"),
    },
  });
  const ran = await train.cycle(["--context", "lost"]);
  assertStringIncludes(ran.said("handoff"), "The context is lost");
  await using other = await aTrain(widgets("2026-01-08T12:05:00Z"));
  await other.cycle(["--dry-run", "--context", "dry"]);
  other.world.at("2026-01-08T17:05:00Z");
  assert(!(await other.cycle()).file("oncall_handoff.md").includes("dry"));
});

Deno.test("recent events of a handoff begin with the newest", async () => {
  await using train = await aTrain(widgets("2026-01-08T09:05:00Z"));
  await train.cycle();
  train.world.at("2026-01-08T11:00:00Z").as("alice")
    .issue({ title: "Older", labels: ["release-blocker"] });
  train.world.at("2026-01-08T12:00:00Z").as("alice")
    .issue({ title: "Newer", labels: ["release-blocker"] });
  train.world.at("2026-01-08T13:00:00Z").as("alice").close(1);
  train.world.at("2026-01-08T17:05:00Z");
  const text = (await train.cycle()).file("oncall_handoff.md");
  const events = text.slice(text.indexOf("## Recent events"));
  const places = ["13:00 UTC closed", "12:00 UTC opened"].map((words) => events.indexOf(words));
  assert(places[0] !== -1 && (places[0] ?? 0) < (places[1] ?? -1), events);
});
