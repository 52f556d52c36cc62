import { assertEquals, assertStringIncludes } from "@std/assert";
import { graphql, repository } from "./ask.ts";
import { aWorld, type WorldBuilder } from "./builders.ts";
import { nodeId } from "./identity.ts";
import { type Emulator, startEmulator } from "./server.ts";

function widgets(): WorldBuilder {
  return aWorld("acme/widgets").at("2026-01-08T08:15:00Z").commit("main", { at: "-3d" });
}

Deno.test("issues takes several labels as any of them, and leaves pull requests out", async () => {
  const world = widgets()
    .issue({ title: "a", labels: ["P0"] })
    .issue({ title: "b", labels: ["release-blocker"] })
    .issue({ title: "c" })
    .pull({ title: "d", labels: ["P0"] })
    .world;
  await using github = await startEmulator(world);
  const { issues } = await repository(
    github,
    `issues(labels: ["p0", "release-blocker"], first: 10) { totalCount nodes { number } }`,
  );
  assertEquals(issues, { totalCount: 2, nodes: [{ number: 1 }, { number: 2 }] });
});

Deno.test("issues takes filterBy.since as the time of the last update", async () => {
  const world = widgets().issue({ title: "a", at: "-9d" }).issue({ title: "b", at: "-9d" })
    .label(2, "seen").world;
  await using github = await startEmulator(world);
  const { issues } = await repository(
    github,
    `issues(filterBy: { since: "2026-01-08T00:00:00+00:00" }, first: 10) { nodes { number } }`,
  );
  assertEquals(issues.nodes, [{ number: 2 }]);
});

Deno.test("a small maxPageSize makes a small world page, to the end", async () => {
  const builder = widgets();
  for (let count = 0; count < 7; count++) builder.issue({ title: `issue ${count}` });
  await using github = await startEmulator(builder.world, { maxPageSize: 3 });
  const seen: number[] = [];
  let after = "null";
  for (let more = true; more;) {
    const { issues } = await repository(
      github,
      `issues(first: 100, after: ${after}) { pageInfo { hasNextPage endCursor } nodes { number } }`,
    );
    seen.push(...issues.nodes.map((node: { number: number }) => node.number));
    more = issues.pageInfo.hasNextPage;
    after = JSON.stringify(issues.pageInfo.endCursor);
  }
  assertEquals(seen, [1, 2, 3, 4, 5, 6, 7]);
  assertEquals(github.requests.length, 3);
});

Deno.test("a cursor keeps its place when items before it go away", async () => {
  const builder = widgets();
  for (let count = 0; count < 5; count++) builder.issue({ title: `issue ${count}` });
  await using github = await startEmulator(builder.world);
  const page = `pageInfo { endCursor } nodes { number }`;
  const first = await repository(github, `issues(states: [OPEN], first: 2) { ${page} }`);
  builder.close(1);
  const next = await repository(
    github,
    `issues(states: [OPEN], first: 2, after: "${first.issues.pageInfo.endCursor}") { ${page} }`,
  );
  assertEquals(next.issues.nodes, [{ number: 3 }, { number: 4 }]);
});

Deno.test("last takes the end of a list, in its order", async () => {
  const world =
    widgets().issue({ title: "x" }).comment(1, "a").comment(1, "b").comment(1, "c").world;
  await using github = await startEmulator(world);
  const { issue } = await repository(
    github,
    `issue(number: 1) { comments(last: 2) { pageInfo { hasPreviousPage } nodes { body } } }`,
  );
  assertEquals(issue.comments, {
    pageInfo: { hasPreviousPage: true },
    nodes: [{ body: "b" }, { body: "c" }],
  });
});

async function failure(github: Emulator, query: string): Promise<[string | undefined, string]> {
  const { status, body } = await graphql(github, query);
  assertEquals(status, 200);
  return [body.errors[0].type, body.errors[0].message];
}

Deno.test("a connection needs first or last, between 1 and 100, and a cursor of ours", async () => {
  await using github = await startEmulator(widgets().world);
  const refused = async (args: string): Promise<[string | undefined, string]> =>
    await failure(
      github,
      `{ repository(owner: "acme", name: "widgets") { issues${args} { totalCount } } }`,
    );
  assertEquals(await refused(""), [
    "MISSING_PAGINATION_BOUNDARIES",
    "You must provide a `first` or `last` value to properly paginate the `issues` connection.",
  ]);
  assertEquals(await refused("(first: 101)"), [
    "EXCESSIVE_PAGINATION",
    "Requesting 101 records on the `issues` connection exceeds the `first` limit of 100 records.",
  ]);
  assertEquals((await refused("(last: 101)"))[0], "EXCESSIVE_PAGINATION");
  assertEquals((await refused("(first: 0)"))[0], "ARGUMENT_LIMIT");
  assertEquals((await refused(`(first: 1, after: "nonsense")`))[0], "INVALID_CURSOR_ARGUMENTS");
});

Deno.test("an unknown repository is null with NOT_FOUND, and HTTP 200", async () => {
  await using github = await startEmulator(widgets().world);
  const { status, body } = await graphql(github, `{ repository(owner: "x", name: "y") { id } }`);
  assertEquals(status, 200);
  assertEquals(body.data, { repository: null });
  assertEquals(body.errors[0].type, "NOT_FOUND");
  assertEquals(body.errors[0].path, ["repository"]);
  assertEquals(
    body.errors[0].message,
    "Could not resolve to a Repository with the name 'x/y'.",
  );
});

Deno.test("a field that GitHub does not have is an error without data", async () => {
  await using github = await startEmulator(widgets().world);
  const { status, body } = await graphql(github, `{ viewer { shoeSize } }`);
  assertEquals([status, body.data], [200, undefined]);
  assertStringIncludes(body.errors[0].message, "shoeSize");
});

Deno.test("a call that could return more than 500,000 nodes is refused", async () => {
  await using github = await startEmulator(widgets().world);
  const query = `{ repository(owner: "acme", name: "widgets") { defaultBranchRef { target {
    ... on Commit { history(first: 100) { nodes { checkSuites(first: 100) { nodes {
      checkRuns(first: 100) { totalCount } } } } } } } } } }`;
  assertEquals((await failure(github, query))[0], "MAX_NODE_LIMIT_EXCEEDED");
});

Deno.test("points follow GitHub's formula: requests for all connections by 100, at least 1", async () => {
  await using github = await startEmulator(widgets().world);
  await graphql(github, `{ viewer { login } }`);
  const history = (size: number): string =>
    `{ repository(owner: "acme", name: "widgets") { defaultBranchRef { target { ... on Commit {
      history(first: ${size}) { nodes { checkSuites(first: 10) { nodes { checkRuns(first: 20) {
        totalCount } } } } } } } } } }`;
  // 1 for the history, 100 for the suites of each commit, 1,000 for the runs of each suite.
  await graphql(github, history(100));
  await graphql(github, history(10));
  assertEquals(github.requests.map((call) => call.points), [1, 11, 1]);
});

Deno.test("refs orders tags by the date of their commit and filters names by a part of them", async () => {
  const world = widgets()
    .commit("release/4.2", { at: "-2d" }).tag("v4.2.0-rc.1", {
      on: "release/4.2",
      annotated: true,
      at: "-1h",
    })
    .commit("release/4.2", { at: "-1d" }).tag("v4.2.0-rc.2", { on: "release/4.2" })
    .branch("feature/x").world;
  await using github = await startEmulator(world);
  const found = await repository(
    github,
    `tags: refs(refPrefix: "refs/tags/", first: 10, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      nodes { name target { __typename oid ... on Tag { tagger { date } target { __typename oid } } } } }
    branches: refs(refPrefix: "refs/heads/", query: "release", first: 10) { nodes { name } }`,
  );
  const [second, first] = found.tags.nodes;
  assertEquals([second.name, second.target.__typename], ["v4.2.0-rc.2", "Commit"]);
  assertEquals([first.name, first.target.__typename], ["v4.2.0-rc.1", "Tag"]);
  assertEquals(first.target.tagger.date, "2026-01-08T07:15:00Z");
  assertEquals(first.target.target.oid, world.tags["v4.2.0-rc.1"]?.commit);
  assertEquals(found.branches.nodes, [{ name: "release/4.2" }]);
});

Deno.test("a re-run updates its suite in place; a new run leaves the old suite", async () => {
  const world = widgets()
    .ran("CI", { on: "main", conclusion: "failure", completed: "-3h", number: 4 })
    .reran("CI", { on: "main", conclusion: "success", completed: "-2h" })
    .ran("CI", { on: "main", status: "queued" })
    .world;
  await using github = await startEmulator(world);
  const { object } = await repository(
    github,
    `object(expression: "HEAD") { ... on Commit { checkSuites(first: 10) { nodes {
      status conclusion workflowRun { runNumber event workflow { name resourcePath } }
      all: checkRuns(first: 9, filterBy: { checkType: ALL }) { nodes { status conclusion } }
      latest: checkRuns(first: 9, filterBy: { checkType: LATEST }) { nodes { conclusion startedAt } } } } } }`,
  );
  const [first, second] = object.checkSuites.nodes;
  assertEquals([first.status, first.conclusion, first.workflowRun.runNumber], [
    "COMPLETED",
    "SUCCESS",
    4,
  ]);
  assertEquals(first.workflowRun.workflow.resourcePath, "/acme/widgets/actions/workflows/ci.yml");
  assertEquals(
    first.all.nodes.map((run: { conclusion: string }) => run.conclusion),
    ["FAILURE", "SUCCESS"],
  );
  assertEquals(first.latest.nodes.length, 1);
  assertEquals([second.status, second.conclusion, second.workflowRun.runNumber], [
    "QUEUED",
    null,
    5,
  ]);
  assertEquals(second.latest.nodes, [{ conclusion: null, startedAt: null }]);
});

Deno.test("another app's suite has no workflow run, and may stay queued without runs", async () => {
  const world = widgets().checked("codecov", { on: "main", status: "queued", jobs: [] }).world;
  await using github = await startEmulator(world);
  const { object } = await repository(
    github,
    `object(expression: "main") { ... on Commit { checkSuites(first: 1) { nodes {
      app { slug } workflowRun { runNumber } checkRuns(first: 1) { totalCount } } } } }`,
  );
  assertEquals(object.checkSuites.nodes, [
    { app: { slug: "codecov" }, workflowRun: null, checkRuns: { totalCount: 0 } },
  ]);
});

Deno.test("status shows the newest per context, and is null where none was reported", async () => {
  const world = widgets().commit("release/4.2")
    .status("main", { context: "ci/a", state: "pending", at: "-2h" })
    .status("main", { context: "ci/a", state: "failure", at: "-1h" })
    .status("main", { context: "ci/b", state: "success" })
    .world;
  await using github = await startEmulator(world);
  const status = `... on Commit { status { state contexts { context state createdAt } } }`;
  const found = await repository(
    github,
    `main: object(expression: "main") { ${status} } none: object(expression: "release/4.2") { ${status} }`,
  );
  assertEquals(found.main.status, {
    state: "FAILURE",
    contexts: [
      { context: "ci/a", state: "FAILURE", createdAt: "2026-01-08T07:15:00Z" },
      { context: "ci/b", state: "SUCCESS", createdAt: "2026-01-08T08:15:00Z" },
    ],
  });
  assertEquals(found.none.status, null);
});

Deno.test("viewerDidAuthor holds for the token's own, though a bot's login loses its suffix", async () => {
  const world = widgets().viewer("release-bot[bot]")
    .issue({ title: "ours", by: "release-bot[bot]" })
    .issue({ title: "theirs", by: "alice" })
    .issue({ title: "gone", by: null })
    .world;
  await using github = await startEmulator(world);
  const { body } = await graphql(
    github,
    `{ viewer { login } repository(owner: "acme", name: "widgets") {
      issues(first: 9) { nodes { viewerDidAuthor author { login } } } } }`,
  );
  assertEquals(body.data.viewer.login, "release-bot[bot]");
  assertEquals(body.data.repository.issues.nodes, [
    { viewerDidAuthor: true, author: { login: "release-bot" } },
    { viewerDidAuthor: false, author: { login: "alice" } },
    { viewerDidAuthor: false, author: null },
  ]);
});

Deno.test("issue(number) is NOT_FOUND for a pull request and for nothing", async () => {
  await using github = await startEmulator(widgets().pull({ title: "p" }).world);
  for (const number of [1, 2]) {
    const query =
      `{ repository(owner: "acme", name: "widgets") { issue(number: ${number}) { id } } }`;
    assertEquals((await failure(github, query))[0], "NOT_FOUND");
  }
});

Deno.test("nodes answers what it finds, with an error for the rest", async () => {
  const builder = widgets();
  await using github = await startEmulator(builder.world);
  const ids = [nodeId("commit", builder.sha("main")), "C_nothing"];
  const { body } = await graphql(github, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
    ids,
  });
  assertEquals(body.data.nodes, [{ id: ids[0] }, null]);
  assertEquals(body.errors[0].type, "NOT_FOUND");
});

Deno.test("history walks from any commit, newest first, and continues after a cursor", async () => {
  const builder = widgets().commit("main", { at: "-2d" }).commit("main", { at: "-1d" });
  await using github = await startEmulator(builder.world, { maxPageSize: 2 });
  const query = `query ($id: ID!, $after: String) { node(id: $id) { ... on Commit {
    history(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { committedDate } } } } }`;
  const id = nodeId("commit", builder.sha("main"));
  const first = (await graphql(github, query, { id })).body.data.node.history;
  const after = first.pageInfo.endCursor;
  const second = (await graphql(github, query, { id, after })).body.data.node.history;
  assertEquals(
    [...first.nodes, ...second.nodes].map((node) => node.committedDate.slice(0, 10)),
    ["2026-01-07", "2026-01-06", "2026-01-05"],
  );
  assertEquals(second.pageInfo.hasNextPage, false);
});

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid message } } }`;

function commitInput(branchName: string, head: string): Record<string, unknown> {
  return {
    input: {
      branch: { repositoryNameWithOwner: "acme/widgets", branchName },
      expectedHeadOid: head,
      message: { headline: "chore: state", body: "why" },
      fileChanges: { additions: [{ path: "docs/état.json", contents: btoa('{"a":1}') }] },
    },
  };
}

Deno.test("createCommitOnBranch writes files, moves the branch and tells the commit", async () => {
  const builder = widgets();
  const head = builder.sha("main");
  await using github = await startEmulator(builder.world);
  const { body } = await graphql(github, COMMIT, commitInput("main", head));
  const { commit } = body.data.createCommitOnBranch;
  assertEquals(commit.message, "chore: state\n\nwhy");
  assertEquals(builder.sha("main"), commit.oid);
  assertEquals(builder.world.commits[commit.oid]?.parents, [head]);
  assertEquals(builder.changed(head, "main"), ["docs/état.json"]);
  const { object } = await repository(
    github,
    `object(expression: "refs/heads/main:docs/état.json") { ... on Blob { text isTruncated } }`,
  );
  assertEquals(object, { text: '{"a":1}', isTruncated: false });
});

Deno.test("createCommitOnBranch answers STALE_DATA with HTTP 200 when the branch has moved", async () => {
  const builder = widgets();
  const head = builder.sha("main");
  builder.commit("main");
  await using github = await startEmulator(builder.world);
  const { status, body } = await graphql(github, COMMIT, commitInput("main", head));
  assertEquals(status, 200);
  assertEquals(body.data, { createCommitOnBranch: null });
  assertEquals(body.errors[0].type, "STALE_DATA");
  assertEquals(
    body.errors[0].message,
    `Expected branch to point to "${head}" but it did not. Pull and try again.`,
  );
  assertEquals(builder.world.branches.main?.files, {});
});

Deno.test("createCommitOnBranch is refused by branch protection, by rulesets, and without a branch", async () => {
  const builder = widgets().branch("a").protect("a").branch("b").protect("b", "ruleset");
  await using github = await startEmulator(builder.world);
  const head = builder.sha("main");
  const types: string[] = [];
  for (const branch of ["a", "b", "c"]) {
    const { body } = await graphql(github, COMMIT, commitInput(branch, head));
    types.push(body.errors[0].type);
  }
  assertEquals(types, ["BRANCH_PROTECTION_RULE_VIOLATION", "UNPROCESSABLE", "NOT_FOUND"]);
});

Deno.test("a commit on the default branch closes the issues that its message names", () => {
  const builder = widgets().issue({ title: "a" }).issue({ title: "b" });
  builder.commit("release/4.2", { message: "Fixes #2" }).commit("main", {
    message: "fix: x, closes #1",
  });
  assertEquals([builder.world.issues[1]?.state, builder.world.issues[2]?.state], [
    "closed",
    "open",
  ]);
});

Deno.test("labels of the repository come in pages, whether or not an issue has them", async () => {
  const world = widgets().labelExists("b").issue({ title: "a", labels: ["a"] }).world;
  await using github = await startEmulator(world);
  const { labels } = await repository(github, `labels(first: 1) { totalCount nodes { name } }`);
  assertEquals(labels, { totalCount: 2, nodes: [{ name: "b" }] });
});

Deno.test("a protected branch tells its rule, one under a ruleset the types of its rules", async () => {
  const fields =
    "refUpdateRule { requiredApprovingReviewCount } rules(first: 9) { nodes { type } }";
  const told = async (world: WorldBuilder): Promise<unknown> => {
    await using github = await startEmulator(world.world);
    return (await repository(github, `defaultBranchRef { ${fields} }`)).defaultBranchRef;
  };
  assertEquals(await told(widgets()), { refUpdateRule: null, rules: { nodes: [] } });
  assertEquals(await told(widgets().protect("main")), {
    refUpdateRule: { requiredApprovingReviewCount: 1 },
    rules: { nodes: [] },
  });
  assertEquals(await told(widgets().protect("main", "ruleset")), {
    refUpdateRule: null,
    rules: { nodes: [{ type: "DELETION" }, { type: "PULL_REQUEST" }] },
  });
});
