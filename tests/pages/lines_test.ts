import { assertEquals } from "@std/assert";
import { headline, lineVerdicts } from "../../lib/pages/lines.ts";
import {
  ago,
  blindDay,
  blocker,
  candidate,
  dashboardOf,
  greenDay,
  ordinaryDay,
  unmet,
} from "./fixtures.ts";

function sentences(facts = ordinaryDay()): string[] {
  return lineVerdicts(facts).map(({ line, said, by, owner }) =>
    [line, said, by, owner].filter((it) => it !== null).join(" | ")
  );
}

Deno.test("lineVerdicts() says for each line since when, because of what and whose it is", () => {
  assertEquals(sentences(), [
    "4.1 | blocked 3 h 20 min | Unit Tests | backend",
    "4.0 | blocked 1 d 2 h | Docker Build",
    "main | pending 25 min | E2E Tests",
    "4.2 | can ship",
  ]);
});

Deno.test("lineVerdicts() lets the worst candidate decide when a line has several", () => {
  const dashboard = dashboardOf([
    candidate("v4.2.0-rc.1", { state: "success" }),
    candidate("release/4.2", { state: "pending", minutes: 500 }),
    candidate("v4.2.0-rc.2", { state: "blocked", minutes: 10 }),
  ]);
  const [line] = lineVerdicts(ordinaryDay({ dashboard, blockers: [] }));
  assertEquals(line?.state, "blocked");
  assertEquals(line?.age_minutes, 10);
  assertEquals(line?.candidates.map(({ tag }) => tag), [
    "v4.2.0-rc.2",
    "release/4.2",
    "v4.2.0-rc.1",
  ]);
});

Deno.test("lineVerdicts() holds a line whose checks passed when a person's blocker names it", () => {
  const dashboard = dashboardOf([candidate("v4.1.7-rc.1", { line: "4.1" })]);
  const blockers = [blocker(398, { title: "Login is broken", what: null, owner: "@ada" })];
  const [line] = lineVerdicts(ordinaryDay({ dashboard, blockers }));
  assertEquals(line?.state, "held");
  assertEquals(line?.by, "Login is broken");
  assertEquals(line?.owner, "@ada");
});

Deno.test("lineVerdicts() lets a line ship when its blocker has cleared", () => {
  const dashboard = dashboardOf([candidate("v4.1.7-rc.1", { line: "4.1" })]);
  const blockers = [blocker(398, { holds: false })];
  assertEquals(lineVerdicts(ordinaryDay({ dashboard, blockers }))[0]?.state, "success");
});

Deno.test("lineVerdicts() counts the other checks that are in the way", () => {
  const two = {
    ...candidate("release/4.2", { state: "blocked" }),
    unmet: [unmet("Unit Tests"), unmet("Lint"), unmet("E2E Tests", { since: ago(1) })],
  };
  const [line] = lineVerdicts(ordinaryDay({ dashboard: dashboardOf([two]), blockers: [] }));
  assertEquals([line?.by, line?.more], ["Unit Tests", 2]);
});

Deno.test("lineVerdicts() sorts versions as numbers when states are equal", () => {
  const tags = ["4.9", "4.10", "main", "3.1"];
  const dashboard = dashboardOf(tags.map((line) => candidate(`v${line}.0-rc.1`, { line })));
  const lines = lineVerdicts(ordinaryDay({ dashboard, blockers: [] })).map(({ line }) => line);
  assertEquals(lines, ["main", "4.10", "4.9", "3.1"]);
});

Deno.test("headline() answers whether something can ship", () => {
  const said = (facts = ordinaryDay()): string => headline(facts, lineVerdicts(facts));
  assertEquals(said(), "4 lines: 1 can ship, 2 blocked, 1 pending");
  assertEquals(said(greenDay()), "All 3 lines can ship");
  assertEquals(
    said(ordinaryDay({ dashboard: dashboardOf([]), blockers: [] })),
    "Nothing to ship: no candidate is alive",
  );
});

Deno.test("headline() says that nobody knows when GitHub could not be read", () => {
  assertEquals(headline(blindDay(), []), "Nobody knows: GitHub could not be read");
});
