import { assertEquals } from "@std/assert";
import { STATE_FILES } from "../../lib/state/state.ts";
import { inTemporaryFolder } from "./folders.ts";
import { CONDITIONS, DamageSite } from "./state_damage.ts";
import { faultsOf } from "./tally.ts";

const CHOSEN = ["with conflict markers", "of a newer version", "all times in the future", "huge"];

Deno.test("damaged state is kept aside, reported, and loses or doubles nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    const site = await DamageSite.open(folder);
    const tally = await site.sweep(CONDITIONS.filter(({ name }) => CHOSEN.includes(name)));
    assertEquals(faultsOf(tally), []);
    // Each file alone, and all of them.
    assertEquals(tally.runs, CHOSEN.length * (Object.keys(STATE_FILES).length + 1));
  });
});
