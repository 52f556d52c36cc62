import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  compareLevels,
  higherLevel,
  levelAt,
  nextEscalation,
  thresholdsOf,
} from "../../lib/escalation/level.ts";
import { LEVELS } from "../../lib/state/state.ts";
import { POLICY } from "./builders.ts";

const P0 = thresholdsOf("P0", POLICY);
const P1 = thresholdsOf("P1", POLICY);
const minute = fc.double({ min: -10, max: 2_000, noNaN: true });

Deno.test("levelAt() reaches each level of a P0 in the first minute of its threshold", () => {
  assertEquals([0, 59, 60, 239, 240, 479, 480, 9_999].map((age) => levelAt(age, P0)), [
    "none",
    "none",
    "warn",
    "warn",
    "escalate",
    "escalate",
    "page",
    "page",
  ]);
});

Deno.test("levelAt() reaches each level of a P1 in the first minute of its threshold", () => {
  assertEquals([0, 239, 240, 719, 720, 99_999].map((age) => levelAt(age, P1)), [
    "none",
    "none",
    "warn",
    "warn",
    "escalate",
    "escalate",
  ]);
});

Deno.test("levelAt() never falls with age", () => {
  fc.assert(fc.property(minute, minute, fc.constantFrom(P0, P1), (a, b, thresholds) => {
    const [younger, older] = [Math.min(a, b), Math.max(a, b)];
    return compareLevels(levelAt(younger, thresholds), levelAt(older, thresholds)) <= 0;
  }));
});

Deno.test("levelAt() never pages a P1, even by a policy that carries such a threshold", () => {
  const odd = {
    ...POLICY,
    thresholds: { ...POLICY.thresholds, p1: { warn: 1, escalate: 2, page: 3 } },
  };
  fc.assert(fc.property(minute, (age) => levelAt(age, thresholdsOf("P1", odd)) !== "page"));
});

Deno.test("compareLevels() orders none, warn, escalate, page", () => {
  assertEquals(LEVELS.toReversed().toSorted(compareLevels), ["none", "warn", "escalate", "page"]);
  assertEquals([higherLevel("warn", "page"), higherLevel("warn", "none")], ["page", "warn"]);
});

Deno.test("nextEscalation() tells the next level and when it is reached", () => {
  const first_seen = "2026-01-08T08:00:00Z";
  const next = (level: typeof LEVELS[number], severity: "P0" | "P1") =>
    nextEscalation({ level, severity, first_seen }, POLICY);
  assertEquals(next("none", "P0"), { level: "warn", at: "2026-01-08T09:00:00Z" });
  assertEquals(next("escalate", "P0"), { level: "page", at: "2026-01-08T16:00:00Z" });
  assertEquals(next("page", "P0"), null);
  assertEquals(next("warn", "P1"), { level: "escalate", at: "2026-01-08T20:00:00Z" });
  assertEquals(next("escalate", "P1"), null);
  assertEquals(nextEscalation({ level: "none", severity: "P0", first_seen: "?" }, POLICY), null);
});
