import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import config from "../../deno.json" with { type: "json" };
import { assertConfined, assertWorks } from "./proofs.ts";
import { binaryShape, builtIn, copyTree, emptyFolder } from "./programs.ts";

/** What the binary may have beside the runtime, in bytes. */
const BUDGET = 3_000_000;

const BINARY = binaryShape();

Deno.test({
  name: "binary: works, is confined, and is little more than its runtime",
  ignore: BINARY === null,
  fn: async (t) => {
    if (BINARY === null) return;
    await using folder = await emptyFolder();
    await copyTree(folder.path);
    const { path: script } = await builtIn(folder.path);
    await t.step("in an empty folder it speaks, shows the demo and runs a cycle", async () => {
      await assertWorks(BINARY, script, `release-ops ${config.version}`);
    });
    await t.step("the runtime refuses what is not granted", async () => {
      await assertConfined(BINARY, script);
    });
    await t.step("it is within 3 MB of an empty program", async () => {
      const empty = join(folder.path, "empty.js");
      await Deno.writeTextFile(empty, "\n");
      const run = await BINARY.program(empty, "127.0.0.1:9");
      assertEquals((await run([], { cwd: folder.path })).exit, 0);
      const size = async (name: string): Promise<number> =>
        (await Deno.stat(join(folder.path, name))).size;
      const more = await size("release-ops") - await size("empty");
      assert(more > 0 && more < BUDGET, `${more} bytes`);
    });
  },
});
