import { assert, assertEquals } from "@std/assert";
import { messageOf } from "../../lib/failure.ts";
import { marker } from "../../lib/report/marker.ts";
import type { FaultKind } from "../emulator/faults.ts";
import { aStage, BOT, CANARY, KNOWN, REQUEST, type Scene, widgets } from "./hub.ts";

/** What a read comes to: its value as text. */
type Read = (scene: Scene) => Promise<unknown>;

const base = widgets();
const observing: Read = ({ hub }) => hub.observe(REQUEST);

/** Every kind of read that a cycle sends, and what sends it. */
const READS: readonly (readonly [string, Read])[] = [
  ...[
    "Overview",
    "FurtherPages",
    "ChecksOfCommits",
    "SuitePage",
    "RunPage",
    "IssuesByNumber",
    "GET compare/*",
  ].map((name) => [name, observing] as const),
  ["StateFiles", ({ hub }) => hub.readState(REQUEST)],
  ["GET issues", ({ hub }) => hub.findOpen(KNOWN, ["release-blocker"])],
  [
    "NewestComments",
    async ({ hub }) => [...await hub.findComments(new Map([[1, "known"], [2, "none"]]))],
  ],
  [
    "CommentsOfIssue",
    ({ hub }) => hub.perform({ kind: "comment", issue: 1, key: "known", body: "again" }),
  ],
  ["GET labels/*", ({ hub }) => hub.perform({ kind: "add_labels", issue: 1, labels: ["P0"] })],
];

const PASSING: readonly FaultKind[] = [
  "500 before",
  "502 page before",
  "503 before",
  "504 before",
  "cut before",
  "timeout before",
  "cut body",
  "truncated body",
  "empty body",
  "403 secondary",
  "429",
];
const GRAPHQL: readonly FaultKind[] = [
  "empty object",
  "RATE_LIMITED",
  "RESOURCE_LIMITS_EXCEEDED",
  "partial data",
];
const LASTING: readonly FaultKind[] = ["401", "403", "404"];

Deno.test("every read is retried until a passing fault is over, and then says the same", async (t) => {
  await using stage = await aStage();
  for (const [on, read] of READS) {
    const kinds = /^[A-Z][a-z]/.test(on) ? [...PASSING, ...GRAPHQL] : PASSING;
    await t.step(on, async () => {
      const expected = await read(stage.play(structuredClone(base.world), [], { pageSize: 2 }));
      for (const kind of kinds) {
        const scene = stage.play(structuredClone(base.world), [{ on, kind }], {
          pageSize: 2,
          words: CANARY,
        });
        assertEquals(await read(scene), expected, `${kind} in ${on}`);
        assertEquals(scene.plan.fired.length, 1, `${kind} in ${on} did not happen`);
        // A read on a connection that breaks is sent again by Deno's fetch itself.
        if (kind !== "cut before") assertEquals(scene.clock.pauses.length, 1, `${kind} in ${on}`);
        assert(!scene.log.join().includes(CANARY), scene.log.join());
      }
    });
  }
});

Deno.test("every read that keeps failing is a gap or an error in words, and never an empty answer", async (t) => {
  await using stage = await aStage();
  for (const [on, read] of READS) {
    const kinds: FaultKind[] = ["502 page before", "timeout before", "empty body", ...LASTING];
    if (/^[A-Z][a-z]/.test(on)) kinds.push("empty object", "RESOURCE_LIMITS_EXCEEDED");
    await t.step(on, async () => {
      for (const kind of kinds) {
        const scene = stage.play(structuredClone(base.world), [{ on, kind, nth: "every" }], {
          pageSize: 2,
          words: CANARY,
        });
        const [told, silent] = await outcome(scene, read);
        const where = `${kind} in ${on}: ${told}`;
        // No base to compare with, and no such label: both are answers.
        const answer = kind === "404" && (on === "GET compare/*" || on === "GET labels/*");
        assertEquals(silent, answer, where);
        if (!answer) assert(/GitHub|connection/.test(told), where);
        for (const form of [CANARY, encodeURIComponent(CANARY), "<html"]) {
          assert(!told.includes(form) && !scene.log.join().includes(form), where);
        }
        assert(told.length < 2_000 && !told.includes("\n"), where);
      }
    });
  }
});

/** The words in which a read tells of its failure, and whether it said nothing. */
async function outcome(scene: Scene, read: Read): Promise<[string, boolean]> {
  try {
    const value = await read(scene);
    const { gaps = [], complete } = value as {
      gaps?: { what: string; why: string }[];
      complete?: boolean;
    };
    assertEquals(complete ?? true, gaps.length === 0);
    return [gaps.map(({ what, why }) => `${what}: ${why}`).join("; "), gaps.length === 0];
  } catch (error) {
    return [messageOf(error), false];
  }
}

Deno.test("observe() has a gap when a list shows fewer issues than it counts, whichever page lacks them", async () => {
  await using stage = await aStage();
  for (const on of ["Overview", "FurtherPages"]) {
    const scene = stage.play(structuredClone(base.world), [{ on, kind: "page shifted" }], {
      pageSize: 2,
    });
    const { complete, gaps } = await scene.hub.observe(REQUEST);
    assertEquals(complete, false, on);
    assert(gaps.some(({ why }) => /GitHub counts \d and showed \d/.test(why)), on);
  }
});

Deno.test("observe() shows each thing once when pages overlap", async () => {
  await using stage = await aStage();
  const expected = await stage.play(structuredClone(base.world), [], { pageSize: 2 }).hub.observe(
    REQUEST,
  );
  for (const on of ["FurtherPages", "Overview"]) {
    const scene = stage.play(structuredClone(base.world), [{ on, kind: "item twice" }], {
      pageSize: 2,
    });
    assertEquals(await scene.hub.observe(REQUEST), expected, on);
  }
});

Deno.test("observe() fetches issues by number that state names and the lists lack", async () => {
  await using stage = await aStage();
  const scene = stage.play(structuredClone(base.world));
  const { issues, complete } = await scene.hub.observe(REQUEST);
  assertEquals([issues.some(({ number }) => number === 9), complete], [true, true]);

  const lied = stage.play(structuredClone(base.world), [{ on: "Overview", kind: "empty list" }]);
  const observed = await lied.hub.observe(REQUEST);
  assertEquals(observed.issues.map(({ number }) => number), [9]);
});

Deno.test("observe() goes on without an issue that state names and that was deleted or transferred", async () => {
  await using stage = await aStage();
  const world = structuredClone(base.world);
  delete world.issues[9];
  const { issues, complete } = await stage.play(world).hub.observe(REQUEST);
  assertEquals(issues.map(({ number }) => number), [1, 2, 3, 4, 5, 6]);
  assertEquals(complete, true);
});

Deno.test("observe() does not mind a Date header that is off", async () => {
  await using stage = await aStage();
  const expected = await stage.play(structuredClone(base.world)).hub.observe(REQUEST);
  for (const kind of ["clock -7m", "clock +45m", "clock -3h", "clock +30h"] as const) {
    const scene = stage.play(structuredClone(base.world), [{ on: "any read", nth: "every", kind }]);
    assertEquals(await scene.hub.observe(REQUEST), expected);
    assertEquals(scene.clock.pauses, []);
  }
});

Deno.test("observe() halves a batch of checks that is too much for GitHub", async () => {
  await using stage = await aStage();
  const scene = stage.play(
    structuredClone(base.world),
    [1, 2, 3, 4, 5].map((nth) => ({ on: "ChecksOfCommits", nth, kind: "504 before" } as const)),
  );
  const { complete, checks } = await scene.hub.observe(REQUEST);
  assertEquals([complete, Object.keys(checks).length], [true, 4]);
});

Deno.test("findComments() finds our comment on whichever page, and leaves out an issue that is gone", async () => {
  await using stage = await aStage();
  const builder = widgets().as("alice").comment(2, marker("comment", "known"));
  const { hub } = stage.play(builder.world, [], { pageSize: 1 });
  const found = await hub.findComments(new Map([[1, "known"], [2, "known"], [99, "known"]]));
  assertEquals([...found].map(([issue, body]) => [issue, body?.split("\n")[0]]), [
    [1, "one"],
    [2, undefined],
  ]);
});

Deno.test("findComments() leaves out an issue in trouble, and the batch it cannot have, and no other", async () => {
  await using stage = await aStage();
  const builder = widgets().as(BOT).comment(2, marker("comment", "known"));
  for (let count = 0; count < 25; count++) builder.issue({ title: "more", at: "-1h" });
  const last = builder.as(BOT).comment(30, marker("comment", "known")).world;
  const keys = new Map(Array.from({ length: 30 }, (_, index) => [index + 1, "known"]));
  const troubles: readonly ((issue: Record<string, unknown>) => object[])[] = [
    (issue) => {
      issue.comments = null;
      return [{ message: "too much", path: ["repository", "i1", "comments"] }];
    },
    (issue) => {
      issue.comments = { totalCount: 3, pageInfo: { hasPreviousPage: false }, nodes: [] };
      return [];
    },
  ];
  for (const trouble of troubles) {
    const { hub, log } = stage.play(structuredClone(last));
    stage.github.intercept = async (call, perform) => {
      const answer = await (await perform()).json();
      const first = answer.data.repository.i1;
      if (call.operation !== "NewestComments" || !first) return Response.json(answer);
      const errors = [...answer.errors ?? [], ...trouble(first)];
      return Response.json({ ...answer, errors });
    };
    const found = await hub.findComments(keys);
    assertEquals([found.has(1), !!found.get(2), !!found.get(30)], [false, true, true]);
    assert(log.some((line) => line.startsWith("Cannot read the comments of #1: ")), log.join("\n"));
  }
  const { hub } = stage.play(structuredClone(last));
  let batches = 0;
  stage.github.intercept = (call) =>
    call.operation === "NewestComments" && ++batches > 1
      ? new Response(null, { status: 502 })
      : undefined;
  const found = await hub.findComments(keys);
  assertEquals([!!found.get(1), !!found.get(2), found.has(30)], [true, true, false]);
});

Deno.test("findOpen() finds our markers and nobody else's", async () => {
  await using stage = await aStage();
  const world = widgets().as("mallory").issue({
    title: "copied",
    labels: ["release-blocker"],
    body: marker("blocker", KNOWN),
  }).world;
  const scene = stage.play(world);
  await scene.hub.observe(REQUEST);
  assertEquals(await scene.hub.findOpen(KNOWN, ["release-blocker"]), [1]);
});
