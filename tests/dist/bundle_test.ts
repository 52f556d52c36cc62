import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { VERSION } from "../../lib/version.ts";
import { Failure } from "../../lib/failure.ts";
import { inAscii, runCommand } from "../../tools/bundle.ts";
import { assertConfined, assertWorks } from "./proofs.ts";
import { assertWritesNowhereElse, readOnlyMachine } from "./read_only.ts";
import { suite } from "./suite.ts";
import { builtIn, committed, copyTree, emptyFolder, SINGLE_FILE } from "./programs.ts";

/**
 * End-to-end tests that go through every layer, with an event, lost races and a folder for the state, in
 * a few seconds; all of them take minutes.
 */
const SAMPLE: readonly string[] = ["tests/e2e/state_test.ts", "tests/e2e/process_test.ts"];

/** What the file may weigh, in bytes. */
const BUDGET = 1_000_000;

const MACHINE = readOnlyMachine();

Deno.test("bundle: one file, the same wherever it is built, that works and is confined", async (t) => {
  await using place = await emptyFolder();
  const other = join(place.path, "another", "place");
  await Deno.mkdir(other, { recursive: true });
  await copyTree(place.path);
  await copyTree(other);
  const built = await builtIn(place.path);

  await t.step("a second build has the same bytes", async () => {
    assertEquals((await builtIn(other)).text === built.text, true);
  });

  await t.step("built in a repository it knows its commit", async () => {
    const again = join(place.path, "repository");
    await Deno.mkdir(again);
    await copyTree(again);
    const commit = await committed(again);
    const { path, text } = await builtIn(again);
    const run = await SINGLE_FILE.program(path, "127.0.0.1:9");
    const { out } = await run(["--version"], { cwd: again });
    assertEquals(out, `release-ops ${VERSION} (${commit.slice(0, 7)})\n`);
    assert(text.startsWith(`// release-ops ${VERSION} (${commit.slice(0, 7)}), MIT`));
  });

  await t.step("it is small, imports nothing and names no folder of the machine", () => {
    assert(built.bytes < BUDGET, `${built.bytes} bytes: ${[...built.contents].slice(0, 8)}`);
    assertEquals(built.text.match(/^import\b|[;}]import\s*[{*"'\w]|\bcreateRequire\b/m), null);
    // These two are answered by hand. Node's layer would cost every cycle 45 ms and 6 MB.
    const asked = built.text.matchAll(/\b\w+\("(node:\w+|postcss|dayjs)"\)/g);
    assertEquals([...asked].map(([, name]) => name).toSorted(), ["dayjs", "postcss"]);
    for (const path of [place.path, "/root/", "/home/", "node_modules", "/.cache/"]) {
      assert(!built.text.includes(path), path);
    }
  });

  await t.step("it is ASCII, which the engine keeps at a byte a character", () => {
    assertEquals(built.text.match(/[^\0-\x7f]/g), null);
  });

  await t.step("it begins with what it is and how it is run", () => {
    const [name, command] = built.text.split("\n");
    assertEquals(name, `// release-ops ${VERSION}, MIT licence`);
    assertEquals(command, `// ${runCommand()}`);
  });

  await using alone = await emptyFolder();
  const script = join(alone.path, "release-ops.js");
  await Deno.copyFile(built.path, script);
  await t.step("alone in a folder it speaks, shows the demo and runs a cycle", async () => {
    await assertWorks(SINGLE_FILE, script, `release-ops ${VERSION}`);
  });
  await t.step(
    "it does all that without Node's layer, which would take 40 ms to load",
    async () => {
      const without = join(alone.path, "without.js");
      const trap = '{ get() { throw new Error("Node\'s layer would be loaded"); } }';
      await Deno.writeTextFile(
        without,
        `Object.defineProperty(globalThis, "process", ${trap});\nawait import("./release-ops.js");\n`,
      );
      await assertWorks(SINGLE_FILE, without, `release-ops ${VERSION}`);
      await Deno.remove(without);
    },
  );
  await t.step("the runtime refuses what is not granted", async () => {
    await assertConfined(SINGLE_FILE, script);
  });
  await t.step(
    "it passes end-to-end tests of the source; deno task e2e runs them all",
    async () => {
      const { code, out } = await suite(script, { tests: SAMPLE });
      assertEquals(code, 0, out);
    },
  );
  await using fresh = await emptyFolder(); // where Deno has cached nothing yet
  await Deno.copyFile(built.path, join(fresh.path, "release-ops.js"));
  await t.step({
    name: "on a read-only machine it needs its two folders and nothing else",
    ignore: MACHINE === null,
    fn: async () => {
      const place = join(fresh.path, "release-ops.js");
      await assertWritesNowhereElse(SINGLE_FILE, place, MACHINE ?? []);
    },
  });
});

Deno.test("inAscii() means the same in strings, templates and regular expressions, and names", () => {
  const code = 'const straße = "· …\\n😀"; [straße, `· ${1}`, "a·b😀".replace(/[·…]|😀/gu, "é")]';
  const ascii = inAscii(code);
  assertEquals(ascii.match(/[^\0-\x7f]/g), null);
  // deno-lint-ignore no-eval -- the code above
  assertEquals(eval(ascii), ["· …\n😀", "· 1", "aébé"]);
});

Deno.test("inAscii() refuses a character behind a backslash, where the escape would mean another", () => {
  assertThrows(() => inAscii("/\\·/"), Failure, "cannot be written in ASCII");
});

Deno.test("runCommand() grants by name, denies run, ffi and sys, and never prompts or loads code", () => {
  const command = runCommand();
  for (
    const part of [
      "--no-prompt",
      "--no-remote",
      "--deny-run",
      "--deny-ffi",
      "--deny-sys",
      "--ignore-env",
    ]
  ) {
    assert(command.includes(` ${part} `), part);
  }
  assertMatch(command, / --allow-net=api\.github\.com --allow-env=CATCH_UP_HOURS,/);
  assert(!/--allow-(all|run|ffi|sys)|-A /.test(command), command);
});
