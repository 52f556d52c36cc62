import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import { AnswerError } from "../../lib/github/answers.ts";
import { type Client, createClient } from "../../lib/github/client.ts";
import { GithubHub } from "../../lib/github/github_hub.ts";
import { WRITE_CAPPED } from "../../lib/github/hub.ts";
import { MAX_WRITES } from "../../lib/github/patience.ts";
import { inWorld } from "../emulator/builders.ts";
import { aStage, CANARY, REQUEST, widgets } from "./hub.ts";

const AT = { owner: "acme", repo: "widgets", issue_number: 2 };
const base = widgets();
const read = (client: Client): Promise<unknown> => client.rest.issues.get(AT);
const write = (client: Client): Promise<unknown> =>
  client.rest.issues.createComment({ ...AT, body: "x" });

Deno.test("createClient() spaces writes by a second, which keeps them under 80 a minute", async () => {
  await using stage = await aStage();
  const { client, clock } = stage.play(structuredClone(base.world));
  const times: number[] = [];
  for (let count = 0; count < 100; count++) {
    await write(client);
    times.push(clock.now());
  }
  const perMinute = times.map((start) =>
    times.filter((time) => time >= start && time < start + 60_000).length
  );
  assertEquals(Math.max(...perMinute), 60);
});

Deno.test("createClient() sends no more writes in a cycle than an hour allows, but for the commit of the state", async () => {
  await using stage = await aStage();
  const { hub, client } = stage.play(structuredClone(base.world), [], { write_interval_ms: 1 });
  for (let count = 0; count < MAX_WRITES; count++) await write(client);
  const error = await assertRejects(() => write(client), AnswerError, "the next cycle goes on");
  assertEquals(error.trouble, "capped");
  const closing = { kind: "close_issue", issue: 2, state_reason: "completed" } as const;
  const capped = await assertRejects(() => hub.perform(closing), Failure);
  assertEquals([capped.code, capped.exit], [WRITE_CAPPED, 1]);
  assertEquals(stage.github.writes().length, MAX_WRITES);
  const { head } = await hub.readState(REQUEST);
  const commit = { branch: "main", expected_head: head ?? "", message: "m", files: { a: "b" } };
  assertEquals((await hub.commitState(commit)).kind, "committed");
});

Deno.test("createClient() obeys retry-after", async () => {
  await using stage = await aStage();
  for (const kind of ["403 secondary", "429"] as const) {
    const { client, clock } = stage.play(structuredClone(base.world), [{
      on: "GET issues/*",
      kind,
    }]);
    await read(client);
    assertEquals(clock.pauses, [7_000]);
  }
});

Deno.test("createClient() waits for the reset when nothing remains, and counts it by GitHub's clock", async () => {
  await using stage = await aStage();
  const world = structuredClone(base.world);
  world.now = "2026-01-08T08:58:00Z";
  const { client, clock } = stage.play(world);
  clock.onAdvance = (ms) => inWorld(world).later(`${Math.ceil(ms / 1_000)}s`);
  stage.github.intercept = (call, perform) =>
    call.index > 0 && world.now < "2026-01-08T09:00:00Z"
      ? Response.json({ message: "API rate limit exceeded" }, {
        status: 403,
        headers: {
          date: new Date(world.now).toUTCString(),
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Date.parse("2026-01-08T09:00:00Z") / 1_000),
        },
      })
      : perform();
  await read(client);
  assertEquals(clock.pauses, [121_000]);
});

Deno.test("createClient() does not wait longer than the cycle has, and says how long it would have been", async () => {
  await using stage = await aStage();
  for (const [kind, ask] of [["429", read], ["403 secondary", write]] as const) {
    const on = ask === read ? "GET issues/*" : "POST issues/*/comments";
    const scene = stage.play(structuredClone(base.world), [{ on, kind, nth: "every" }], {
      time_budget_ms: 7_000,
    });
    const error = await assertRejects(() => ask(scene.client), AnswerError);
    assertMatch(error.message, /waiting 7 s would take longer than the cycle has$/);
    assertEquals(scene.clock.pauses, []);
  }
});

Deno.test("createClient() gives up on one request that hangs, and tries again", async () => {
  await using stage = await aStage();
  const { client, clock, log } = stage.play(structuredClone(base.world), [
    { on: "GET issues/*", kind: "timeout before" },
  ]);
  await read(client);
  assertEquals(clock.now(), 30_500);
  assertEquals(log, ["GitHub did not answer in time; trying again in 1 s."]);
});

Deno.test("createClient() never outlasts the time of the cycle when everything hangs", async () => {
  await using stage = await aStage();
  const scene = stage.play(structuredClone(base.world), [
    { on: "any read", nth: "every", kind: "timeout before" },
    { on: "any write", nth: "every", kind: "timeout before" },
  ], { time_budget_ms: 100_000 });
  const errors: string[] = [];
  for (let count = 0; count < 5; count++) {
    await read(scene.client).catch((error) => errors.push(error.message));
  }
  await write(scene.client).catch((error) => errors.push(error.message));
  assertEquals(errors.length, 6);
  assertMatch(errors.at(-1) ?? "", /^the 100 s that a cycle may spend with GitHub are used up$/);
  assert(scene.clock.now() <= 90_000, `${scene.clock.now()}`);
  // What is left is for the commit of the state.
  await scene.client.graphql("query A { viewer { login } }", {}, { final: true }).catch(() => {});
  assert(scene.clock.now() <= 100_000, `${scene.clock.now()}`);
});

Deno.test("createClient() sends a write once, whatever the connection does", async () => {
  await using stage = await aStage();
  for (const kind of ["cut before", "cut after", "timeout after", "500 after"] as const) {
    const world = structuredClone(base.world);
    const { client } = stage.play(world, [{ on: "POST issues/*/comments", kind }]);
    await read(client); // leaves a connection open, which fetch would use, and use again
    const error = await assertRejects(() => write(client), AnswerError);
    assert(["unanswered", "server"].includes(error.trouble));
    assertEquals(stage.github.writes().length, 1, kind);
    assertEquals(world.issues[2]?.comments.length, kind === "cut before" ? 0 : 1, kind);
  }
});

Deno.test("createClient() counts retries as requests", async () => {
  await using stage = await aStage();
  const { client } = stage.play(structuredClone(base.world), [
    { on: "GET issues/*", kind: "503 before" },
    { on: "POST issues/*/comments", kind: "429" },
  ]);
  await read(client);
  await write(client);
  assertEquals(client.counts, { reads: 2, writes: 2 });
});

Deno.test("no message, log line or stack repeats the token, raw or encoded", async () => {
  await using stage = await aStage();
  const bytes = new TextEncoder().encode(CANARY);
  const basic = new TextEncoder().encode(`x-access-token:${CANARY}`).toBase64();
  const forms = [CANARY, encodeURIComponent(CANARY), bytes.toBase64(), basic.slice(20, -4)];
  const words = `your token ${CANARY} (${forms[1]}, ${forms[2]}, ${basic}) is no good`;
  const kinds = ["401", "403", "404", "422", "429", "500 before", "RATE_LIMITED", "partial data"];
  for (const kind of kinds as ("401" | "429")[]) {
    const scene = stage.play(
      structuredClone(base.world),
      [{ on: "any read", nth: "every", kind }, { on: "any write", nth: "every", kind }],
      { words },
    );
    const said = [...scene.log];
    const note = (error: Error): number =>
      said.push(String(error), error.stack ?? "", Deno.inspect(error));
    await read(scene.client).catch(note);
    await write(scene.client).catch(note);
    await scene.hub.observe(REQUEST).then((seen) => said.push(JSON.stringify(seen.gaps))).catch(
      note,
    );
    await scene.hub.perform({ kind: "edit_issue", issue: 2, title: "x" }).catch(note);
    await scene.hub.commitState({
      branch: "main",
      expected_head: "0".repeat(40),
      message: "m",
      files: {},
    })
      .catch(note);
    said.push(...scene.log);
    assert(said.length > 5, kind);
    for (const form of forms) {
      assert(!said.join("\n").includes(form), `${kind}: ${said.join("\n")}`);
    }
  }
});

Deno.test({
  name:
    "createClient() tries no host again that the runtime may not connect to, and says which and how",
  permissions: { net: ["127.0.0.1"] },
  fn: async () => {
    const lines: string[] = [];
    const client = createClient({
      token: CANARY,
      api_url: "https://github.example/api/v3",
      graphql_url: "https://github.example/api/graphql",
      write_interval_ms: 0,
      time_budget_ms: 60_000,
      user_agent: "tests",
      wait: () => Promise.resolve(),
      clock: () => 0,
      deadline: () => new AbortController().signal,
      log: (line) => lines.push(line),
    });
    for (const ask of [read, write]) {
      const error = await assertRejects(() => ask(client), AnswerError, "github.example:443");
      assertEquals(error.trouble, "barred");
    }
    assertEquals([client.counts, lines], [{ reads: 1, writes: 1 }, []]);
    const hub = new GithubHub(client, { owner: "acme", name: "widgets" });
    const refused = await assertRejects(() => hub.observe(REQUEST), Failure, "github.example:443");
    assertEquals([refused.code, refused.exit], ["host-not-allowed", 2]);
    assertMatch(refused.remedy, /--allow-net.*--api-host/);
  },
});
