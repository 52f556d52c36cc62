import { assertEquals } from "@std/assert";
import { type Asked, kindOf, sumsOf } from "./requests.ts";

const REPO = "/repos/acme/widgets";

function graphql(operation: string, changes: Partial<Asked> = {}): Asked {
  const sizes = { received: 10, sent: 100, handled_ms: 2 };
  return {
    method: "POST",
    path: "/graphql",
    operation,
    write: false,
    points: 7,
    ...sizes,
    ...changes,
  };
}

function rest(method: string, path: string): Asked {
  const sizes = { points: 1, received: 0, sent: 50, handled_ms: 1 };
  return { method, path: REPO + path, operation: null, write: method !== "GET", ...sizes };
}

Deno.test("kindOf() knows every request of a cycle", () => {
  const kinds: [Asked, string][] = [
    [graphql("Overview"), "overview"],
    [graphql("ChecksOfCommits"), "checks"],
    [graphql("FurtherPages"), "further pages"],
    [graphql("NewestComments"), "second reads"],
    [graphql("CommentsOfIssue"), "second reads"],
    [graphql("CommitState", { write: true }), "write: state commit"],
    [rest("GET", "/compare/a...b?per_page=1"), "compare"],
    [rest("GET", "/issues?state=open&labels=release-blocker"), "second reads"],
    [rest("GET", "/issues/7"), "second reads"],
    [rest("GET", "/labels/P0"), "labels"],
    [rest("POST", "/issues"), "write: create issue"],
    [rest("POST", "/issues/7/comments"), "write: comment"],
    [rest("POST", "/issues/7/labels"), "write: labels"],
    [rest("PATCH", "/issues/7"), "write: edit issue"],
    [rest("GET", "/branches"), "other"],
  ];
  assertEquals(kinds.map(([request]) => kindOf(request)), kinds.map(([, kind]) => kind));
});

Deno.test("sumsOf() counts points of GraphQL only, and adds up bytes and time", () => {
  assertEquals(
    sumsOf([rest("GET", "/compare/a...b"), graphql("Overview"), rest("POST", "/issues")]),
    {
      reads: 2,
      writes: 1,
      points: 7,
      kinds: { compare: 1, overview: 1, "write: create issue": 1 },
      bytes_to_hub: 10,
      bytes_from_hub: 200,
      emulator_ms: 4,
    },
  );
});
