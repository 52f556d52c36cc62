import { CrashSite } from "./crash.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";
await inTemporaryFolder(async (folder) => {
  const site = await CrashSite.open(folder, { local: Deno.args[0] === "local" });
  console.log(site.requests);
  let t = performance.now();
  let points = Deno.args[1] === "files" ? await site.filePoints() : site.requestPoints();
  console.log(points.length);
  const every = Number(Deno.args[3] ?? 1);
  points = points.filter((_, i) => i % every === 0);
  const tally = await site.sweep("x", points, Deno.args[2] as "killed");
  const faults = faultsOf(tally).map((f) => f.replaceAll("\n", "~").slice(0, 260));
  console.log({ ...tally, duplicates: tally.duplicates.length, losses: tally.losses.length, escapes: tally.escapes.length }, performance.now() - t);
  console.log(faults.slice(0, 60).join("\n"));
  const kinds = Map.groupBy(faults, (f) => f.replace(/^(\w+): .*?again at ([a-z ]+?): /, "$1 [$2] ").replace(/ (= |: ).*/, ""));
  for (const [k, v] of [...kinds].sort((a,b)=>b[1].length-a[1].length).slice(0,80)) console.log(v.length, k);
});
