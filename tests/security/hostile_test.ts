import { assert, assertEquals } from "@std/assert";
import { CORPUS } from "../hostile/corpus.ts";
import { tryStrings } from "./hostile.ts";

/** A sixth of the corpus takes seconds; `deno run -A tests/security/hostile.ts` tries all of it. */
const SOME = CORPUS.filter((_, index) => index % 6 === 0);

Deno.test("a cycle makes of hostile text what it makes of plain words, in every sink", async () => {
  const { troubles, sinks } = await tryStrings(SOME);
  assertEquals(troubles, []);
  assert(sinks > 100);
});
