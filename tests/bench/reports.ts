/**
 * Reports for tests.
 * @module
 */

import { type CycleCost, EMPTY, FORMAT, type Report } from "./report.ts";

/** A quiet cycle of the usual world. */
export function aCost(changes: Partial<CycleCost> = {}): CycleCost {
  return {
    world: "30/100",
    cycle: "quiet",
    shape: "source",
    repeats: 5,
    reads: 4,
    writes: 0,
    points: 18,
    kinds: { checks: 3, overview: 1 },
    bytes_to_hub: 7_000,
    bytes_from_hub: 1_100_000,
    emulator_ms: 40,
    wall_ms: 800,
    cpu_ms: 900,
    peak_mb: 110,
    state_bytes: 66_000,
    bundle_bytes: 1_000_000,
    ...changes,
  };
}

/** A report of these cycles. */
export function aReport(
  cycles: readonly CycleCost[] = [aCost()],
  changes: Partial<Report> = {},
): Report {
  return {
    format: FORMAT,
    machine: "Deno, 2 processors",
    yardstick: { wall_ms: 400, cpu_ms: 500, peak_mb: 90 },
    cycles,
    growth: [],
    starts: [
      { shape: "source", command: EMPTY, wall_ms: 40, cpu_ms: 30, peak_mb: 50 },
      { shape: "source", command: "should-run", wall_ms: 80, cpu_ms: 45, peak_mb: 60 },
    ],
    file: { bytes: 900_000, contents: { lib: 500_000, re2js: 90_000 } },
    skipped: [],
    ...changes,
  };
}
