/**
 * A plain client for tests of the emulator itself: no retries, no pages, nothing thrown on failure.
 * @module
 */

import type { Emulator } from "./server.ts";

/** What came back. */
export interface Reply {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- tests look into answers whose shape GitHub's description guards
  readonly body: any;
  readonly headers: Headers;
}

/** Sends `METHOD /path` to the REST API, with a JSON body if there is one. */
export async function rest(github: Emulator, line: string, body?: unknown): Promise<Reply> {
  const [method = "GET", path = ""] = line.split(" ");
  return await send(github.url + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** Sends a GraphQL document. */
export async function graphql(
  github: Emulator,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  return await send(github.graphqlUrl, {
    method: "POST",
    body: JSON.stringify({ query, variables }),
  });
}

/** Sends a GraphQL selection on the repository `acme/widgets` and returns what it selects. */
export async function repository(github: Emulator, selection: string): Promise<Reply["body"]> {
  const reply = await graphql(
    github,
    `{ repository(owner: "acme", name: "widgets") { ${selection} } }`,
  );
  if (reply.body.errors) throw new Error(JSON.stringify(reply.body.errors));
  return reply.body.data.repository;
}

async function send(url: string, init: RequestInit): Promise<Reply> {
  const headers = { authorization: "Bearer test-token" };
  const response = await fetch(url, { ...init, headers });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
