import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { VERSION } from "../../lib/version.ts";
import { assertConfined, assertWorks } from "./proofs.ts";
import { binaryShape, builtIn, copyTree, emptyFolder, NO_BINARY, type Shape } from "./programs.ts";
import { assertWritesNowhereElse, readOnlyMachine } from "./read_only.ts";

/** What the binary may have beside the runtime, in bytes. */
const BUDGET = 3_000_000;

function testsOf(binary: Shape): void {
  const machine = readOnlyMachine();
  Deno.test("binary: works, is confined, and is little more than its runtime", async (t) => {
    await using folder = await emptyFolder();
    await copyTree(folder.path);
    const { path: script } = await builtIn(folder.path);
    await t.step("in an empty folder it speaks, shows the demo and runs a cycle", async () => {
      await assertWorks(binary, script, `release-ops ${VERSION}`);
    });
    await t.step("the runtime refuses what is not granted", async () => {
      await assertConfined(binary, script);
    });
    await t.step({
      name: "on a read-only machine it needs its two folders and nothing else",
      ignore: machine === null,
      fn: async () => await assertWritesNowhereElse(binary, script, machine ?? []),
    });
    await t.step(
      "a second build, elsewhere in a folder of the same name, has the same bytes",
      async () => {
        const digests: string[] = [];
        for (const place of ["here", "there"]) {
          const dist = join(folder.path, place, "dist");
          await Deno.mkdir(dist, { recursive: true });
          await Deno.copyFile(script, join(dist, "release-ops.js"));
          await binary.program(join(dist, "release-ops.js"), "127.0.0.1:9");
          const bytes = await Deno.readFile(join(dist, "release-ops"));
          digests.push(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex());
        }
        assertEquals(digests[0], digests[1]);
      },
    );
    await t.step("it is within 3 MB of an empty program", async () => {
      const empty = join(folder.path, "empty.js");
      await Deno.writeTextFile(empty, "\n");
      const run = await binary.program(empty, "127.0.0.1:9");
      assertEquals((await run([], { cwd: folder.path })).exit, 0);
      const size = async (name: string): Promise<number> =>
        (await Deno.stat(join(folder.path, name))).size;
      const more = await size("release-ops") - await size("empty");
      assert(more > 0 && more < BUDGET, `${more} bytes`);
    });
  });
}

const BINARY = binaryShape();
if (BINARY !== null) testsOf(BINARY);
else Deno.test({ name: `SKIPPED, ${NO_BINARY}: none was tested.`, ignore: true, fn: () => {} });
