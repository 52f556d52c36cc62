import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import { parseState } from "../../lib/state/parse.ts";
import { aWorld } from "../emulator/builders.ts";
import type { Emulator } from "../emulator/server.ts";
import { aStage, NOW, REQUEST, widgets } from "./hub.ts";

const STATE = "docs/releases/_state/blockers_state.json";
const now = REQUEST.now;

/** Changes what one query answers about the repository. */
function answering(
  github: Emulator,
  operation: string,
  change: (repository: Record<string, unknown>, answer: Record<string, unknown>) => void,
): void {
  github.intercept = async (call, perform) => {
    if (call.operation !== operation) return undefined;
    const answer = await (await perform()).json();
    change(answer.data.repository, answer);
    return Response.json(answer);
  };
}

Deno.test("observe() hands on a state file that GitHub cut as one that is damaged, though it parses", async () => {
  await using stage = await aStage();
  const text = JSON.stringify({ version: "1.0.0", blockers: {} });
  const world = widgets().file("main", { path: STATE, text: text + " ".repeat(600_000) }).world;
  const { state } = await stage.play(world).hub.observe(REQUEST);
  const { damage } = parseState(state.files, { now });
  assertEquals(damage.map(({ file, scope }) => [file, scope]), [["blockers_state.json", "file"]]);
  assert(damage[0]?.kept_text.startsWith(text));
});

Deno.test("observe() hands on a binary state file, and a folder of its name, as damaged", async () => {
  await using stage = await aStage();
  for (
    const found of [
      { __typename: "Blob", text: null, isTruncated: false, isBinary: true },
      { __typename: "Tree" },
    ]
  ) {
    const { hub } = stage.play(structuredClone(widgets().world));
    answering(stage.github, "Overview", (repository) => repository.blockers = found);
    const { state } = await hub.observe(REQUEST);
    const { damage } = parseState(state.files, { now });
    assertEquals(damage.map(({ scope }) => scope), ["file"]);
    assertMatch(damage[0]?.kept_text ?? "", /binary file|a Tree/);
  }
});

Deno.test("observe() does not route by a CODEOWNERS file that GitHub cut", async () => {
  await using stage = await aStage();
  const text = `* @acme/core\n${"#".repeat(600_000)}\nsrc/ @acme/late\n`;
  const world = widgets().file("main", { path: "CODEOWNERS", text }).world;
  assertEquals((await stage.play(world).hub.observe(REQUEST)).codeowners, null);
});

Deno.test("observe() never takes a state file that could not be read for one that does not exist", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(structuredClone(widgets().world));
  answering(stage.github, "Overview", (repository, answer) => {
    repository.blockers = null;
    answer.errors = [{
      type: "INTERNAL",
      message: "took too long",
      path: ["repository", "blockers"],
    }];
  });
  const { state, complete } = await hub.observe(REQUEST);
  assertEquals(complete, false);
  assertMatch(state.files["blockers_state.json"] ?? "", /issue:9/);

  const silent = stage.play(structuredClone(widgets().world));
  stage.github.intercept = async (call, perform) => {
    if (!["Overview", "StateFiles"].includes(call.operation ?? "")) return undefined;
    const answer = await (await perform()).json();
    answer.data.repository.blockers = null;
    return Response.json({ ...answer, errors: [{ type: "INTERNAL", message: "took too long" }] });
  };
  await assertRejects(() => silent.hub.observe(REQUEST), Error, "took too long");
});

Deno.test("observe() refuses repositories for which no cycle can be run, with exit code 2", async () => {
  await using stage = await aStage();
  const archived = widgets().world;
  archived.repository.archived = true;
  const cases = [
    [archived, "repository-archived"],
    [aWorld("acme/widgets").at(NOW).world, "repository-empty"],
    [aWorld("acme/other").at(NOW).commit("main").world, "repository-not-found"],
  ] as const;
  for (const [world, code] of cases) {
    const error = await assertRejects(() => stage.play(world).hub.observe(REQUEST), Failure);
    assertEquals([error.code, error.exit], [code, 2]);
  }
});

Deno.test("observe() refuses tokens and addresses that will not get better, with exit code 2", async () => {
  await using stage = await aStage();
  for (
    const [kind, code] of [
      ["401", "token-refused"],
      ["403", "token-forbidden"],
      ["404", "no-such-api"],
    ] as const
  ) {
    const { hub } = stage.play(structuredClone(widgets().world), [{ on: "Overview", kind }]);
    const error = await assertRejects(() => hub.observe(REQUEST), Failure);
    assertEquals([error.code, error.exit], [code, 2]);
    assert(error.remedy !== "");
  }
});

Deno.test("observe() fails when the default branch is left out of an answer", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(structuredClone(widgets().world));
  answering(stage.github, "Overview", (repository) => repository.defaultBranchRef = null);
  await assertRejects(() => hub.observe(REQUEST), Error, "lacks the default branch");
});

Deno.test("observe() has a gap for a list that is missing, pages in a circle, or hides its next page", async () => {
  await using stage = await aStage();
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["open", null, "open issues"],
    ["closed", { nodes: [] }, "recently closed issues"],
    ["tags", { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } }, "tags"],
    ["branches", "none", "branches"],
  ];
  for (const [field, value, what] of cases) {
    const { hub } = stage.play(structuredClone(widgets().world));
    answering(stage.github, "Overview", (repository) => repository[field] = value);
    const { complete, gaps } = await hub.observe(REQUEST);
    assertEquals([complete, gaps.map((gap) => gap.what)], [false, [what]]);
  }
  const { hub } = stage.play(structuredClone(widgets().world), [], { pageSize: 1 });
  stage.github.intercept = async (call, perform) => {
    if (call.operation !== "FurtherPages") return undefined;
    const answer = await (await perform()).json();
    const { open } = answer.data.repository;
    if (open) open.pageInfo = { hasNextPage: true, endCursor: call.variables.openAfter };
    return Response.json(answer);
  };
  const { gaps } = await hub.observe(REQUEST);
  assertEquals(gaps, [{ what: "open issues", why: "GitHub's answer pages in a circle" }]);
});

Deno.test("observe() reads further pages of all lists in one query, and alone where that fails", async () => {
  await using stage = await aStage();
  const asked = (): string[][] =>
    stage.github.requests.filter(({ operation }) => operation === "FurtherPages").map((
      { variables },
    ) => Object.keys(variables).filter((name) => name.endsWith("After")));
  const plain = stage.play(structuredClone(widgets().world), [], { pageSize: 2 });
  const expected = await plain.hub.observe(REQUEST);
  const all = ["branchesAfter", "tagsAfter", "openAfter", "closedAfter", "historyAfter"];
  assertEquals(asked()[0]?.toSorted(), all.toSorted());

  const { hub } = stage.play(structuredClone(widgets().world), [], { pageSize: 2 });
  stage.github.intercept = (call) =>
    "tagsAfter" in call.variables
      ? Response.json({ data: null, errors: [{ message: "no tags today" }] })
      : undefined;
  const { gaps, complete, ...observed } = await hub.observe(REQUEST);
  assertEquals(gaps, [{ what: "tags", why: "GitHub answered no tags today" }]);
  assertEquals([complete, asked().filter((names) => names.length === 1).length > 4], [false, true]);
  assertEquals(observed.issues, expected.issues);
  assertEquals(observed.branches, expected.branches);
  assertEquals(observed.default_commits, expected.default_commits);
});

Deno.test("observe() asks no second time for more lists together than GitHub can bear", async () => {
  await using stage = await aStage();
  const expected = await stage.play(structuredClone(widgets().world), [], { pageSize: 1 }).hub
    .observe(REQUEST);
  const { hub, clock } = stage.play(structuredClone(widgets().world), [], { pageSize: 1 });
  stage.github.intercept = (call) =>
    Object.keys(call.variables).filter((name) => name.endsWith("After")).length > 1
      ? new Response(null, { status: 502 })
      : undefined;
  assertEquals(await hub.observe(REQUEST), expected);
  assertEquals(clock.pauses.length, 4);
});
