import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { compareUrgency, type Urgent } from "../../lib/blockers/urgency.ts";

function urgent(
  severity: Urgent["severity"],
  level: Urgent["level"],
  age_minutes: number,
): Urgent {
  return { severity, level, age_minutes };
}

Deno.test("compareUrgency() puts severity before level, and level before age", () => {
  const sorted = [
    urgent("P0", "page", 5),
    urgent("P0", "warn", 900),
    urgent("P0", "warn", 100),
    urgent("P0", "none", 2000),
    urgent("P1", "escalate", 3000),
    urgent("P1", "none", 4000),
  ];
  assertEquals(sorted.toReversed().toSorted(compareUrgency), sorted);
});

Deno.test("compareUrgency() is an order: turned around it says the opposite", () => {
  const any = fc.record({
    severity: fc.constantFrom("P0", "P1"),
    level: fc.constantFrom("none", "warn", "escalate", "page"),
    age_minutes: fc.nat(),
  }) as fc.Arbitrary<Urgent>;
  fc.assert(fc.property(any, any, (a, b) => {
    assert(Math.sign(compareUrgency(a, b)) === -Math.sign(compareUrgency(b, a)));
  }));
});
