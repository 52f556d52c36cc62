import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { LOCK_FILE, lockState } from "../../lib/state/lock.ts";

const FIRST = { run_id: "20260108T081000Z", since: "2026-01-08T08:10:00Z" };
const SECOND = { run_id: "other", since: "2026-01-08T08:11:00Z" };

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-lock-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("lockState() refuses the second with exit 2, naming the first and since when", async () => {
  await inFolder(async (folder) => {
    const dir = join(folder, "state");
    await using _held = await lockState(dir, FIRST);
    const failure = await assertRejects(() => lockState(dir, SECOND), Failure);
    assertEquals([failure.code, failure.exit], ["locked", 2]);
    assertMatch(
      failure.message,
      /another one holds it, process \d+, run "20260108T081000Z", since 2026-01-08T08:10:00Z$/,
    );
  });
});

Deno.test("lockState() lets the next one in once the first has given it back", async () => {
  await inFolder(async (folder) => {
    {
      await using _held = await lockState(folder, FIRST);
    }
    await using _again = await lockState(folder, SECOND);
    assertMatch(await Deno.readTextFile(join(folder, LOCK_FILE)), /"run_id":"other"/);
  });
});

Deno.test("lockState() is released by the death of the process that held it", async () => {
  await inFolder(async (folder) => {
    const module = new URL("../../lib/state/lock.ts", import.meta.url);
    const script = join(folder, "hold.ts");
    await Deno.writeTextFile(
      script,
      `import { lockState } from ${JSON.stringify(module.href)};
       globalThis.held = await lockState(Deno.args[0], ${JSON.stringify(FIRST)});
       console.log("held");
       setInterval(() => {}, 1000);`,
    );
    const dir = join(folder, "state");
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", "--no-check", "--config", CONFIG, script, dir],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    await assertRejects(() => lockState(dir, SECOND), Failure, 'run "20260108T081000Z"');
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    await using _free = await lockState(dir, SECOND);
  });
});

Deno.test("lockState() does not follow a planted link", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "precious"), "mine");
    await Deno.mkdir(join(folder, "state"));
    await Deno.symlink(join(folder, "precious"), join(folder, "state", LOCK_FILE));
    await assertRejects(() => lockState(join(folder, "state"), FIRST), Failure, "symbolic link");
    assertEquals(await Deno.readTextFile(join(folder, "precious")), "mine");
  });
});

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));
