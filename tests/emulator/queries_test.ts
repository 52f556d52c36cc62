import { assertEquals } from "@std/assert";
import { NoDeprecatedCustomRule, parse, specifiedRules, validate } from "graphql";
import * as queries from "../../lib/github/queries.ts";
import { aWorld } from "./builders.ts";
import { githubSchema } from "./graphql.ts";
import { nodeId } from "./identity.ts";
import { startEmulator } from "./server.ts";

const { furtherPages, issuesByNumber, newestComments, headWithFiles, ...constants } = queries;
const LISTS = ["history", "branches", "tags", "open", "closed"] as const;
const documents: readonly (readonly [string, string])[] = [
  ...Object.entries(constants),
  ...[...LISTS.map((name) => [name]), LISTS].map((names) =>
    [`furtherPages(${names})`, furtherPages(names)] as const
  ),
  ["issuesByNumber", issuesByNumber([1])],
  ["newestComments", newestComments([1])],
  ["headWithFiles", headWithFiles([1])],
];

for (const [name, text] of documents) {
  Deno.test(`${name} is valid against GitHub's schema and uses nothing deprecated`, () => {
    const rules = [...specifiedRules, NoDeprecatedCustomRule];
    const errors = validate(githubSchema(), parse(text), rules);
    assertEquals(errors.map((error) => error.message), []);
  });
}

const builder = aWorld("acme/widgets").as("github-actions[bot]")
  .commit("main", { files: ["a.ts"] })
  .commit("release/4.2", { files: ["b.ts"] })
  .tag("v4.2.0-rc.1", { on: "release/4.2", annotated: true })
  .ran("CI", { on: "main", conclusion: "failure" })
  .status("main", { context: "ci/x", state: "success" })
  .issue({ title: "x", labels: ["release-blocker"] })
  .comment(1, "hello");

for (const [name, query] of documents) {
  Deno.test(`${name} executes in the emulator without an error`, async () => {
    await using github = await startEmulator(structuredClone(builder.world));
    const response = await fetch(github.graphqlUrl, {
      method: "POST",
      headers: { authorization: "bearer test-token" },
      body: JSON.stringify({ query, variables: variablesOf(name, query) }),
    });
    const answer = await response.json();
    assertEquals(answer.errors, undefined);
    assertEquals(Object.values(answer.data).includes(null), false);
  });
}

/** Something sensible for every variable that a document declares. */
function variablesOf(name: string, query: string): Record<string, unknown> {
  const sha = builder.sha("main");
  const suite = builder.world.suites[sha]?.[0]?.id;
  const known: Record<string, unknown> = {
    owner: "acme",
    name: "widgets",
    labels: ["release-blocker"],
    closedSince: "2026-01-01T00:00:00Z",
    branches: "release",
    number: 1,
    head: sha,
    historyAfter: null,
    branchesAfter: null,
    tagsAfter: null,
    openAfter: null,
    closedAfter: null,
    after: null,
    before: null,
    id: name === "RUN_PAGE" ? nodeId("suite", `${sha}/${suite}`) : nodeId("commit", sha),
    ids: [nodeId("commit", sha)],
    input: {
      branch: { repositoryNameWithOwner: "acme/widgets", branchName: "main" },
      expectedHeadOid: sha,
      message: { headline: "state" },
      fileChanges: { additions: [{ path: "x", contents: btoa("y") }] },
    },
  };
  const declared = [...query.matchAll(/\$(\w+): \S*?!?[,\n)]/g)].map(([, variable = ""]) =>
    variable
  );
  return Object.fromEntries(
    declared.map((variable) => [variable, variable in known ? known[variable] : "HEAD:none"]),
  );
}
