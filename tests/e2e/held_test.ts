/**
 * A person's open blocker issue stops the train: every report says so, and none disagrees on what is worst.
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { aTrain, type Ran } from "./harness.ts";
import { blocked, failed, green, RC, widgets } from "./worlds.ts";

const BLOCKER = { labels: ["release-blocker"], at: "-20m" };
const FORCED = ["--force-digest", "--force-handoff"];

/** The text after "Do next" of a report. */
function next(ran: Ran, file: string): string {
  return /^(?:\*\*Do next:\*\*|Do next:) (.*)$/m.exec(ran.file(file))?.[1] ?? "";
}

Deno.test("a person's open issue that names a line holds it, and nobody is told to promote it", async () => {
  const world = widgets().as("alice").issue({ title: `${RC} loses data`, ...BLOCKER });
  await using train = await aTrain(world);
  const ran = await train.cycle(FORCED);
  assertEquals(ran.board[RC], "success");
  assertEquals(ran.json("dashboard.json").summary.promotable, 2);
  assertStringIncludes(
    ran.file("cycle_summary.md"),
    "2 lines: 1 can ship, 1 held by an open issue",
  );
  assertStringIncludes(
    ran.said("dashboard"),
    "1 of 2 candidates can ship: 1 held by an open issue.",
  );
  assertStringIncludes(ran.said("blocker_issues"), "1 open without a check behind");
  assertStringIncludes(ran.file("blocked_issues_report.md"), "## Open without a check behind");
  assertStringIncludes(ran.file("index.html"), "passed its checks, held 20 min");
  assertStringIncludes(ran.file("release_ops_digest.md"), "it is held by [\\#1]");
  assertStringIncludes(ran.file("oncall_handoff.md"), "| held: [\\#1]");
  for (const [name, text] of ran.files) {
    assert(!text.includes(`promote [${RC}`) && !text.includes(`ship [${RC}`), name);
  }
  for (const file of ["dashboard.md", "release_ops_digest.md", "oncall_handoff.md"]) {
    assertStringIncludes(next(ran, file), "it alone holds 4.2");
  }
  train.world.as("alice").close(1);
  const free = await train.cycle(FORCED);
  assertStringIncludes(next(free, "dashboard.md"), `promote [${RC}`);
  assertStringIncludes(free.file("cycle_summary.md"), "# Both lines can ship");
});

Deno.test("an open issue that names no line is said beside the verdict and beside every promotion", async () => {
  const world = widgets().as("alice").issue({ title: "The signing key expired", ...BLOCKER });
  await using train = await aTrain(world);
  const ran = await train.cycle(FORCED);
  assertStringIncludes(ran.file("index.html"), "1 open blocker names no single line: #1");
  assertStringIncludes(ran.said("dashboard"), "1 open blocker names no single line: #1.");
  assertStringIncludes(
    ran.file("release_ops_digest.md"),
    ", once it is clear that \\#\u200b1 does not concern 4.2",
  );
  assertStringIncludes(ran.file("release_ops_single_page.md"), "once it is clear that");
});

Deno.test("every Do next of a bundle names the same blocker", async () => {
  const world = blocked().commit("release/4.0", { at: "-5d", files: ["src/engine.ts"] });
  green(world, "release/4.0", "-4d").ran("Lint", {
    on: "release/4.0",
    conclusion: "failure",
    completed: "-9h",
  });
  await using train = await aTrain(world);
  const ran = await train.cycle(FORCED);
  const number = Object.values(train.github.world.issues).find(({ title }) =>
    title.startsWith("4.0")
  )?.number;
  for (
    const file of ["blocked_issues_report.md", "release_ops_digest.md", "oncall_handoff.md"]
  ) {
    assertStringIncludes(next(ran, file), `fix Lint on 4.0 ([\\#${number}]`);
  }
  assertStringIncludes(next(ran, "escalation_report.md"), `[\\#${number}]`);
  assertStringIncludes(next(ran, "dashboard.md"), "it has blocked 4.0 for 9 h");
  assertStringIncludes(next(ran, "oncall_handoff_slack.txt"), "4.0 is blocked: Lint failed");
});

Deno.test("only a check that failed is to be fixed; others have not finished, or never started", async () => {
  await using slow = await aTrain(
    widgets().ran("Lint", { on: RC, status: "queued", created: "-9h" }),
  );
  const waiting = await slow.cycle(FORCED);
  assert(
    /^find out why Lint on 4\.2 \(.*\) has not finished, open for 9 h/
      .test(next(waiting, "release_ops_digest.md")),
    next(waiting, "release_ops_digest.md"),
  );
  assert(
    /^Do next: find out why <.*> has not finished, /m
      .test(waiting.file("oncall_handoff_slack.txt")),
  );
  await using never = await aTrain(
    widgets().commit("release/4.3", { at: "-5h", files: ["src/engine.ts"] }),
  );
  await never.cycle();
  const missing = (await never.later("2h").cycle(FORCED)).file("release_ops_digest.md");
  assert(/find out why Lint on 4\.3 \(.*\) never started, /i.test(missing), missing);
});

Deno.test("the chat text names level and owner, what to do next, and the run", async () => {
  await using train = await aTrain(failed(widgets(), "Lint", "-9h"));
  const env = { GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "77" };
  const chat = (await train.cycle(FORCED, { env })).file("oncall_handoff_slack.txt");
  assert(
    /^- P0 <.*\|4\.2 is blocked: Lint failed>, open for 9 h, page, owner platform$/m.test(chat),
    chat,
  );
  assertStringIncludes(chat, "Do next: fix <");
  assert(/<https:\/\/[^|]*\/actions\/runs\/77\|run 77>/.test(chat), chat);
});

Deno.test("the handoff tells that a blocker rose in the shift, though none was opened or closed", async () => {
  await using train = await aTrain(blocked("2026-01-08T09:05:00Z"));
  await train.cycle();
  train.world.at("2026-01-08T17:05:00Z");
  const handoff = (await train.cycle()).file("oncall_handoff.md");
  assertStringIncludes(handoff, "reached level page: [");
  assert(!/ opened \[| closed \[/.test(handoff), handoff);
});

Deno.test("nothing is urgent where nothing is, and the handoff claims no more than is known", async () => {
  await using train = await aTrain(widgets());
  await train.cycle(["--force-handoff"]);
  train.later("8h");
  const handoff = (await train.cycle(["--force-handoff"])).file("oncall_handoff.md");
  assertStringIncludes(handoff, "No blocker is known to have been opened, closed or escalated");
  assert(!handoff.includes("- run "), "no link, no line");
});

Deno.test("the reports of a cycle that failed claim nothing of the others", async () => {
  await using train = await aTrain(widgets());
  train.github.intercept = () => Response.json({ message: "down" }, { status: 503 });
  const ran = await train.cycle();
  assert(!ran.file("dashboard.md").includes("are complete"));
  assertStringIncludes(ran.file("dashboard.md"), "How every step went is in [cycle.json]");
  assert(!ran.said("dashboard").startsWith("Failed:"));
  const page = ran.file("index.html");
  const changes = page.slice(page.indexOf('id="changes"'), page.indexOf('id="due"'));
  assert(!changes.includes("failed"), changes);
});

Deno.test("routing asks for an owner of the worst blocker that has none, and says what it waits for", async () => {
  const world = failed(widgets(), "Docs", "-1m").as("alice")
    .issue({ title: "4.2: Something small", labels: ["release-blocker"], at: "-20m" })
    .issue({ title: "4.2: Something big", labels: ["release-blocker", "P0"], at: "-5h" });
  await using train = await aTrain(world);
  await train.cycle();
  train.later("2h");
  const report = (await train.cycle()).file("routing_report.md");
  assert(/\*\*Do next:\*\* find an owner for \[\\#2\]/.test(report), report);
  assertStringIncludes(report, "No rule names a team; it waits for a person to set one.");
});

Deno.test("step 8 claims no number of files, for more of them follow", async () => {
  await using train = await aTrain(widgets());
  const said = (await train.cycle()).said("artifact_bundle");
  assert(!/\d+ files/.test(said), said);
});

Deno.test("reports say what failed once, and since when in a tense that fits", async () => {
  const world = failed(widgets(), "Unit Tests", "-2h");
  world.ran("Lint", { on: RC, status: "queued", created: "-2h" });
  await using train = await aTrain(world);
  const ran = await train.cycle(FORCED);
  const board = ran.file("dashboard.md");
  assertStringIncludes(board, "| Unit Tests | [failed](");
  assertStringIncludes(board, "| 4.2 | blocked | 2 h | Unit Tests failed |");
  for (const [name, text] of ran.files) {
    if (!/\.(md|html|txt)$/.test(name)) continue;
    for (const twice of ["failed (failure)", "failed: failure", "queued: queued", "mend "]) {
      assert(!text.includes(twice), `${name}: ${twice}`);
    }
  }
  assertStringIncludes(ran.file("cycle_summary.md"), "has kept 4.2 from shipping since");
});

Deno.test("tables that were cut point at the report that lists every open blocker", async () => {
  const world = widgets().as("alice");
  for (let index = 0; index < 60; index++) {
    world.issue({ title: `4.2: machine ${index} burns`, ...BLOCKER });
  }
  await using train = await aTrain(world);
  const ran = await train.cycle(FORCED);
  for (const file of ["release_ops_digest.md", "oncall_handoff.md"]) {
    assert(/… and \d+ more, see \[escalation_report\.md\]/.test(ran.file(file)), file);
  }
  assertStringIncludes(ran.file("escalation_report.md"), "machine 59 burns");
});
