import { assertEquals } from "@std/assert";
import { openBlockers } from "../../lib/blockers/open.ts";
import { aTrain, type Train } from "./builders.ts";

const OPTIONS = { labels: ["release-blocker"] };

function numbers(train: Train): number[] {
  return openBlockers(train.issues, { ...OPTIONS, records: train.records })
    .map(({ issue }) => issue.number);
}

Deno.test("openBlockers() lists open issues with a blocker label, the worst and oldest first", () => {
  const train = aTrain()
    .personOpened("late", { minutes: 10 })
    .personOpened("P0 by label", { labels: ["Release-Blocker", "p0"], minutes: 5 })
    .personOpened("no blocker", { labels: ["bug"] })
    .personOpened("closed").closed(4)
    .personOpened("later", { minutes: 9 })
    .personOpened("at the same time", { minutes: 9 })
    .failed("Unit Tests").cycled();
  assertEquals(numbers(train), [7, 2, 1, 5, 6]);
});

Deno.test("openBlockers() leaves out what has cleared", () => {
  const train = aTrain().failed("Unit Tests").cycled();
  assertEquals(numbers(train), [1]);
  assertEquals(numbers(train.met("Unit Tests").cycled()), []);
});

Deno.test("openBlockers() dates a blocker from its record, else from its issue", () => {
  const train = aTrain().personOpened("one", { minutes: 30 }).failed("Lint", { minutes: 200 })
    .cycled();
  const found = openBlockers(train.issues, { ...OPTIONS, records: train.records });
  assertEquals(found.map(({ since }) => since), [train.ago(200), train.ago(30)]);
  assertEquals(found.map(({ record }) => record === null), [false, true]);
});
