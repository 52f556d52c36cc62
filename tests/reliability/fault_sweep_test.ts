import { assertEquals } from "@std/assert";
import { FaultSite, LOOKUPS, WRITES } from "./fault_sweep.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";

Deno.test("a write that fails, or only seems to, is made good by the next cycles", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await FaultSite.open(folder);
    const tally = await site.sweep("writes", { on: WRITES, kinds: ["500 after", "422"] });
    assertEquals(faultsOf(tally), []);
  });
});

Deno.test("a list that lies makes nothing twice", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await FaultSite.open(folder);
    const tally = await site.sweep("lookups", { on: LOOKUPS, kinds: ["empty list"] });
    assertEquals(faultsOf(tally), []);
  });
});
