import { DamageSite } from "./state_damage.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";
await inTemporaryFolder(async (folder) => {
  const site = await DamageSite.open(folder);
  const t = performance.now();
  const tally = await site.sweep();
  const faults = faultsOf(tally).map((f) => f.replaceAll("\n", "~").slice(0, 300));
  console.log({ ...tally, duplicates: tally.duplicates.length, losses: tally.losses.length, escapes: tally.escapes.length }, performance.now() - t);
  for (const f of faults.slice(0, 120)) console.log(f);
});
