import { assert, assertEquals } from "@std/assert";
import { unpacked } from "../../lib/sample/sample.ts";
import { packed, recordSample } from "./record.ts";

const SAMPLE = new URL("../../templates/sample.json", import.meta.url);

Deno.test("the sample of the demo is what the emulator records today", async () => {
  // Observed over HTTP from a world that the real program ticked through, so it cannot drift.
  assertEquals(JSON.parse(await Deno.readTextFile(SAMPLE)), JSON.parse(await recordSample()));
});

Deno.test("the sample names no host but GitHub's", async () => {
  const hosts = (await Deno.readTextFile(SAMPLE)).matchAll(/https?:\/\/([^/"]+)/g);
  assertEquals([...new Set([...hosts].map(([, host]) => host))], ["github.com"]);
});

Deno.test("the sample is unpacked to what was observed, byte for byte", async () => {
  const { observation } = JSON.parse(await Deno.readTextFile(SAMPLE));
  const observed = unpacked(observation);
  assertEquals(packed(observed), observation);
  const texts = Object.values(observed.state.files);
  assert(texts.every((text) => text?.startsWith('{\n  "') && text.endsWith("\n}\n")));
  assert(!JSON.stringify(observed).includes('"~'));
});

Deno.test("the sample is a release week: every state, a flake, blockers at several levels", async () => {
  const { observation } = JSON.parse(await Deno.readTextFile(SAMPLE));
  const labels = observation.issues.flatMap((issue: { labels: string[] }) => issue.labels);
  assert(labels.includes("escalation:warn") && labels.includes("escalation:escalate"));
  assertEquals(observation.complete, true);
  assert(Object.values(observation.state.files).every((text) => text !== null));
});
