import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import type { Action } from "../../lib/gate/action.ts";
import { marker } from "../../lib/report/marker.ts";
import { inWorld, type WorldBuilder } from "../emulator/builders.ts";
import type { FaultKind } from "../emulator/faults.ts";
import { aStage, BOT, KNOWN, REQUEST, widgets } from "./hub.ts";

const LABELS = ["release-blocker"];
const raise = (check: string): Action & { kind: "create_issue" } => ({
  kind: "create_issue",
  fingerprint: `release_line=4.2&blocking_workflow=${check}`,
  title: check,
  body: marker("blocker", `release_line=4.2&blocking_workflow=${check}`),
  labels: LABELS,
});

/** A repository with so many more blockers that the list has several pages. */
function crowded(count: number): WorldBuilder {
  const builder = widgets().as(BOT);
  for (let index = 0; index < count; index++) {
    const body = marker("blocker", `release_line=9.9&blocking_workflow=c${index}`);
    builder.issue({ title: `c${index}`, labels: LABELS, body, at: "-5h" });
  }
  return builder;
}

Deno.test("findOpen() reads every page of a long list", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(crowded(250).world);
  await hub.observe(REQUEST);
  const numbers = await hub.findOpen("release_line=9.9&blocking_workflow=c249", LABELS);
  assertEquals(numbers, [259]);
  const lists = stage.github.reads().filter(({ path }) => path.includes("/issues?"));
  assertEquals(lists.length, 3);
});

Deno.test("findOpen() follows the links of a server whose pages are smaller than asked for", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(crowded(25).world, [], { pageSize: 10 });
  await hub.observe(REQUEST);
  assertEquals(await hub.findOpen("release_line=9.9&blocking_workflow=c24", LABELS), [34]);
});

Deno.test("findOpen() reads once per cycle, and knows what was created since", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(structuredClone(widgets().world));
  await hub.observe(REQUEST);
  const lists = (): number =>
    stage.github.reads().filter(({ path }) => /\/issues\?.*direction=asc/.test(path)).length;
  for (let index = 0; index < 10; index++) {
    const action = raise(`check-${index}`);
    assertEquals(await hub.findOpen(action.fingerprint, LABELS), []);
    const { created } = await hub.perform(action);
    assertEquals(await hub.findOpen(action.fingerprint, LABELS), [created?.number ?? 0]);
  }
  assertEquals(lists(), 1);
});

Deno.test("findOpen() fails, rather than finding nothing, when the list is broken or lies", async () => {
  await using stage = await aStage();
  const kinds: FaultKind[] = [
    "empty list",
    "page shifted",
    "truncated body",
    "empty body",
    "empty object",
    "cut body",
    "502 page before",
    "403",
    "410",
  ];
  for (const kind of kinds) {
    const { hub } = stage.play(structuredClone(widgets().world), [
      { on: "GET issues", nth: "every", kind },
    ]);
    await hub.observe(REQUEST);
    await assertRejects(() => hub.findOpen("release_line=4.2", LABELS), Failure);
  }
});

Deno.test("findOpen() believes a list that lacks an issue which people closed meanwhile", async () => {
  await using stage = await aStage();
  const { hub, world } = stage.play(structuredClone(widgets().world));
  await hub.observe(REQUEST);
  inWorld(world).as("alice").close(2);
  assertEquals(await hub.findOpen(KNOWN, LABELS), [1]);
});

Deno.test("findOpen() asks again after a list that could not be read", async () => {
  await using stage = await aStage();
  const { hub } = stage.play(structuredClone(widgets().world), [{ on: "GET issues", kind: "403" }]);
  await hub.observe(REQUEST);
  await assertRejects(() => hub.findOpen(KNOWN, LABELS), Failure, "permission issues: read");
  assertEquals(await hub.findOpen(KNOWN, LABELS), [1]);
});

Deno.test("findOpen() is not misled by pull requests and closed issues", async () => {
  await using stage = await aStage();
  const body = marker("blocker", "release_line=4.4");
  const world = widgets().as(BOT).pull({ title: "p", labels: LABELS, body })
    .issue({ title: "i", labels: LABELS, body, number: 40 }).close(40).world;
  const { hub } = stage.play(world);
  await hub.observe(REQUEST);
  assertEquals(await hub.findOpen("release_line=4.4", LABELS), []);
});
