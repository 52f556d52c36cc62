import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { graphql, rest } from "./ask.ts";
import { aWorld, inWorld, type WorldBuilder } from "./builders.ts";
import { brokenConnection, startEmulator } from "./server.ts";

const R = "/repos/acme/widgets";

function widgets(): WorldBuilder {
  return aWorld("acme/widgets").at("2026-01-08T08:15:00Z").commit("main").issue({ title: "first" });
}

Deno.test("startEmulator() serves the live world: what the test changes, the next request sees", async () => {
  await using github = await startEmulator(widgets().world);
  inWorld(github.world).later("1h").as("alice").close(1);
  const { body } = await rest(github, `GET ${R}/issues/1`);
  assertEquals([body.state, body.closed_by.login, body.closed_at], [
    "closed",
    "alice",
    "2026-01-08T09:15:00Z",
  ]);
});

Deno.test("startEmulator() logs every request, and tells the writes apart", async () => {
  await using github = await startEmulator(widgets().world);
  await rest(github, `GET ${R}/issues?labels=P0`);
  await rest(github, `POST ${R}/issues/1/comments`, { body: "hello" });
  await graphql(github, "query Who { viewer { login } }");
  await graphql(github, "mutation Nothing { __typename }");
  assertEquals(
    github.requests.map(({ method, path, operation, write, status }) =>
      [method, path, operation, write, status].join(" ")
    ),
    [
      `GET ${R}/issues?labels=P0  false 200`,
      `POST ${R}/issues/1/comments  true 201`,
      "POST /graphql Who false 200",
      "POST /graphql Nothing true 200",
    ],
  );
  assertEquals(github.writes().map((call) => call.body), [{ body: "hello" }, null]);
  assertEquals(github.reads().length, 2);
  github.resetLog();
  assertEquals(github.requests, []);
});

Deno.test("startEmulator() refuses wrong tokens and takes those that a test adds", async () => {
  await using github = await startEmulator(widgets().world, { tokens: [] });
  const refused = await rest(github, `GET ${R}`);
  assertEquals([refused.status, refused.body.message], [401, "Bad credentials"]);
  assertEquals((await graphql(github, "{ viewer { login } }")).status, 401);
  const anonymous = await fetch(github.url + R);
  assertEquals([anonymous.status, (await anonymous.json()).message], [
    401,
    "Requires authentication",
  ]);
  github.tokens.add("test-token");
  assertEquals((await rest(github, `GET ${R}`)).status, 200);
});

Deno.test("startEmulator() serves the addresses of GitHub Enterprise Server too", async () => {
  await using github = await startEmulator(widgets().world);
  const headers = { authorization: "token test-token" };
  const issue = await fetch(`${github.enterpriseUrl}${R}/issues/1`, { headers });
  assertEquals((await issue.json()).url, `${github.enterpriseUrl}${R}/issues/1`);
  const viewer = await fetch(github.enterpriseGraphqlUrl, {
    method: "POST",
    headers,
    body: JSON.stringify({ query: "{ viewer { login } }" }),
  });
  assertEquals((await viewer.json()).data.viewer.login, "github-actions[bot]");
});

Deno.test("startEmulator() sends world time and what is left of the budget with every answer", async () => {
  const builder = widgets();
  await using github = await startEmulator(builder.world, { limits: { core: 2, graphql: 1 } });
  const { headers } = await rest(github, `GET ${R}`);
  assertEquals(headers.get("date"), "Thu, 08 Jan 2026 08:15:00 GMT");
  const names = ["limit", "remaining", "used", "reset", "resource"];
  assertEquals(names.map((name) => headers.get(`x-ratelimit-${name}`)), [
    "2",
    "1",
    "1",
    String(Date.parse("2026-01-08T09:00:00Z") / 1000),
    "core",
  ]);
  assertEquals((await rest(github, `GET ${R}`)).status, 200);
  const spent = await rest(github, `GET ${R}`);
  assertEquals([spent.status, spent.headers.get("x-ratelimit-remaining")], [403, "0"]);
  assertEquals((await rest(github, "GET /rate_limit")).body.resources.core.remaining, 0);
  await graphql(github, "{ viewer { login } }");
  const { status, body } = await graphql(github, "{ viewer { login } }");
  assertEquals([status, body.errors[0].type], [200, "RATE_LIMITED"]);
  builder.later("1h");
  assertEquals((await rest(github, `GET ${R}`)).status, 200);
});

Deno.test("intercept() can fail a write before its effect", async () => {
  await using github = await startEmulator(widgets().world);
  github.intercept = (call) => call.write ? new Response("{}", { status: 502 }) : undefined;
  assertEquals((await rest(github, `POST ${R}/issues`, { title: "x" })).status, 502);
  assertEquals(Object.keys(github.world.issues), ["1"]);
  assertEquals(github.writes().map((call) => [call.status, call.performed]), [[502, false]]);
});

Deno.test("intercept() can fail a write after its effect", async () => {
  await using github = await startEmulator(widgets().world);
  github.intercept = async (call, perform) => {
    if (!call.write) return undefined;
    await perform();
    return new Response("{}", { status: 502 });
  };
  assertEquals((await rest(github, `POST ${R}/issues`, { title: "x" })).status, 502);
  assertEquals(Object.keys(github.world.issues), ["1", "2"]);
  assertEquals(github.writes().map((call) => [call.status, call.performed]), [[502, true]]);
});

Deno.test("intercept() can answer a read from another view of the world", async () => {
  await using github = await startEmulator(widgets().world);
  github.intercept = (call, perform) =>
    call.operation === "Open" ? perform({ ...github.world, issues: {} }) : undefined;
  const issues = `repository(owner: "acme", name: "widgets") { issues(first: 1) { totalCount } }`;
  const lied = await graphql(github, `query Open { ${issues} }`);
  const told = await graphql(github, `query Again { ${issues} }`);
  assertEquals(lied.body.data.repository.issues.totalCount, 0);
  assertEquals(told.body.data.repository.issues.totalCount, 1);
});

Deno.test("intercept() can change what was answered", async () => {
  await using github = await startEmulator(widgets().world);
  github.intercept = async (_call, perform) => {
    const answer = await (await perform()).json();
    return Response.json({ ...answer, title: "rewritten" });
  };
  assertEquals((await rest(github, `GET ${R}/issues/1`)).body.title, "rewritten");
});

Deno.test("intercept() can break the connection after the effect", async () => {
  await using github = await startEmulator(widgets().world);
  github.intercept = async (_call, perform) => {
    await perform();
    return brokenConnection();
  };
  await assertRejects(() => rest(github, `POST ${R}/issues`, { title: "x" }), Error);
  assertEquals(Object.keys(github.world.issues), ["1", "2"]);
});

Deno.test("close() throws when something was asked that the emulator does not model", async () => {
  const unmodelled = [
    (github: Parameters<typeof rest>[0]) => rest(github, `GET ${R}/pulls`),
    (github: Parameters<typeof rest>[0]) => rest(github, `PATCH ${R}/issues/1`, { milestone: 3 }),
    (github: Parameters<typeof rest>[0]) => graphql(github, "{ viewer { avatarUrl } }"),
    (github: Parameters<typeof rest>[0]) =>
      graphql(
        github,
        `{ repository(owner: "acme", name: "widgets") { issues(first: 1, filterBy: { assignee: "x" }) { totalCount } } }`,
      ),
  ];
  for (const ask of unmodelled) {
    const github = await startEmulator(widgets().world);
    await ask(github);
    assertEquals(github.defects.length, 1);
    assertStringIncludes(github.defects[0] ?? "", "not modelled");
    await assertRejects(() => github.close(), Error, "not modelled");
  }
});

Deno.test("close() throws when an answer broke GitHub's description", async () => {
  const github = await startEmulator(widgets().world);
  const issue = github.world.issues[1];
  if (issue) issue.created_at = "yesterday";
  const { status, body } = await rest(github, `GET ${R}/issues/1`);
  assertEquals(status, 500);
  assertMatch(body.message, /^emulator: answer does not match/);
  await assertRejects(() => github.close(), Error, "does not match");
});

Deno.test("main.ts serves a world from a file and prints its URL first", async () => {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(file, JSON.stringify(widgets().world));
  const script = new URL("./main.ts", import.meta.url).pathname;
  await using process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", script, "--world", file],
    stdout: "piped",
  }).spawn();
  let line = "";
  const lines = process.stdout.pipeThrough(new TextDecoderStream());
  for await (const chunk of lines) {
    line += chunk;
    if (line.includes("\n")) break;
  }
  const answer = await fetch(`${line.trim()}${R}`, {
    headers: { authorization: "Bearer test-token" },
  });
  assertEquals((await answer.json()).full_name, "acme/widgets");
  process.kill();
  await process.status;
  await Deno.remove(file);
});
