import { assertEquals, assertRejects } from "@std/assert";
import { type Exchange, recorded, replayed } from "../../lib/cycle/transcript.ts";
import { Failure } from "../../lib/failure.ts";
import type { Hub } from "../../lib/github/hub.ts";
import { RecordedHub } from "../../lib/sample/recorded_hub.ts";
import { unpacked } from "../../lib/sample/sample.ts";
import { stateFolder } from "../../lib/state/local_store.ts";
import sample from "../../templates/sample.json" with { type: "json" };

const OBSERVED = unpacked(sample.observation);
const NOW = Temporal.Instant.from(sample.now);

/** A transcript of second reads. */
function reads(...entries: readonly (readonly [string, unknown])[]): Exchange[] {
  return entries.map(([about, answer]) => ({ asked: "findOpen", about, answer }));
}

Deno.test("replayed() gives each question the next answer to the same question, once", async () => {
  const { hub } = replayed(reads(["a", [1]], ["b", [2]], ["a", [3]]), { local: false });
  assertEquals(await hub.findOpen("a", []), [1]);
  assertEquals(await hub.findOpen("a", []), [3], "what was not asked is left out");
  const again = await assertRejects(() => hub.findOpen("b", []), Failure);
  assertEquals([again.code, again.exit], ["not-recorded", 1], "its time is over");
});

Deno.test("replayed() goes on with the next answer after a question that was never asked", async () => {
  const { hub } = replayed(reads(["a", [1]]), { local: false });
  await assertRejects(() => hub.findOpen("other", []), Failure, "what findOpen other came to");
  await assertRejects(() => hub.changedPaths("a", "b"), Failure, "what changedPaths a...b came to");
  assertEquals(await hub.findOpen("a", []), [1]);
});

Deno.test("replayed() fails as the world did: by the code of a failure, or by words alone", async () => {
  const failed = (code: string | null): Exchange => ({
    asked: "perform",
    about: "comment #1",
    failed: { code, message: "no room" },
  });
  const { hub } = replayed([failed("write-capped"), failed(null)], { local: false });
  const write = (): ReturnType<Hub["perform"]> =>
    hub.perform({ kind: "comment", issue: 1, key: "k", body: "" });
  assertEquals((await assertRejects(write, Failure, "no room")).code, "write-capped");
  assertEquals((await assertRejects(write, Error, "no room")) instanceof Failure, false);
});

Deno.test("recorded() writes down answers and failures, and changes neither", async () => {
  const file = await Deno.makeTempFile();
  const real = { hub: new RecordedHub(OBSERVED, NOW), folder: stateFolder(file) };
  const keys = new Map([[7, "k"], [8, "k"]]);
  const transcript: Exchange[] = [];
  const { hub, folder } = recorded(real, transcript);
  assertEquals(await hub.findComments(keys), await real.hub.findComments(keys));
  const write = async (): Promise<void> => await folder?.write({ "a.json": "{}" });
  const failure = await assertRejects(write, Failure);
  assertEquals(transcript, [
    { asked: "findComments", about: "#7, #8", answer: [[7, null], [8, null]] },
    {
      asked: "writeFolder",
      about: "a.json",
      failed: { code: "state-folder", message: failure.message },
    },
  ]);
  const again = replayed(JSON.parse(JSON.stringify(transcript)), { local: true });
  assertEquals(await again.hub.findComments(keys), await real.hub.findComments(keys));
  const rewrite = async (): Promise<void> => await again.folder?.write({ "a.json": "{}" });
  assertEquals((await assertRejects(rewrite, Failure)).message, failure.message);
  await Deno.remove(file);
});
