import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { readStateFolder, writeStateFolder } from "../../lib/state/local_store.ts";
import { parseState } from "../../lib/state/parse.ts";
import { serializeState } from "../../lib/state/serialize.ts";
import { NOW, record, stateWith } from "./states.ts";

const NONE = {
  "blockers_state.json": null,
  "digest_state.json": null,
  "handoff_state.json": null,
  "triage_state.json": null,
  "observation_state.json": null,
};

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await work(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function namesIn(dir: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
  return names.toSorted();
}

Deno.test("readStateFolder() gives null for every file when the folder does not exist", async () => {
  await inFolder(async (dir) => {
    assertEquals(await readStateFolder(join(dir, "none")), NONE);
  });
});

Deno.test("writeStateFolder() makes the folder, and readStateFolder() gives back the texts", async () => {
  await inFolder(async (dir) => {
    const folder = join(dir, "deep", "state");
    const texts = serializeState(stateWith(record(3)));
    await writeStateFolder(folder, texts);
    assertEquals(await readStateFolder(folder), texts);
    assertEquals(parseState(await readStateFolder(folder), { now: NOW }).damage, []);
    assertEquals(await namesIn(folder), Object.keys(NONE).toSorted(), "no temporary file is left");
  });
});

Deno.test("writeStateFolder() replaces a file and leaves others alone", async () => {
  await inFolder(async (dir) => {
    await Deno.writeTextFile(join(dir, "notes.txt"), "mine");
    await writeStateFolder(dir, { "digest_state.json": "old, and longer than the new text" });
    await writeStateFolder(dir, { "digest_state.json": "new" });
    assertEquals(await readStateFolder(dir), { ...NONE, "digest_state.json": "new" });
    assertEquals(await namesIn(dir), ["digest_state.json", "notes.txt"]);
  });
});

Deno.test("writeStateFolder() and readStateFolder() refuse a planted link", async () => {
  await inFolder(async (dir) => {
    const secret = join(dir, "secret");
    const folder = join(dir, "state");
    await Deno.writeTextFile(secret, "untouched");
    await Deno.mkdir(folder);
    await Deno.symlink(secret, join(folder, "triage_state.json"));
    await assertRejects(() => readStateFolder(folder), Failure, "symbolic link");
    await assertRejects(
      () => writeStateFolder(folder, { "triage_state.json": "x" }),
      Failure,
      "symbolic link",
    );
    assertEquals(await Deno.readTextFile(secret), "untouched");
  });
});

Deno.test("writeStateFolder() refuses a file name that climbs out", async () => {
  await inFolder(async (dir) => {
    const write = (): Promise<void> => writeStateFolder(join(dir, "s"), { "../x.json": "x" });
    await assertRejects(write, Failure, "Cannot use the path");
  });
});

Deno.test("writeStateFolder() leaves no temporary file when a folder stands in the way", async () => {
  await inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "digest_state.json"));
    await Deno.writeTextFile(join(dir, "digest_state.json", "full"), "");
    const write = (): Promise<void> => writeStateFolder(dir, { "digest_state.json": "x" });
    const failure = await assertRejects(write, Failure, "Cannot write");
    assertEquals([failure.code, failure.exit], ["state-folder", 1]);
    assertEquals(await namesIn(dir), ["digest_state.json"]);
  });
});

Deno.test("writeStateFolder() fails clearly when the folder is a file", async () => {
  await inFolder(async (dir) => {
    await Deno.writeTextFile(join(dir, "state"), "");
    const write = (): Promise<void> => writeStateFolder(join(dir, "state"), { "a.json": "x" });
    await assertRejects(write, Failure, "Cannot create the folder");
  });
});

Deno.test("readStateFolder() fails clearly when a file is a folder", async () => {
  await inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "digest_state.json"));
    await assertRejects(() => readStateFolder(dir), Failure, "Cannot read");
  });
});
