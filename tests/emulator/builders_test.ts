import { assertEquals, assertThrows } from "@std/assert";
import { aWorld, inWorld, type WorldBuilder } from "./builders.ts";
import { shifted } from "./times.ts";

function busy(): WorldBuilder {
  return aWorld("acme/widgets").at("2026-01-08T08:15:00Z")
    .commit("main", { at: "-3d", files: ["README.md"] })
    .commit("release/4.2", { at: "-5h", files: ["src/engine.ts"] })
    .tag("v4.2.0-rc.1", { on: "release/4.2", annotated: true, at: "-4h" })
    .ran("Unit Tests", { on: "v4.2.0-rc.1", conclusion: "failure", completed: "-3h" })
    .status("v4.2.0-rc.1", { context: "ci/legacy", state: "success" })
    .assignable("alice")
    .as("alice").issue({ title: "Engine stalls", labels: ["P0"], assignees: ["alice"] });
}

Deno.test("aWorld() builds the same world from the same words, as plain JSON", () => {
  assertEquals(busy().world, busy().world);
  assertEquals(JSON.parse(JSON.stringify(busy().world)), busy().world);
});

Deno.test("aWorld() starts a branch where the default branch stands", () => {
  const builder = busy();
  const head = builder.world.commits[builder.sha("release/4.2")];
  assertEquals(head?.parents, [builder.sha("main")]);
  assertEquals(builder.sha("v4.2.0-rc.1"), head?.sha);
  assertEquals(builder.changed("main", "release/4.2"), ["src/engine.ts"]);
});

Deno.test("aWorld() reads times relative to now", () => {
  const { world } = busy();
  assertEquals(world.tags["v4.2.0-rc.1"]?.tagged_at, "2026-01-08T04:15:00Z");
  assertEquals(shifted(world.now, "+45m"), "2026-01-08T09:00:00Z");
  assertThrows(() => shifted(world.now, "soon"), Error, "Cannot move a time");
  assertThrows(() => busy().commit("main", { at: "soon" }), Error, "Cannot read a time");
});

Deno.test("ran() gives what is left out: a job of the workflow's name, file, number, times", () => {
  const builder = busy();
  const [suite] = builder.world.suites[builder.sha("release/4.2")] ?? [];
  assertEquals(suite?.workflow_run?.workflow, { name: "Unit Tests", file: "unit-tests.yml" });
  assertEquals(suite?.workflow_run?.run_number, 1);
  assertEquals(suite?.created_at, "2026-01-08T05:05:00Z");
  const [run] = suite?.check_runs ?? [];
  assertEquals([run?.name, run?.conclusion, run?.completed_at], [
    "Unit Tests",
    "failure",
    "2026-01-08T05:15:00Z",
  ]);
});

Deno.test("ran() lets jobs differ from their run", () => {
  const builder = busy().ran("Build", {
    on: "main",
    created: "-30m",
    jobs: [{ name: "linux", conclusion: "success" }, {
      name: "mac",
      status: "queued",
      started: null,
    }],
  });
  const [suite] = builder.world.suites[builder.sha("main")] ?? [];
  assertEquals(suite?.status, "in_progress");
  assertEquals(
    suite?.check_runs.map((run) => [run.name, run.status, run.conclusion, run.started_at]),
    [
      ["linux", "completed", "success", "2026-01-08T07:45:00Z"],
      ["mac", "queued", null, null],
    ],
  );
});

Deno.test("inWorld() goes on with a world, and what people do carries their names", () => {
  const { world } = busy();
  inWorld(world).later("2h").as("bob").unlabel(1, "P0").label(1, "P1").unassign(1, "alice")
    .edit(1, { title: "Engine stalls at start" }).comment(1, "looking").close(1, "not_planned")
    .as("carol").reopen(1);
  const issue = world.issues[1];
  assertEquals([issue?.labels, issue?.assignees, issue?.state], [["P1"], [], "open"]);
  assertEquals(
    issue?.events.map((event) => [event.by, event.event, event.what]),
    [
      ["bob", "unlabeled", "P0"],
      ["bob", "labeled", "P1"],
      ["bob", "unassigned", "alice"],
      ["bob", "edited", "title"],
      ["bob", "commented", null],
      ["bob", "closed", null],
      ["carol", "reopened", null],
    ],
  );
  assertEquals(issue?.updated_at, "2026-01-08T10:15:00Z");
});

Deno.test("issue() and pull() share one sequence of numbers", () => {
  const { world } = busy().pull({ title: "fix" }).issue({ title: "later", number: 40 })
    .issue({ title: "last" });
  assertEquals(Object.values(world.issues).map((each) => [each.number, each.kind]), [
    [1, "issue"],
    [2, "pull"],
    [40, "issue"],
    [41, "issue"],
  ]);
});

Deno.test("sha() throws for what is no commit", () => {
  assertThrows(() => busy().sha("v9"), Error, "v9 is no branch, tag or commit id");
});
