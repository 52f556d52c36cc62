/**
 * What every shape of the program must do, and what the runtime must keep it from.
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { VERSION } from "../../lib/version.ts";
import { program } from "../../lib/cli/program.ts";
import { steps } from "../../main.ts";
import { filesOf } from "../e2e/harness.ts";
import { blocked } from "../e2e/worlds.ts";
import { startEmulator } from "../emulator/server.ts";
import type { Run } from "./process.ts";
import { emptyFolder, type Shape } from "./programs.ts";

/** Tries what no shape may do, each under the runtime's eyes, and prints how it ended. */
const PROBE = `
const [address, folder] = Deno.args;
const tries = {
  write: () => Deno.writeTextFile(folder + "/planted", ""),
  connect: () => fetch(address),
  start: () => new Deno.Command(Deno.execPath()).output(),
  load: () => Deno.dlopen("libc.so.6", {}),
  host: () => Deno.hostname(),
  code: () => import(address),
  shop: () => import("https://esm.sh/x.js"), // Deno's own defaults let it load code from there
};
const ended = {};
for (const [name, action] of Object.entries(tries)) {
  try {
    await action();
    ended[name] = "allowed";
  } catch (error) {
    ended[name] = error.name + ": " + error.message;
  }
}
const seen = {
  home: () => Deno.env.get("HOME"),
  all: () => Deno.env.toObject().HOME,
};
for (const [name, action] of Object.entries(seen)) {
  try {
    ended[name] = action() ?? "undefined";
  } catch (error) {
    ended[name] = error.name;
  }
}
console.log(JSON.stringify(ended));
`;

/** The words, the demo and a cycle, in a folder that holds nothing but what the program writes. */
export async function assertWorks(shape: Shape, script: string, version: string): Promise<void> {
  const builder = blocked();
  await using github = await startEmulator(builder.world);
  await using folder = await emptyFolder();
  const run = await shape.program(script, new URL(github.url).host);
  await assertSpeaks(run, folder.path, version);
  await assertDemo(run, folder.path);

  const env = {
    GITHUB_TOKEN: "test-token",
    GITHUB_REPOSITORY: "acme/widgets",
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    RELEASE_OPS_WRITE_INTERVAL_MS: "0",
  };
  const at = ["--now", builder.world.now];
  github.resetLog();
  const first = await run(["run", "--run-id", "1", ...at], { cwd: folder.path, env });
  assertEquals(first.exit, 0, first.err);
  assertEquals(first.out, "artifacts/release-ops-cycle-1/index.html\n");
  assertEquals(
    Object.values(github.world.issues).map(({ title }) => title),
    ["4.2 is blocked: Unit Tests failed"],
  );
  assert(github.writes().some(({ operation }) => operation === "CommitState"), first.err);

  github.resetLog();
  const local = ["--state-dir", "state", "--dry-run"];
  const second = await run(["run", "--run-id", "2", ...at, ...local], { cwd: folder.path, env });
  assertEquals(second.exit, 0, second.err);
  assertEquals(github.writes(), []);
  const names = (await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name);
  assertEquals(names.filter((name) => name !== "state").toSorted(), ["artifacts"]);
}

async function assertSpeaks(run: Run, cwd: string, version: string): Promise<void> {
  assertEquals(await run(["--version"], { cwd }), { exit: 0, out: `${version}\n`, err: "" });
  const help = await run(["--help"], { cwd });
  assertEquals([help.exit, help.err], [0, ""]);
  assertStringIncludes(help.out, "should-run");
  const checked = await run(["check"], { cwd });
  assertEquals([checked.exit, checked.err], [0, ""]);
  assertStringIncludes(checked.out, "0 errors");
  const asked = ["should-run", "--task", "digest", "--now", "2026-01-08T08:15:00Z"];
  const due = await run(asked, { cwd });
  assertEquals([due.exit, due.err], [0, ""]);
  assertMatch(due.out, /^digest: run: /);
}

/** Its demo has the bytes of the source's demo. */
async function assertDemo(run: Run, cwd: string): Promise<void> {
  const out = "artifacts/shown";
  const shown = await run(["demo", "--out", out], { cwd });
  assertEquals(shown.exit, 0, shown.err);
  const found = await filesOf(join(cwd, out, "release-ops-cycle-demo"));
  await using folder = await emptyFolder();
  await program(["demo", "--out", join(folder.path, out)], {
    env: () => undefined,
    out: () => {},
    err: () => {},
    now: () => Temporal.Instant.from("2020-01-01T00:00:00Z"),
    clock: () => 0,
    wait: () => Promise.resolve(),
    version: VERSION,
    steps,
  });
  const expected = await filesOf(join(folder.path, out, "release-ops-cycle-demo"));
  assertEquals([...found.keys()], [...expected.keys()]);
  for (const [name, text] of expected) {
    const [ours = [], theirs = []] = [
      // A binary may be made with another Deno than the one that runs the tests.
      found.get(name)?.replace(/"deno": ".*"/, `"deno": "${Deno.version.deno}"`).split("\n"),
      text.replaceAll(`${folder.path}/`, "").split("\n"),
    ];
    const at = ours.findIndex((line, index) => line !== theirs[index]);
    assertEquals([name, ours.length, ours[at]], [name, theirs.length, theirs[at]]);
  }
}

/** The runtime refuses whatever is not granted: asked by the program itself, and by a hostile script. */
export async function assertConfined(shape: Shape, script: string): Promise<void> {
  let connections = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    connections++;
    return new Response("{}");
  });
  await using folder = await emptyFolder();
  await using elsewhere = await emptyFolder();
  const address = `http://127.0.0.1:${server.addr.port}`;
  // Where the program may connect to nobody listens, and nobody is asked.
  const run = await shape.program(script, "127.0.0.1:9");

  const written = await run(["demo", "--out", elsewhere.path], { cwd: folder.path });
  assertEquals(written.exit, 2, written.err);
  assertMatch(written.err, /Cannot write bundles to .*Requires write access/);

  const env = {
    GITHUB_TOKEN: "test-token",
    GITHUB_REPOSITORY: "acme/widgets",
    GITHUB_API_URL: address,
    GITHUB_GRAPHQL_URL: `${address}/graphql`,
  };
  const connected = await run(["run"], { cwd: folder.path, env });
  assertEquals([connected.exit, connected.out], [2, ""], connected.err);
  assertStringIncludes(connected.err, `this program may not connect to ${new URL(address).host}`);

  const unwritable = await run(["run", "--out", elsewhere.path], { cwd: folder.path, env });
  assertEquals(unwritable.exit, 2, unwritable.err);
  assertMatch(unwritable.err, /Cannot write bundles to /, "said before anything is asked");

  const probe = join(folder.path, "probe.js");
  await Deno.writeTextFile(probe, PROBE);
  const tried = await (await shape.program(probe, "127.0.0.1:9"))([address, elsewhere.path], {
    cwd: folder.path,
    env: { HOME: "/secret" },
  });
  assertEquals(tried.exit, 0, tried.err);
  const { home, all, code, shop, ...ended } = JSON.parse(tried.out);
  for (const [name, end] of Object.entries(ended)) assertMatch(String(end), /^NotCapable: /, name);
  assertEquals(Object.keys(ended), ["write", "connect", "start", "load", "host"]);
  for (const end of [home, all]) assertMatch(end, /^(?:undefined|NotCapable)$/);
  // By permission or flag, not for want of a network; a binary has no loader for other modules.
  assertMatch(code, /Requires import access|--no-remote is specified|Module not found/);
  assertMatch(shop, /--no-remote is specified|Module not found/);
  assertEquals(connections, 0);
  for (
    const planted of [
      "artifacts",
      "artifacts/.tmp-release-ops-cycle-demo",
      "artifacts/release-ops-cycle-demo",
    ]
  ) {
    await assertNotLedOut(run, { planted, outside: elsewhere.path });
  }
  assertEquals(await Array.fromAsync(Deno.readDir(elsewhere.path)), []);
}

/** The runtime would follow a link out of a granted folder; the program itself refuses to. */
async function assertNotLedOut(
  run: Run,
  { planted, outside }: { planted: string; outside: string },
): Promise<void> {
  await using folder = await emptyFolder();
  const link = join(folder.path, planted);
  await Deno.mkdir(dirname(link), { recursive: true });
  await Deno.symlink(outside, link);
  const led = await run(["demo"], { cwd: folder.path });
  assertEquals(led.exit, 2, led.err);
  assertMatch(led.err, /is a symbolic link/);
}
