import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { program } from "../../lib/cli/program.ts";
import { steps } from "../../main.ts";
import { BUNDLE } from "../e2e/bundle_files.ts";

async function demo(): Promise<{ exit: number; out: string; folder: string; root: string }> {
  const root = await Deno.makeTempDir();
  let out = "";
  const exit = await program(["demo", "--out", root], {
    env: () => undefined,
    out: (text) => void (out += text),
    err: () => {},
    now: () => Temporal.Instant.from("2020-01-01T00:00:00Z"),
    clock: () => 0,
    wait: () => Promise.resolve(),
    version: "0.1.0",
    steps,
  });
  return { exit, out, folder: join(root, "release-ops-cycle-demo"), root };
}

Deno.test("demo leaves every file of the bundle and says where to open it", async () => {
  const { exit, out, folder, root } = await demo();
  assertEquals(exit, 0);
  for (const file of BUNDLE) assert((await Deno.stat(join(folder, file))).size > 0, file);
  assertStringIncludes(out, join(folder, "index.html"));
  await Deno.remove(root, { recursive: true });
});

Deno.test("demo shows a promotable, a blocked and a pending candidate, a flake and every level", async () => {
  const { folder, root } = await demo();
  const { candidates } = JSON.parse(await Deno.readTextFile(join(folder, "dashboard.json")));
  const states = new Set(
    candidates.map((candidate: { promotable_state: string }) => candidate.promotable_state),
  );
  assertEquals([...states].toSorted(), ["blocked", "pending", "success"]);
  assert(candidates.some(({ flaky }: { flaky: string[] }) => flaky.includes("Unit Tests")));
  const { blockers } = JSON.parse(
    await Deno.readTextFile(join(folder, "state-snapshot", "blockers_state.json")),
  );
  const levels = Object.values(blockers as Record<string, { escalation_level: string }>)
    .map(({ escalation_level }) => escalation_level);
  assertEquals([...new Set(levels)].toSorted(), ["escalate", "none", "page", "warn"]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("demo writes its digest late and its handoff in time", async () => {
  const { folder, root } = await demo();
  assertStringIncludes(
    await Deno.readTextFile(join(folder, "release_ops_digest.md")),
    "due 08:00 UTC, 1 h 10 min late",
  );
  assertStringIncludes(await Deno.readTextFile(join(folder, "oncall_handoff.md")), "due 09:00 UTC");
  await Deno.remove(root, { recursive: true });
});

Deno.test("demo leaves the same bytes twice", async () => {
  const [first, second] = [await demo(), await demo()];
  for (const file of BUNDLE) {
    const [a, b] = await Promise.all(
      [first, second].map(({ folder }) => Deno.readTextFile(join(folder, file))),
    );
    // The folders differ, and inputs.json tells which was asked for.
    assertEquals(a?.replaceAll(first.root, ""), b?.replaceAll(second.root, ""), file);
  }
  for (const { root } of [first, second]) await Deno.remove(root, { recursive: true });
});

Deno.test("demo is a command that takes only folders", () => {
  const command = COMMANDS.find(({ name }) => name === "demo");
  assertEquals(command?.flags.map(({ name }) => name), ["out", "templates"]);
});
