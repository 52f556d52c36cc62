import { assert, assertEquals } from "@std/assert";
import { CrashSite } from "./crash.ts";
import { inTemporaryFolder } from "./folders.ts";
import { faultsOf } from "./tally.ts";

Deno.test("a cycle that vanishes at a request is made whole by the next", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await CrashSite.open(folder, { local: false, small: true });
    const points = site.requestPoints().filter((_, index) => index % 7 === 3);
    const tally = await site.sweep("requests", points, "vanished");
    assertEquals(faultsOf(tally), []);
    assertEquals(tally.points, points.length);
  });
});

Deno.test("a process that is killed at a file operation leaves nothing half done", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await CrashSite.open(folder, { local: true, small: true });
    const { all, saved } = await site.filePoints();
    const last = all.length - 1;
    assert(saved.length > 2, "the state files are put in place one after the other");
    // Among the last operations is the rename of the bundle.
    const chosen = [
      ...[4, last - 40, last - 7, last].flatMap((index) => all[index] ?? []),
      ...saved,
    ];
    const tally = await site.sweep("file operations", chosen, "killed");
    assertEquals(faultsOf(tally), []);
    assertEquals(tally.points, chosen.length);
  });
});

Deno.test("a process that is killed after its issue was created does not create it again", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await CrashSite.open(folder, { local: false, small: true });
    const chosen = site.requestPoints().filter(({ ordinal, moment }) =>
      moment === "after" && [8, 20, site.requests].includes(ordinal)
    );
    const tally = await site.sweep("requests", chosen, "killed");
    assertEquals(faultsOf(tally), []);
    assertEquals(tally.points, chosen.length);
  });
});
