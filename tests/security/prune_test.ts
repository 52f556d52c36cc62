/**
 * Pruning and replacing bundles: nothing that we did not make is ever deleted.
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { Bundle, pruneBundles } from "../../lib/bundle/bundle.ts";
import { Failure } from "../../lib/failure.ts";

const NOW = Temporal.Instant.from("2026-06-01T00:00:00Z");
const OLD = "2026-01-01T00:00:00Z";

/** A folder with one old bundle of ours, of run `1`. */
async function aRoot(): Promise<AsyncDisposable & { root: string; bundle: string }> {
  const root = await Deno.makeTempDir({ prefix: "release-ops-prune-" });
  return {
    root,
    bundle: await aBundle(root, "1"),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

async function aBundle(root: string, run_id: string, now = OLD): Promise<string> {
  const bundle = await Bundle.open(root, run_id);
  const files = ["cycle.json", "index.html", "state-snapshot/blockers_state.json"];
  for (const file of files) {
    const record = { tool: "release-ops-orchestrator", run_id, now, files };
    await bundle.write(file, file === "cycle.json" ? JSON.stringify(record) : "text");
  }
  await bundle.seal();
  return bundle.path;
}

async function edit(bundle: string, change: Record<string, unknown>): Promise<void> {
  const path = join(bundle, "cycle.json");
  const record = JSON.parse(await Deno.readTextFile(path));
  await Deno.writeTextFile(path, JSON.stringify({ ...record, ...change }));
}

async function prune(root: string): Promise<readonly string[]> {
  return (await pruneBundles(root, { days: 30, now: NOW })).removed;
}

async function listing(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const below = isDirectory ? await listing(join(folder, name)) : [];
    names.push(name, ...below.map((each) => `${name}/${each}`));
  }
  return names.toSorted();
}

Deno.test("pruneBundles() removes a bundle of ours that is older than the days, and nothing else", async () => {
  await using it = await aRoot();
  await aBundle(it.root, "2", "2026-05-20T00:00:00Z");
  assertEquals(await prune(it.root), ["release-ops-cycle-1"]);
  assertEquals((await listing(it.root)).filter((name) => !name.includes("/")), [
    "release-ops-cycle-2",
  ]);
});

/** Every way in which a folder of our name is not ours: what is done to an old bundle. */
const FOREIGN: Readonly<Record<string, (bundle: string) => Promise<unknown>>> = {
  "has no record": (bundle) => Deno.remove(join(bundle, "cycle.json")),
  "has an empty record": (bundle) => Deno.writeTextFile(join(bundle, "cycle.json"), ""),
  "has a record that is cut": (bundle) =>
    Deno.writeTextFile(join(bundle, "cycle.json"), '{"tool":"release-ops-orchestrator"'),
  "has a record that is null": (bundle) => Deno.writeTextFile(join(bundle, "cycle.json"), "null"),
  "has the record of another tool": (bundle) => edit(bundle, { tool: "someone-else" }),
  "has the record of another run": (bundle) => edit(bundle, { run_id: "7" }),
  "has a record without a run": (bundle) => edit(bundle, { run_id: undefined }),
  "has a record without files": (bundle) => edit(bundle, { files: undefined }),
  "has a record with odd files": (bundle) => edit(bundle, { files: [1, null] }),
  "has a record without a time": (bundle) => edit(bundle, { now: undefined }),
  "has a record whose time is no time": (bundle) => edit(bundle, { now: "yesterday" }),
  "has a record that is a folder": async (bundle) => {
    await Deno.remove(join(bundle, "cycle.json"));
    await Deno.mkdir(join(bundle, "cycle.json"));
  },
  "has a record that is a link": async (bundle) => {
    await Deno.rename(join(bundle, "cycle.json"), `${bundle}.json`);
    await Deno.symlink(`${bundle}.json`, join(bundle, "cycle.json"));
  },
  "holds a file that somebody added": (bundle) => Deno.writeTextFile(join(bundle, "notes"), ""),
  "holds a hidden file": (bundle) => Deno.writeTextFile(join(bundle, ".env"), ""),
  "holds a file in our folder that somebody added": (bundle) =>
    Deno.writeTextFile(join(bundle, "state-snapshot/notes.txt"), ""),
  "holds a folder that somebody added": (bundle) => Deno.mkdir(join(bundle, "photos")),
  "holds a repository": (bundle) => Deno.mkdir(join(bundle, ".git")),
  "holds a link in place of a file": async (bundle) => {
    await Deno.remove(join(bundle, "index.html"));
    await Deno.symlink("/etc/hostname", join(bundle, "index.html"));
  },
  "holds a link in place of a folder": async (bundle) => {
    await Deno.remove(join(bundle, "state-snapshot"), { recursive: true });
    await Deno.symlink("/etc", join(bundle, "state-snapshot"));
  },
  "holds a folder in place of a file": async (bundle) => {
    await Deno.remove(join(bundle, "index.html"));
    await Deno.mkdir(join(bundle, "index.html"));
  },
  "lists files outside of it, and holds another": async (bundle) => {
    await edit(bundle, { files: ["../../etc/passwd", "/etc/passwd", "cycle.json", ".."] });
  },
};

for (const [what, change] of Object.entries(FOREIGN)) {
  Deno.test(`pruneBundles() leaves a folder that ${what}`, async () => {
    await using it = await aRoot();
    await change(it.bundle);
    const before = await listing(it.root);
    assertEquals(await prune(it.root), []);
    assertEquals(await listing(it.root), before);
    const again = await assertRejects(() => Bundle.open(it.root, "1"), Failure);
    assertEquals(again.exit, 2);
    assertEquals(await listing(it.root), before, "a new bundle replaced it");
  });
}

/** What may stand in the root beside our bundles. */
const NEIGHBOURS: Readonly<Record<string, (root: string, old: string) => Promise<unknown>>> = {
  "a file of our name": async (root, old) => {
    await Deno.remove(old, { recursive: true });
    await Deno.writeTextFile(join(root, "release-ops-cycle-1"), "");
  },
  "a link of our name to a bundle": (root, old) =>
    Deno.symlink(old, join(root, "release-ops-cycle-link")),
  "a bundle under another name": (root, old) =>
    Deno.rename(old, join(root, "keep-release-ops-cycle-1")),
  "a bundle renamed to another run": (root, old) =>
    Deno.rename(old, join(root, "release-ops-cycle-renamed")),
  "a bundle one folder deeper": async (root, old) => {
    await Deno.mkdir(join(root, "release-ops-cycle-deeper"));
    await Deno.rename(old, join(root, "release-ops-cycle-deeper/release-ops-cycle-1"));
  },
  "an unfinished bundle": (root, old) => Deno.rename(old, join(root, ".tmp-release-ops-cycle-1")),
  "a bundle of the future": (_root, old) => edit(old, { now: "2099-01-01T00:00:00Z" }),
  "a bundle exactly as old as is allowed": (_root, old) =>
    edit(old, { now: "2026-05-02T00:00:00Z" }),
};

for (const [what, change] of Object.entries(NEIGHBOURS)) {
  Deno.test(`pruneBundles() leaves ${what}`, async () => {
    await using it = await aRoot();
    const outside = await aBundle(await Deno.makeTempDir({ dir: it.root, prefix: "x" }), "9");
    await change(it.root, what.includes("link") ? outside : it.bundle);
    if (what.includes("link")) await Deno.remove(it.bundle, { recursive: true });
    const before = await listing(it.root);
    assertEquals(await prune(it.root), []);
    assertEquals(await listing(it.root), before);
  });
}

Deno.test("a bundle replaces its own earlier one of the same run", async () => {
  await using it = await aRoot();
  await Deno.writeTextFile(join(it.bundle, "index.html"), "earlier");
  await aBundle(it.root, "1");
  assertEquals(await Deno.readTextFile(join(it.bundle, "index.html")), "text");
});

Deno.test("a bundle does not take the place of a file where it is built", async () => {
  await using it = await aRoot();
  await Deno.writeTextFile(join(it.root, ".tmp-release-ops-cycle-2"), "mine");
  await assertRejects(() => Bundle.open(it.root, "2"), Failure, "a file stands there");
  assertEquals(await Deno.readTextFile(join(it.root, ".tmp-release-ops-cycle-2")), "mine");
});
