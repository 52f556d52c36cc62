import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import { benchWorld, changeSome, sizeFrom, sizeText } from "./worlds.ts";

const NOW = "2026-01-08T08:10:00Z";

Deno.test("sizeFrom() reads what sizeText() writes, and refuses anything else", () => {
  assertEquals(sizeText(sizeFrom("30/100")), "30/100");
  for (const text of ["", "30", "0/5", "30/100/2", "-1/5", "a/b"]) {
    assertThrows(() => sizeFrom(text), Failure, "Cannot make a world");
  }
});

Deno.test("benchWorld() leaves room for the blockers that the program raises itself", () => {
  const { world } = benchWorld({ candidates: 10, blockers: 20 }, NOW);
  const open = Object.values(world.issues).filter(({ state }) => state === "open");
  // Candidates 2, 5 and 8 fail one, two and one of their required checks.
  assertEquals(open.length, 20 - 4);
  assertEquals(Object.keys(world.suites).length, 10);
});

Deno.test("changeSome() changes a twentieth: no less than one candidate and one blocker", () => {
  const size = { candidates: 40, blockers: 100 };
  const { world } = benchWorld(size, NOW);
  const before = structuredClone(world);
  changeSome(world, size);
  const suites = Object.entries(world.suites).filter(([sha, own]) =>
    own.length !== before.suites[sha]?.length
  );
  const issues = Object.entries(world.issues).filter(([number, issue]) =>
    JSON.stringify(issue) !== JSON.stringify(before.issues[number])
  );
  assertEquals([suites.length, issues.length], [2, 5]);
});
