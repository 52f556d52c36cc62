import { assertEquals } from "@std/assert";
import { newsStretch } from "../../lib/facts/stretch.ts";

const COVERED = { from: "2026-01-07T08:00:00Z", to: "2026-01-08T08:00:00Z" };
const AT = "2026-01-08T08:20:00Z";

function told(at: string): { at: string; blockers: []; candidates: Record<string, string> } {
  return { at, blockers: [], candidates: {} };
}

Deno.test("newsStretch() goes on where the last settled digest's facts ended", () => {
  const snapshot = told("2026-01-07T08:40:00Z");
  assertEquals(newsStretch(COVERED, { snapshot, at: AT }), { from: snapshot.at, to: AT });
});

Deno.test("newsStretch() begins with the coverage when no usable facts are left", () => {
  const begins = { from: COVERED.from, to: AT };
  assertEquals(newsStretch(COVERED, { snapshot: undefined, at: AT }), begins);
  assertEquals(newsStretch(COVERED, { snapshot: told("garbage"), at: AT }), begins);
  assertEquals(newsStretch(COVERED, { snapshot: told("2027-01-01T00:00:00Z"), at: AT }), begins);
});
