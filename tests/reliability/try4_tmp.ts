import { FaultSite, LOOKUPS, STALE_READS, WRITE_FAULTS, WRITES } from "./fault_sweep.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";
await inTemporaryFolder(async (folder) => {
  const site = await FaultSite.open(folder);
  for (const [on, kinds] of [[WRITES, WRITE_FAULTS], [LOOKUPS, STALE_READS]] as const) {
  const t = performance.now();
  const tally = await site.sweep("x", {on, kinds});
  const faults = faultsOf(tally).map((f) => f.replaceAll("\n", "~").slice(0, 400));
  console.log({ ...tally, duplicates: tally.duplicates.length, losses: tally.losses.length, escapes: tally.escapes.length }, performance.now() - t);
  for (const f of faults.slice(0, 70)) console.log(f);
  }
});
