import { LAWS } from "./laws.ts";

/** Random worlds in all; `long_run.ts` plays many more. */
const RUNS = 2_000;

for (const law of LAWS) {
  Deno.test(`decide() keeps the law that ${law.title}`, () => {
    law.check(Math.ceil(RUNS / LAWS.length));
  });
}
