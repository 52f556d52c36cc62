import { assertEquals } from "@std/assert";
import { headline } from "../../lib/pages/headline.ts";
import { lineVerdicts } from "../../lib/pages/lines.ts";
import type { PageBlocker } from "../../lib/pages/page_facts.ts";
import { blindDay, blocker, candidate, dashboardOf, greenDay, ordinaryDay } from "./fixtures.ts";

Deno.test("headline() answers whether something can ship", () => {
  const said = (facts = ordinaryDay()): string => headline(facts, lineVerdicts(facts));
  assertEquals(said(), "4 lines: 1 can ship, 2 blocked, 1 pending");
  assertEquals(said(greenDay()), "All 3 lines can ship");
  assertEquals(
    said(ordinaryDay({ dashboard: dashboardOf([]), blockers: [] })),
    "Nothing to ship: no candidate is alive",
  );
});

Deno.test("headline() names open blockers of which nobody can tell the line", () => {
  const two = dashboardOf([candidate("main", { line: "main" }), candidate("v4.2.0-rc.3")]);
  const said = (...blockers: PageBlocker[]): string => {
    const facts = ordinaryDay({ dashboard: two, blockers });
    return headline(facts, lineVerdicts(facts));
  };
  const loose = (number: number) => blocker(number, { line: null, what: null });
  assertEquals(said(), "Both lines can ship");
  assertEquals(said(loose(4)), "Both lines can ship; 1 open blocker names no single line: #4");
  assertEquals(
    said(...[4, 7, 9, 11, 12].map(loose)),
    "Both lines can ship; 5 open blockers name no single line: #4, #7, #9 and 2 more",
  );
  assertEquals(said(blocker(4, { line: null, holds: false })), "Both lines can ship");
});

Deno.test("headline() says that nobody knows when GitHub could not be read", () => {
  assertEquals(headline(blindDay(), []), "Nobody knows: GitHub could not be read");
});
