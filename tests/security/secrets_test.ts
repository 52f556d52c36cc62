/**
 * Secrets: a token never appears in any output, log, error, bundle file or write, raw or encoded, whatever
 * fails.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { Step } from "../../lib/cycle/cycle.ts";
import { aTrain, type Given, type Ran, type Train } from "../e2e/harness.ts";
import { blocked } from "../e2e/worlds.ts";
import type { Intercept } from "../emulator/server.ts";

/** Canaries in the shapes that tokens come in. */
const TOKENS = [
  "ghs_CanaryAAAABBBBCCCCDDDDEEEEFFFFGGGG1234",
  "github_pat_11CANARY0aaaabbbbcccc_ddddeeeeffffgggghhhhiiiijjjj",
  "ghs_98765_eyJhbGciOiJDQU5BUlkifQ.eyJjYW5hcnkiOiJ5ZXMifQ.c2lnbmF0dXJlQ0FOQVJZ",
  "plain-canary+with/odd=characters&more%20",
];

/** Whatever a server, a proxy or a runtime could make of a token. */
function formsOf(token: string): string[] {
  const bytes = new TextEncoder().encode(token);
  const basic = new TextEncoder().encode(`x-access-token:${token}`).toBase64();
  return [
    token,
    encodeURIComponent(token),
    bytes.toHex(),
    bytes.toHex().toUpperCase(),
    bytes.toBase64(),
    bytes.toBase64({ alphabet: "base64url" }),
    basic,
    JSON.stringify(token),
  ];
}

/** What a careless server answers: the token in every form, in headers and body. */
function echo(token: string, status: number): Response {
  const forms = formsOf(token).join(" ");
  return Response.json(
    { message: `bad: ${forms}`, errors: [{ message: forms, code: forms, field: forms }] },
    { status, headers: { "x-echo": encodeURIComponent(forms), "retry-after": "0" } },
  );
}

/** Every way of failing, of reads and of writes. */
const FAULTS: Readonly<Record<string, (token: string) => Intercept>> = {
  "401 with the token in the body": (token) => () => echo(token, 401),
  "403 with the token in the body": (token) => () => echo(token, 403),
  "404 with the token in the body": (token) => () => echo(token, 404),
  "500 with the token in the body": (token) => () => echo(token, 500),
  "a page of HTML with the token": (token) => () =>
    new Response(`<html>${formsOf(token).join(" ")}</html>`, { status: 502 }),
  "a redirect with the token in its address": (token) => (call) =>
    call.path.includes("redirected") ? echo(token, 404) : new Response(null, {
      status: 302,
      headers: { location: `/redirected?${encodeURIComponent(token)}` },
    }),
  "text that is not JSON": (token) => () => new Response(formsOf(token).join(" ")),
  "GraphQL errors that quote it": (token) => (call) =>
    call.path === "/graphql"
      ? Response.json({
        data: null,
        errors: formsOf(token).map((message) => ({ message, type: message })),
      })
      : undefined,
  "GraphQL errors beside data": (token) => async (call, perform) => {
    if (call.path !== "/graphql") return undefined;
    const body = await (await perform()).json();
    return Response.json({ ...body, errors: formsOf(token).map((message) => ({ message })) });
  },
  "422 to every write": (token) => (call) => call.write ? echo(token, 422) : undefined,
  "500 to every write": (token) => (call) => call.write ? echo(token, 500) : undefined,
  "mutations that quote it": (token) => (call) =>
    call.write && call.path === "/graphql"
      ? Response.json({ data: null, errors: [{ message: formsOf(token).join(" ") }] })
      : undefined,
  "comparisons that quote it": (token) => (call) =>
    call.path.includes("/compare/") ? echo(token, 422) : undefined,
};

function leaksIn(text: string, token: string): string[] {
  return formsOf(token).filter((form) => text.includes(form));
}

/** Nothing that a run left anywhere holds the token. */
async function assertNoLeak(train: Train, ran: Ran, token: string): Promise<void> {
  assert(ran.err.length > 0);
  const written = await everythingBelow(train.folder);
  const sent = ran.requests.map(({ path, body, variables }) =>
    JSON.stringify([path, body, variables])
  )
    .filter((line) => !line.includes("redirected"));
  const texts = { out: ran.out, err: ran.err, sent: sent.join("\n"), ...written };
  for (const [where, text] of Object.entries(texts)) {
    assertEquals(leaksIn(text, token), [], `${where}: ${text.slice(0, 2_000)}`);
  }
}

async function everythingBelow(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) Object.assign(found, await everythingBelow(path));
    else found[path] = await Deno.readTextFile(path);
  }
  return found;
}

async function run(
  token: string,
  { intercept, given = {} }: { intercept?: Intercept; given?: Given },
): Promise<void> {
  await using train = await aTrain(blocked(), { tokens: [token], intercept });
  const ran = await train.cycle(["--verbose", "--force-digest", "--force-handoff"], {
    ...given,
    env: {
      GITHUB_TOKEN: token,
      GITHUB_OUTPUT: join(train.folder, "output"),
      GITHUB_STEP_SUMMARY: join(train.folder, "summary"),
      ...given.env,
    },
  });
  await assertNoLeak(train, ran, token);
}

for (const [what, faultOf] of Object.entries(FAULTS)) {
  Deno.test(`a token never appears anywhere after ${what}`, async () => {
    for (const token of TOKENS.slice(0, 2)) await run(token, { intercept: faultOf(token) });
  });
}

Deno.test("a token never appears anywhere when all goes well, whatever its shape", async () => {
  for (const token of TOKENS) {
    await run(token, {});
    await run(token, { given: { env: { GITHUB_TOKEN: undefined, GH_TOKEN: token } } });
  }
});

Deno.test("a token never appears in the stack of a bug, in a step or before it", async () => {
  const [token = ""] = TOKENS;
  const words = formsOf(token).join("\n");
  const broken = (real: readonly Step[]): Step[] =>
    real.map((step) => ({
      ...step,
      run: (): never => {
        throw new TypeError(words);
      },
    }));
  await run(token, { given: { steps: broken } });
  const noSteps = (): never => {
    throw new TypeError(words);
  };
  await run(token, { given: { steps: noSteps } });
});

Deno.test("a token never appears in the refusal of what was mistaken for it", async () => {
  const [token = ""] = TOKENS;
  for (
    const name of [
      "GITHUB_API_URL",
      "GITHUB_EVENT_PATH",
      "GITHUB_REPOSITORY",
      "DRY_RUN",
      "POLICIES",
      "GITHUB_RUN_ID",
    ]
  ) {
    await run(token, { given: { env: { [name]: `x ${token}` } } });
  }
});
