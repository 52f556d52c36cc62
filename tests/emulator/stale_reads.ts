/**
 * Stale reads: answers that were true, or nearly. Lists of GitHub's have shown all of these.
 * @module
 */

import type { Call, Perform } from "./server.ts";
import type { World } from "./world.ts";

/**
 * `empty list`: nothing is there. `newest missing`: all but the newest. `as before the write`: a
 * replica that lags by one write. `item twice`: the last of a page comes again.
 * `page shifted`: a page begins one item too late.
 */
export type StaleKind =
  | "empty list"
  | "newest missing"
  | "as before the write"
  | "item twice"
  | "page shifted";

const KINDS: readonly string[] = [
  "empty list",
  "newest missing",
  "as before the write",
  "item twice",
  "page shifted",
];

/** True for a kind of stale read. */
export function isStale(kind: string): kind is StaleKind {
  return KINDS.includes(kind);
}

/** The answer of a read that lies. */
export async function staleAnswer(
  kind: StaleKind,
  { call, perform, world, before }: {
    call: Call;
    perform: Perform;
    world: World;
    /** The world before the newest write. */
    before: World;
  },
): Promise<Response> {
  const comments = /comments/i.test(call.operation ?? call.path);
  switch (kind) {
    case "empty list":
      return await perform(comments ? withComments(world, () => []) : { ...world, issues: {} });
    case "newest missing":
      return await perform(
        comments ? withComments(world, (all) => all.slice(0, -1)) : withoutNewest(world),
      );
    case "as before the write":
      return await perform(before);
    case "item twice":
      return await rewritten(perform, (items) => [...items, ...items.slice(-1)]);
    case "page shifted":
      return await rewritten(perform, (items) => items.slice(1));
  }
}

function withComments(
  world: World,
  change: (comments: World["issues"][string]["comments"]) => World["issues"][string]["comments"],
): World {
  const issues = Object.entries(world.issues).map(([number, issue]) =>
    [number, { ...issue, comments: change(issue.comments) }] as const
  );
  return { ...world, issues: Object.fromEntries(issues) };
}

function withoutNewest(world: World): World {
  const numbers = Object.keys(world.issues).map(Number);
  const newest = String(Math.max(...numbers));
  const issues = Object.entries(world.issues).filter(([number]) => number !== newest);
  return { ...world, issues: Object.fromEntries(issues) };
}

/** The answer with its list changed: the body itself (REST), or the nodes of the repository's connections. */
async function rewritten(
  perform: Perform,
  change: (items: unknown[]) => unknown[],
): Promise<Response> {
  const answer = await perform();
  const body = await answer.json();
  const repository = body?.data?.repository;
  for (const connection of Object.values(repository ?? {}) as { nodes?: unknown[] }[]) {
    if (Array.isArray(connection?.nodes)) connection.nodes = change(connection.nodes);
  }
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return Response.json(Array.isArray(body) ? change(body) : body, {
    status: answer.status,
    headers,
  });
}
