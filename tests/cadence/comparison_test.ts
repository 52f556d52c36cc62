import { assert, assertEquals } from "@std/assert";
import { comparison } from "./comparison.ts";

const README = new URL("../../README.md", import.meta.url);

/** What stands between the markers of the README; null where there are none. */
async function block(): Promise<string | null> {
  const text = await Deno.readTextFile(README);
  return /<!-- comparison:begin -->\n([\s\S]*?)<!-- comparison:end -->/.exec(text)?.[1] ?? null;
}

Deno.test("the README's comparison is what `deno task comparison` prints", async () => {
  const printed = await comparison();
  const cells = printed.split("\n").slice(2, -1).map((line) =>
    line.split("|").map((it) => it.trim())
  );
  for (const [, , , , due, inTime, caughtUp, missed] of cells) {
    const sum = Number(inTime) + Number(caughtUp) + Number(missed);
    assert(Math.abs(Number(due) - sum) < 0.2, `${due} due, ${sum} told`);
  }
  const shown = await block();
  if (shown !== null) assertEquals(shown.trim(), printed.trim());
});
