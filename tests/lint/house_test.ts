import { assertEquals } from "@std/assert";
import plugin from "./house.ts";

function findings(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, file, source).map(({ message }) => message);
}

const IMPURE = [
  "Date.now();",
  "Temporal.Now.instant();",
  "Math.random();",
  "Deno.env.get('X');",
  "fetch('https://example.com');",
  "new Date();",
  "performance.now();",
  "import { observe } from '../github/observe.ts';",
];

Deno.test("pure-deciding reports the outside, clocks and dice in deciding code", () => {
  for (const source of IMPURE) {
    assertEquals(findings("/project/lib/blockers/plan.ts", source).length, 1, source);
    assertEquals(findings("/project/lib/state/merge.ts", source).length, 1, source);
  }
});

Deno.test("pure-deciding leaves doing code alone", () => {
  for (const source of IMPURE) {
    assertEquals(findings("/project/lib/github/client.ts", source), [], source);
    assertEquals(findings("/project/lib/cli/run.ts", source), [], source);
  }
});

Deno.test("pure-deciding allows types of doing code and dates from values", () => {
  for (
    const source of [
      "import type { Client } from '../github/client.ts';",
      "new Date(0);",
      "Date.parse('2026-01-08T08:00:00Z');",
      "Temporal.Instant.from('2026-01-08T08:00:00Z');",
    ]
  ) assertEquals(findings("/project/lib/blockers/plan.ts", source), [], source);
});
