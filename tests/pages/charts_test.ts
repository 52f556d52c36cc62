import { assertEquals } from "@std/assert";
import { agesChart, blockedChart, checksMatrix, healthChart } from "../../lib/pages/charts.ts";
import { lineVerdicts } from "../../lib/pages/lines.ts";
import { ago, blocker, candidate, check, dashboardOf, NOW, ordinaryDay } from "./fixtures.ts";

const { buckets, dashboard } = ordinaryDay();

Deno.test("agesChart() counts a blocker in the first bucket whose limit it has not passed", () => {
  const ages = [0, 60, 61, 1440, 1441];
  const chart = agesChart(
    ages.map((age_minutes, index) => blocker(index + 1, { age_minutes })),
    buckets,
  );
  assertEquals(chart?.bars.map(({ name, value }) => [name, value]), [
    ["under 1 hour", "2"],
    ["1 to 4 hours", "1"],
    ["4 to 12 hours", "0"],
    ["12 to 24 hours", "1"],
    ["over 24 hours", "1"],
  ]);
  assertEquals(
    chart?.said,
    "Open blockers by age. under 1 hour: 2, 1 to 4 hours: 1, 12 to 24 hours: 1, over 24 hours: 1",
  );
});

Deno.test("agesChart() leaves out what has cleared", () => {
  assertEquals(agesChart([blocker(1, { holds: false })], buckets), null);
});

Deno.test("blockedChart() shows the lines that cannot ship, the longest first", () => {
  const chart = blockedChart(lineVerdicts(ordinaryDay()));
  assertEquals(chart?.bars.map(({ name, value, tone }) => [name, value, tone]), [
    ["4.0", "1 d 2 h", "blocked"],
    ["4.1", "3 h 20 min", "blocked"],
    ["main", "25 min", "pending"],
  ]);
});

Deno.test("healthChart() draws steps, because the history records changes", () => {
  const point = { open_blockers: 0, p0: 0, failed_checks: 0 };
  const chart = healthChart(
    [{ ...point, at: ago(120), score: 100 }, { ...point, at: ago(60), score: 50 }],
    NOW,
  );
  assertEquals(chart?.path, "M30 8H171V52H312");
  assertEquals(
    chart?.said,
    "Health is 50 of 100. It was 100 at 2026-01-08 06:15 UTC, at its lowest 50 at 2026-01-08 07:15 UTC",
  );
});

Deno.test("healthChart() draws nothing when there is no history", () => {
  assertEquals(healthChart(dashboard?.health.history.slice(0, 1) ?? [], NOW), null);
});

Deno.test("checksMatrix() tells what no candidate was asked for from what merely informs", () => {
  const matrix = checksMatrix(dashboard);
  const kinds = Object.fromEntries(matrix?.checks.map(({ name, kind }) => [name, kind]) ?? []);
  assertEquals(kinds["Unit Tests"], "required");
  assertEquals(kinds["Helm Chart"], "conditional");
  assertEquals(kinds["Nightly"], "informational");
});

Deno.test("checksMatrix() shows every check of every candidate in words too, required ones first", () => {
  const matrix = checksMatrix(dashboard);
  assertEquals(matrix?.checks.map(({ name }) => name), [
    "Docker Build",
    "E2E Tests",
    "Integration Tests",
    "Lint",
    "Unit Tests",
    "Helm Chart",
    "Nightly",
  ]);
  assertEquals(matrix?.rows[0]?.cells.map(({ word }) => word), [
    "passed",
    "pending",
    "passed",
    "passed",
    "passed",
    "not asked for",
    "failed",
  ]);
});

Deno.test("checksMatrix() tells missing from pending, and greys what nobody waits for", () => {
  const late = (name: string, required: "always" | "informational", conclusion: string) =>
    check(name, { required, status: "pending", conclusion });
  const matrix = checksMatrix(dashboardOf([{
    ...candidate("v4.2.0-rc.3"),
    checks: [
      late("A", "always", "missing"),
      late("B", "always", "queued"),
      late("C", "informational", "missing"),
      late("D", "informational", "queued"),
    ],
  }]));
  assertEquals(matrix?.rows[0]?.cells.map(({ icon, word, optional }) => [icon, word, optional]), [
    ["missing", "missing", false],
    ["pending", "pending", false],
    ["missing", "missing, for information only", true],
    ["pending", "pending, for information only", true],
  ]);
});
