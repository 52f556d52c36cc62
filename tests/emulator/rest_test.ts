import { assertEquals, assertMatch } from "@std/assert";
import { rest } from "./ask.ts";
import { aWorld, type WorldBuilder } from "./builders.ts";
import { startEmulator } from "./server.ts";

const R = "/repos/acme/widgets";

function widgets(): WorldBuilder {
  return aWorld("acme/widgets").at("2026-01-08T08:15:00Z").commit("main", { at: "-3d" });
}

Deno.test("GET issues lists pull requests too, marked by their pull_request key", async () => {
  const world = widgets().issue({ title: "broken" }).pull({ title: "repair" }).world;
  await using github = await startEmulator(world);
  const { body } = await rest(github, `GET ${R}/issues?direction=asc`);
  assertEquals(
    body.map((each: Record<string, unknown>) => [each.number, "pull_request" in each]),
    [[1, false], [2, true]],
  );
});

Deno.test("GET issues takes several labels as all of them, whatever their case", async () => {
  const world = widgets()
    .issue({ title: "both", labels: ["release-blocker", "P0"] })
    .issue({ title: "one", labels: ["release-blocker"] })
    .world;
  await using github = await startEmulator(world);
  const { body } = await rest(github, `GET ${R}/issues?labels=release-blocker,p0`);
  assertEquals(body.map((each: { title: string }) => each.title), ["both"]);
});

Deno.test("GET issues takes since as the time of the last update", async () => {
  const builder = widgets()
    .issue({ title: "old and touched", at: "-5d" })
    .issue({ title: "old", at: "-5d" })
    .comment(1, "still there");
  await using github = await startEmulator(builder.world);
  const { body } = await rest(github, `GET ${R}/issues?since=2026-01-08T00:00:00Z`);
  assertEquals(body.map((each: { number: number }) => each.number), [1]);
});

Deno.test("GET issues shows open ones, newest first, unless told otherwise", async () => {
  const world = widgets().issue({ title: "a", at: "-3h" }).issue({ title: "b", at: "-2h" })
    .issue({ title: "c", at: "-1h" }).close(3).world;
  await using github = await startEmulator(world);
  const numbers = async (query: string): Promise<number[]> =>
    (await rest(github, `GET ${R}/issues${query}`)).body.map((each: { number: number }) =>
      each.number
    );
  assertEquals(await numbers(""), [2, 1]);
  assertEquals(await numbers("?state=closed"), [3]);
  assertEquals(await numbers("?state=all&sort=updated&direction=asc"), [1, 2, 3]);
  assertEquals((await rest(github, `GET ${R}/issues?state=shut`)).status, 422);
});

Deno.test("GET issues pages to the end by its link header", async () => {
  const builder = widgets();
  for (let count = 0; count < 250; count++) builder.issue({ title: `issue ${count}` });
  await using github = await startEmulator(builder.world);
  const seen = new Set<number>();
  let line: string | undefined = `GET ${R}/issues?per_page=100`;
  while (line) {
    const { body, headers } = await rest(github, line);
    for (const { number } of body) seen.add(number);
    const next: string | undefined = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    line = next && `GET ${next.slice(github.url.length)}`;
  }
  assertEquals(seen.size, 250);
  assertEquals(github.requests.length, 3);
});

Deno.test("GET issues answers 30 unless told, and 100 at most", async () => {
  const builder = widgets();
  for (let count = 0; count < 120; count++) builder.issue({ title: `issue ${count}` });
  await using github = await startEmulator(builder.world);
  assertEquals((await rest(github, `GET ${R}/issues`)).body.length, 30);
  assertEquals((await rest(github, `GET ${R}/issues?per_page=500`)).body.length, 100);
});

Deno.test("GET issues serves a page of 5,000 issues in well under a second", async () => {
  const builder = widgets();
  for (let count = 0; count < 5000; count++) {
    builder.issue({ title: `issue ${count}`, body: "x".repeat(1000), labels: ["release-blocker"] });
  }
  await using github = await startEmulator(builder.world);
  await rest(github, `GET ${R}/issues`);
  const start = performance.now();
  await rest(github, `GET ${R}/issues?per_page=100&page=40&labels=release-blocker`);
  assertEquals(performance.now() - start < 1000, true);
});

Deno.test("POST issues makes the labels that do not exist, grey", async () => {
  await using github = await startEmulator(widgets().labelExists("P0", "ff0000").world);
  const { status, body } = await rest(github, `POST ${R}/issues`, {
    title: "blocked",
    labels: ["p0", "brand-new"],
  });
  assertEquals(status, 201);
  assertEquals(
    body.labels.map((label: { name: string; color: string }) => [label.name, label.color]),
    [["P0", "ff0000"], ["brand-new", "ededed"]],
  );
  assertEquals(body.user.login, "github-actions[bot]");
  assertEquals(body.created_at, "2026-01-08T08:15:00Z");
});

Deno.test("POST issues and comments refuse what exceeds GitHub's limits, and write nothing", async () => {
  await using github = await startEmulator(widgets().issue({ title: "first" }).world);
  const refused = async (line: string, body: unknown): Promise<[number, string]> => {
    const reply = await rest(github, line, body);
    return [reply.status, reply.body.errors?.[0]?.message ?? reply.body.message];
  };
  const many = Array.from({ length: 101 }, (_, index) => `label ${index}`);
  assertEquals(await refused(`POST ${R}/issues`, { title: "x".repeat(257) }), [
    422,
    "title is too long (maximum is 256 characters)",
  ]);
  assertEquals(await refused(`POST ${R}/issues`, { title: "x", body: "y".repeat(65_537) }), [
    422,
    "body is too long (maximum is 65536 characters)",
  ]);
  assertEquals(await refused(`POST ${R}/issues`, { title: "x", labels: ["l".repeat(51)] }), [
    422,
    "name is too long (maximum is 50 characters)",
  ]);
  assertEquals((await refused(`POST ${R}/issues`, { title: "x", labels: many }))[0], 422);
  assertEquals((await refused(`POST ${R}/issues/1/labels`, { labels: many }))[0], 422);
  assertEquals(
    (await refused(`POST ${R}/issues/1/comments`, { body: "y".repeat(65_537) }))[0],
    422,
  );
  assertEquals((await refused(`PATCH ${R}/issues/1`, { title: "x".repeat(257) }))[0], 422);
  assertEquals((await refused(`POST ${R}/issues`, { body: "no title" }))[0], 422);
  assertEquals(Object.keys(github.world.issues), ["1"]);
  assertEquals(github.world.issues[1]?.comments, []);
});

Deno.test("POST issues takes texts of exactly GitHub's limits", async () => {
  await using github = await startEmulator(widgets().world);
  const issue = { title: "x".repeat(256), body: "y".repeat(65_536), labels: ["l".repeat(50)] };
  assertEquals((await rest(github, `POST ${R}/issues`, issue)).status, 201);
});

Deno.test("POST issues refuses people who cannot be assigned", async () => {
  await using github = await startEmulator(widgets().assignable("alice").world);
  const reply = await rest(github, `POST ${R}/issues`, { title: "x", assignees: ["nobody"] });
  assertEquals(reply.status, 422);
  assertEquals(reply.body.errors, [
    { resource: "Issue", field: "assignees", code: "invalid", value: "nobody" },
  ]);
});

Deno.test("POST assignees drops the unknown and those beyond the tenth without a word", async () => {
  const people = Array.from({ length: 12 }, (_, index) => `person-${index}`);
  const world = widgets().assignable(...people).issue({ title: "x" }).world;
  await using github = await startEmulator(world);
  const reply = await rest(github, `POST ${R}/issues/1/assignees`, {
    assignees: ["acme/team", "Person-0", ...people],
  });
  assertEquals(reply.status, 201);
  assertEquals(
    reply.body.assignees.map((user: { login: string }) => user.login),
    people.slice(0, 10),
  );
});

Deno.test("DELETE label answers 404 when the issue does not have it", async () => {
  await using github = await startEmulator(widgets().issue({ title: "x", labels: ["a b"] }).world);
  assertEquals((await rest(github, `DELETE ${R}/issues/1/labels/A%20B`)).status, 200);
  const again = await rest(github, `DELETE ${R}/issues/1/labels/a%20b`);
  assertEquals([again.status, again.body.message], [404, "Label does not exist"]);
});

Deno.test("PATCH issue closes with a reason, reopens, and leaves the rest alone", async () => {
  const world = widgets().issue({ title: "x", body: "kept", labels: ["P0"] }).world;
  await using github = await startEmulator(world);
  const closed = await rest(github, `PATCH ${R}/issues/1`, {
    state: "closed",
    state_reason: "not_planned",
  });
  assertEquals([closed.body.state, closed.body.state_reason, closed.body.body], [
    "closed",
    "not_planned",
    "kept",
  ]);
  assertEquals(closed.body.closed_at, "2026-01-08T08:15:00Z");
  const open = await rest(github, `PATCH ${R}/issues/1`, { state: "open" });
  assertEquals([open.body.state, open.body.state_reason, open.body.closed_at], [
    "open",
    "reopened",
    null,
  ]);
  assertEquals(world.issues[1]?.labels, ["P0"]);
});

Deno.test("PATCH issue without a difference is no update", async () => {
  const world = widgets().issue({ title: "x", body: "y", at: "-1d" }).world;
  await using github = await startEmulator(world);
  const { body } = await rest(github, `PATCH ${R}/issues/1`, { title: "x", body: "y" });
  assertEquals(body.updated_at, "2026-01-07T08:15:00Z");
});

Deno.test("comments are listed oldest first, edited by id, and refused when empty", async () => {
  const world = widgets().issue({ title: "x" }).comment(1, "one").comment(1, "two").world;
  await using github = await startEmulator(world);
  const { body } = await rest(github, `GET ${R}/issues/1/comments`);
  assertEquals(body.map((each: { body: string }) => each.body), ["one", "two"]);
  const edited = await rest(github, `PATCH ${R}/issues/comments/${body[0].id}`, { body: "uno" });
  assertEquals([edited.status, world.issues[1]?.comments[0]?.body], [200, "uno"]);
  assertEquals((await rest(github, `GET ${R}/issues/comments/${body[0].id}`)).body.body, "uno");
  assertEquals((await rest(github, `GET ${R}/issues/comments/1`)).status, 404);
  assertEquals((await rest(github, `POST ${R}/issues/1/comments`, { body: " " })).status, 422);
});

Deno.test("POST labels refuses a name that exists in another case", async () => {
  await using github = await startEmulator(widgets().labelExists("P0").world);
  const made = await rest(github, `POST ${R}/labels`, { name: "P1", color: "FF8800" });
  assertEquals([made.status, made.body.color], [201, "ff8800"]);
  const again = await rest(github, `POST ${R}/labels`, { name: "p0" });
  assertEquals([again.status, again.body.errors[0].code], [422, "already_exists"]);
  assertEquals((await rest(github, `GET ${R}/labels/p1`)).body.name, "P1");
  assertEquals((await rest(github, `GET ${R}/labels/P2`)).status, 404);
});

Deno.test("compare lists at most 300 files, on the first page alone, and pages commits", async () => {
  const files = Array.from({ length: 330 }, (_, index) => `src/${String(index).padStart(3, "0")}`);
  const builder = widgets().branch("release/4.2");
  for (const file of files) builder.commit("release/4.2", { files: [file] });
  builder.tag("v4.2.0-rc.1", { on: "release/4.2" });
  await using github = await startEmulator(builder.world);
  const first = await rest(github, `GET ${R}/compare/main...v4.2.0-rc.1`);
  assertEquals(
    first.body.files.map((file: { filename: string }) => file.filename),
    files.slice(0, 300),
  );
  assertEquals([first.body.total_commits, first.body.commits.length], [330, 250]);
  assertMatch(first.headers.get("link") ?? "", /page=2>; rel="next"/);
  const second = await rest(github, `GET ${R}/compare/main...release/4.2?page=2&per_page=250`);
  assertEquals(second.body.files, undefined);
});

Deno.test("compare measures from the merge base and tells who is behind", async () => {
  const builder = widgets().branch("release/4.2")
    .commit("main", { files: ["only-on-main"] })
    .commit("release/4.2", { files: ["fix"] });
  await using github = await startEmulator(builder.world);
  const { body } = await rest(github, `GET ${R}/compare/main...release%2F4.2`);
  assertEquals(body.files.map((file: { filename: string }) => file.filename), ["fix"]);
  assertEquals([body.status, body.ahead_by, body.behind_by], ["diverged", 1, 1]);
  const sha = builder.sha("main");
  assertEquals((await rest(github, `GET ${R}/compare/${sha}...${sha}`)).body.status, "identical");
  assertEquals((await rest(github, `GET ${R}/compare/main...nothing`)).status, 404);
});

Deno.test("compare answers with a given comparison for a repository that is known in part", async () => {
  const builder = widgets().branch("release/4.2").commit("release/4.2")
    .compared("main...release/4.2", { files: ["b", "a"], total_commits: 40 });
  await using github = await startEmulator(builder.world);
  const { body } = await rest(github, `GET ${R}/compare/main...release/4.2`);
  assertEquals(body.files.map((file: { filename: string }) => file.filename), ["a", "b"]);
  assertEquals(body.total_commits, 40);
});

Deno.test("GET user is refused to installation tokens only", async () => {
  const builder = widgets();
  await using github = await startEmulator(builder.world);
  assertEquals((await rest(github, "GET /user")).status, 403);
  builder.viewer("release-manager");
  assertEquals((await rest(github, "GET /user")).body.login, "release-manager");
});

Deno.test("another repository, an unknown issue and an unknown place are 404", async () => {
  await using github = await startEmulator(widgets().world);
  assertEquals((await rest(github, "GET /repos/acme/gadgets")).status, 404);
  assertEquals((await rest(github, `GET ${R}/issues/7`)).body, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
  assertEquals((await rest(github, `POST ${R}/issues/7/assignees`, { assignees: [] })).status, 404);
  assertEquals((await rest(github, "GET /octocat")).status, 404);
});

Deno.test("a repository's name counts in any case", async () => {
  await using github = await startEmulator(widgets().world);
  assertEquals((await rest(github, "GET /repos/ACME/Widgets")).body.full_name, "acme/widgets");
});
