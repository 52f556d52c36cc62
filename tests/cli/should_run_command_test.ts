import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { program } from "../../lib/cli/program.ts";

/** Asks by the embedded policies whether the digest is due, in its window. */
async function asked(args: readonly string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const exit = await program(["should-run", "--task", "digest", ...args], {
    env: () => undefined,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    now: () => Temporal.Instant.from("2026-01-08T08:15:00Z"),
    clock: () => 0,
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps: () => Promise.resolve([]),
  });
  return { exit, out, err };
}

Deno.test("should-run says that there is no state file, and that the task counts as never run", async () => {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-should-run-" });
  try {
    const path = join(folder, "digest_state.json");
    const without = await asked(["--state", path]);
    assertEquals([without.exit, without.err], [0, `no file at ${path}: never ran\n`]);
    assertStringIncludes(without.out, "digest: run: ");
    await Deno.writeTextFile(path, '{"last_digest_at": "2026-01-08T08:01:00Z"}');
    const found = await asked(["--state", path]);
    assertEquals([found.exit, found.err], [1, ""]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("should-run says nothing of state that it was not asked to read", async () => {
  assertEquals((await asked([])).err, "");
});
