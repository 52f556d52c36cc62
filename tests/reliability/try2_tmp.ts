import { Crossing } from "./two_at_once.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";
await inTemporaryFolder(async (folder) => {
  const site = await Crossing.open(folder);
  const t = performance.now();
  const tally = await site.cross(Array.from({ length: Number(Deno.args[0]) }, (_, i) => i + 1));
  const faults = faultsOf(tally).map((f) => f.replaceAll("\n", "~").slice(0, 500));
  console.log({ ...tally, duplicates: tally.duplicates.length, losses: tally.losses.length, escapes: tally.escapes.length }, performance.now() - t);
  const kinds = Map.groupBy(faults, (f) => f.replace(/seed \d+/, "").replace(/ = .*/, ""));
  for (const [k, v] of [...kinds].sort((a,b)=>b[1].length-a[1].length).slice(0,80)) console.log(v.length, k);
});
