/**
 * Policies, flags and planted links as an attack on paths: refused in words, before anything is written
 * through them.
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { aTrain, namesIn, type Ran, type Train } from "../e2e/harness.ts";
import { blocked, widgets } from "../e2e/worlds.ts";

/** Refused before any write: exit 2, a message, no stack, nothing sent that writes. */
function assertRefused(ran: Ran, words: RegExp): void {
  assertEquals(ran.exit, 2, ran.err);
  assertMatch(ran.err, words);
  assertEquals(ran.writes, []);
  assert(!/\n\s+at |a bug of ours/.test(ran.err), ran.err);
}

/** Runs a cycle in a folder, as in a checkout that a stranger filled. */
async function inside(
  train: Train,
  { args, plant, env }: {
    args: readonly string[];
    plant?: (checkout: string, outside: string) => Promise<unknown>;
    env?: (checkout: string) => Record<string, string>;
  },
): Promise<{ ran: Ran; outside: string; checkout: string }> {
  const [checkout, outside] = [join(train.folder, "checkout"), join(train.folder, "outside")];
  for (const folder of [checkout, outside]) await Deno.mkdir(folder);
  await plant?.(checkout, outside);
  const before = Deno.cwd();
  Deno.chdir(checkout);
  try {
    return { ran: await train.run(["run", ...args], { env: env?.(checkout) }), outside, checkout };
  } finally {
    Deno.chdir(before);
  }
}

const BAD_PATHS = [
  "/etc/release-ops",
  "../outside",
  "docs/../../outside",
  "docs//state",
  "./docs",
  "docs\\..\\..\\outside",
  "C:/state",
  ".git/hooks",
  "docs/\u0000/x",
  "docs/.git/x",
];

/** Every place of the policies where a path may stand. */
const PATH_KEYS: Readonly<Record<string, (path: string) => Record<string, string>>> = {
  "state.path of blockers.yml": (path) => ({
    "blockers.yml": `version: "1.0.0"\nstate: {path: ${JSON.stringify(path)}}\n`,
  }),
  "output.pinned_file.path of digest.yml": (path) => ({
    "digest.yml":
      `version: "1.0.0"\nrun_window_utc: {start: "08:00", end: "09:00"}\ncadence_hours: 24\n` +
      `output: {pinned_file: {enabled: true, path: ${JSON.stringify(path)}}}\n`,
  }),
};

for (const [key, policiesWith] of Object.entries(PATH_KEYS)) {
  Deno.test(`a cycle refuses every way out of the repository in ${key}`, async () => {
    for (const path of BAD_PATHS) {
      await using train = await aTrain(blocked(), { policies: policiesWith(path) });
      assertRefused(await train.cycle(), /allowed is a path inside the repository/);
      assertEquals(train.github.requests.length, 0, path);
    }
  });
}

Deno.test("a cycle refuses a run id that is no plain name", async () => {
  await using train = await aTrain(blocked());
  for (const id of ["../x", "a/b", "/etc", "..", ".", "a\\b", "", "a\nb", "a b", "x".repeat(101)]) {
    const ran = await train.cycle(["--run-id", id], { env: { GITHUB_RUN_ID: undefined } });
    if (id === "") assertEquals(ran.exit, 0, "an empty id means the default");
    else assertRefused(ran, /Cannot use --run-id/);
  }
  assertEquals((await namesIn(train.folder)).filter((name) => name !== "artifacts"), []);
});

Deno.test("a cycle refuses --out when it is a file, or cannot be written", async () => {
  await using train = await aTrain(blocked());
  const file = join(train.folder, "file");
  await Deno.writeTextFile(file, "mine");
  for (const out of [file, join(file, "below"), "/proc/release-ops"]) {
    assertRefused(await train.run(["run", "--out", out]), /Cannot write bundles to .*: /);
  }
  assertEquals(await Deno.readTextFile(file), "mine");
});

/** Links that came with a checkout, below the current folder. */
const PLANTED: Readonly<
  Record<string, (checkout: string, outside: string) => Promise<unknown>>
> = {
  "the root of the bundles": (checkout, outside) =>
    Deno.symlink(outside, join(checkout, "artifacts")),
  "a folder on the way to the root": (checkout, outside) =>
    Deno.symlink(outside, join(checkout, "deep")),
  "a bundle": async (checkout, outside) => {
    await Deno.mkdir(join(checkout, "artifacts"));
    await Deno.symlink(outside, join(checkout, "artifacts/release-ops-cycle-7"));
  },
  "a bundle being built": async (checkout, outside) => {
    await Deno.mkdir(join(checkout, "artifacts"));
    await Deno.symlink(outside, join(checkout, "artifacts/.tmp-release-ops-cycle-7"));
  },
  "the root, to nowhere": (checkout, outside) =>
    Deno.symlink(join(outside, "not-there"), join(checkout, "artifacts")),
};

for (const [what, plant] of Object.entries(PLANTED)) {
  Deno.test(`a cycle refuses a link that was planted as ${what}`, async () => {
    await using train = await aTrain(blocked());
    const out = what.includes("on the way") ? ["--out", "deep/artifacts"] : [];
    const { ran, outside } = await inside(train, { args: ["--run-id", "7", ...out], plant });
    assertRefused(ran, /is a symbolic link|is not a plain folder/);
    assertEquals(await namesIn(outside), []);
  });
}

Deno.test("a cycle takes a root that the operator links from outside of the current folder", async () => {
  await using train = await aTrain(widgets());
  const [real, link] = [join(train.folder, "real"), join(train.folder, "link")];
  await Deno.mkdir(real);
  await Deno.symlink(real, link);
  const ran = await train.run(["run", "--out", link, "--run-id", "7"]);
  assertEquals(ran.exit, 0, ran.err);
  assertEquals(await namesIn(real), ["release-ops-cycle-7"]);
});

for (const file of ["blockers_state.json", "handoff_state.json"]) {
  Deno.test(`a cycle refuses a link that was planted as ${file} of the state folder`, async () => {
    await using train = await aTrain(blocked());
    const { ran, outside } = await inside(train, {
      args: ["--state-dir", "state"],
      plant: async (checkout, outside) => {
        await Deno.mkdir(join(checkout, "state"));
        await Deno.writeTextFile(join(outside, "target"), "{}");
        await Deno.symlink(join(outside, "target"), join(checkout, "state", file));
      },
    });
    assertEquals(ran.exit === 0, false);
    assertMatch(ran.err, /is a symbolic link/);
    assertEquals(ran.writes, []);
    assertEquals(await Deno.readTextFile(join(outside, "target")), "{}");
  });
}

Deno.test("a cycle refuses a state folder that is a planted link", async () => {
  await using train = await aTrain(blocked());
  const { ran, outside } = await inside(train, {
    args: ["--state-dir", "state"],
    plant: (checkout, outside) => Deno.symlink(outside, join(checkout, "state")),
  });
  assertRefused(ran, /is a symbolic link/);
  assertEquals(await namesIn(outside), []);
});

for (const name of ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"]) {
  Deno.test(`a cycle writes nothing through a link that was planted as ${name}`, async () => {
    await using train = await aTrain(widgets());
    const { ran, outside } = await inside(train, {
      args: [],
      plant: async (checkout, outside) => {
        await Deno.writeTextFile(join(outside, "target"), "mine");
        await Deno.symlink(join(outside, "target"), join(checkout, "file"));
      },
      env: (checkout) => ({ [name]: join(checkout, "file") }),
    });
    assertMatch(ran.err, /::warning::Cannot write to .*symbolic link/);
    assertEquals(await Deno.readTextFile(join(outside, "target")), "mine");
  });
}
