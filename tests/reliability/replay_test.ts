/**
 * Whatever goes wrong in a cycle, its bundle holds enough to run it again, to the same bytes.
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { program } from "../../lib/cli/program.ts";
import { steps } from "../../main.ts";
import { filesOf } from "../e2e/harness.ts";
import { type FaultKind, planFaults } from "../emulator/faults.ts";
import { startEmulator } from "../emulator/server.ts";
import { NOW, runCycle, worldBefore, writePolicies } from "./everything.ts";
import { LOOKUPS, WRITES } from "./fault_sweep.ts";
import { inTemporaryFolder } from "./folders.ts";

const NAME = "release-ops-cycle-20260108T081000Z";
const FAULTS: readonly { on: readonly string[]; kinds: readonly FaultKind[] }[] = [
  { on: WRITES, kinds: ["500 after", "cut body", "422"] },
  { on: LOOKUPS, kinds: ["empty list", "401", "empty object"] },
];

/** Replays a bundle in this process; nothing but a message that all is the same is wanted. */
async function replayed(bundle: string, out: string): Promise<string> {
  let said = "";
  await program(["replay", bundle, "--out", out], {
    env: () => undefined,
    out: (text) => void (said += text),
    err: () => {},
    now: () => Temporal.Instant.from("2030-01-01T00:00:00Z"),
    clock: () => performance.now(),
    wait: () => Promise.resolve(),
    version: "0.0.0-test",
    steps,
  });
  return said.split("\n")[1] ?? "";
}

Deno.test("a cycle in which any one request went wrong replays to the same bytes", async () => {
  await inTemporaryFolder(async (folder) => {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const out = join(folder, "out");
    const before = await worldBefore({ out, policies, small: true });
    let cycles = 0;
    const wrong: string[] = [];
    for (
      const { on, kind } of FAULTS.flatMap(({ on, kinds }) =>
        on.flatMap((on) => kinds.map((kind) => ({ on, kind })))
      )
    ) {
      await using github = await startEmulator({ ...structuredClone(before), now: NOW });
      const { fired } = planFaults(github, [{ on, kind }]);
      const { exit } = await runCycle(github, { now: NOW, out, policies });
      if (fired.length === 0 || exit === 2) continue;
      cycles++;
      const said = await replayed(join(out, NAME), join(folder, "replays"));
      const { size } = await filesOf(join(out, NAME));
      if (said !== `All ${size} files are the same.`) wrong.push(`${kind} at ${on}: ${said}`);
    }
    assertEquals(wrong, []);
    assert(cycles > 30, `only ${cycles} cycles had a fault`);
  });
});
