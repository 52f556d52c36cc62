import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { lockState } from "../../lib/state/lock.ts";
import { NOW, runOn, worldBefore, writePolicies } from "./everything.ts";
import { inTemporaryFolder, namesIn } from "./folders.ts";
import { faultsOf } from "./tally.ts";
import { Crossing } from "./two_at_once.ts";

Deno.test("two cycles at once leave one issue for a blocker and one post for an occurrence", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await Crossing.open(folder);
    const tally = await site.cross([1, 2, 3, 4, 5, 6, 7, 8]);
    assertEquals(faultsOf(tally), []);
    // Without races in it the sweep would prove nothing.
    assertEquals(tally.transient > 0, true);
  });
});

Deno.test("the second cycle on one state folder ends with exit 2, before it writes anything", async () => {
  await inTemporaryFolder(async (folder) => {
    const policies = join(folder, "policies");
    await writePolicies(policies);
    const state_dir = join(folder, "state");
    const args = { policies, state_dir, now: NOW };
    const world = await worldBefore({ out: join(folder, "before"), ...args, small: true });
    await using _first = await lockState(state_dir, { run_id: "the-first", since: NOW });
    const second = await runOn(world, { ...args, out: join(folder, "second") });
    assertEquals([second.exit, second.requests], [2, 0]);
    assertStringIncludes(second.err, 'run "the-first", since 2026-01-08T08:10:00Z');
    assertEquals(await namesIn(folder), ["before", "policies", "state"]);
  });
});
