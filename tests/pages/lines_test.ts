import { assertEquals } from "@std/assert";
import { lineVerdicts, stateOf } from "../../lib/pages/lines.ts";
import { ago, blocker, candidate, dashboardOf, ordinaryDay, unmet } from "./fixtures.ts";

function sentences(facts = ordinaryDay()): string[] {
  return lineVerdicts(facts).map(({ line, said, by, owner }) =>
    [line, said, by, owner].filter((it) => it !== null).join(" | ")
  );
}

Deno.test("lineVerdicts() says for each line since when, because of what and whose it is", () => {
  assertEquals(sentences(), [
    "4.0 | blocked 1 d 2 h | Docker Build",
    "4.1 | blocked 3 h 20 min | Unit Tests | backend",
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

Deno.test("lineVerdicts() sorts lines of a state by level, then by age", () => {
  const dashboard = dashboardOf([
    candidate("release/4.3", { line: "4.3", state: "blocked", minutes: 98 }),
    candidate("release/4.1", { line: "4.1", state: "blocked", minutes: 900 }),
    candidate("release/4.0", { line: "4.0", state: "blocked", minutes: 505 }),
    candidate("main", { line: "main", state: "pending", minutes: 20 }),
    candidate("release/3.9", { line: "3.9", state: "pending", minutes: 320 }),
  ]);
  const blockers = [
    blocker(1, { line: "4.0", level: "page" }),
    blocker(2, { line: "4.1", level: "warn" }),
    blocker(3, { line: "4.3", level: "warn" }),
  ];
  const lines = lineVerdicts(ordinaryDay({ dashboard, blockers }));
  assertEquals(lines.map(({ line, level }) => `${line} ${level}`), [
    "4.0 page",
    "4.1 warn",
    "4.3 warn",
    "3.9 none",
    "main none",
  ]);
});

Deno.test("stateOf() holds a candidate whose checks passed while an open issue names its line", () => {
  const passed = candidate("v4.2.0-rc.2");
  const own = (overrides = {}) => ({ blockers: [blocker(4, { line: "4.2", ...overrides })] });
  assertEquals(stateOf(passed, own()), "held");
  assertEquals(stateOf(passed, own({ holds: false })), "success");
  assertEquals(stateOf(passed, own({ line: null })), "success");
  assertEquals(stateOf(candidate("v4.2.0-rc.2", { state: "blocked" }), own()), "blocked");
});
