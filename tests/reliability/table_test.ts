import { assertEquals } from "@std/assert";
import { tableOf } from "./table.ts";
import { emptyTally } from "./tally.ts";

Deno.test("tableOf() counts what was wrong between the markers that the README has", () => {
  const tally = { ...emptyTally("Crashes"), points: 3, runs: 9, losses: ["a label"], cycles: 1 };
  assertEquals(tableOf([tally]).split("\n").slice(2, 5), [
    "| What was done to a cycle | Points | Runs judged | Duplicates | Losses | Escapes | Undone at once | Cycles to converge |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    "| Crashes | 3 | 9 | 0 | 1 | 0 | 0 | 1 |",
  ]);
});
