/**
 * Compares two reports: counts must not get worse; times are told, never judged.
 * @module
 */

import type { CycleCost, Report } from "./report.ts";

/** What a comparison found, in lines. */
export interface Verdict {
  /** Counts that got worse, and what can no longer be compared. Any of them is a failure. */
  readonly worse: readonly string[];
  /** Counts that got better: the baseline may be renewed. */
  readonly better: readonly string[];
  /** How times, memory and sizes moved; a line begins with `!` where it is a lot. */
  readonly told: readonly string[];
}

/** Counts of a cycle that are the same on every machine. */
const COUNTS = ["reads", "writes", "points"] as const;
/** From here on a change of time or size is marked. */
const MARKED = 1.25;

/** Compares a report with the baseline. Cycles that only one of them has are left out. */
export function compareReports(baseline: Report, report: Report): Verdict {
  const worse: string[] = [];
  const better: string[] = [];
  const told: string[] = [];
  const known = new Map(
    [...baseline.cycles, ...baseline.growth].map((cost) => [keyOf(cost), cost]),
  );
  let compared = 0;
  for (const now of [...report.cycles, ...report.growth]) {
    const before = known.get(keyOf(now));
    if (before === undefined) continue;
    compared++;
    for (const count of COUNTS) {
      const line = `${keyOf(now)}: ${now[count]} ${count}, the baseline has ${before[count]}`;
      if (now[count] > before[count]) worse.push(line);
      if (now[count] < before[count]) better.push(line);
    }
    told.push(...moved(now, { report, before, baseline }));
  }
  if (compared === 0) worse.push("nothing was measured that the baseline has");
  told.push(
    movedLine("the single file", new Map([["bytes", report.file.bytes / baseline.file.bytes]])),
  );
  return { worse, better, told };
}

function keyOf({ world, cycle, shape }: CycleCost): string {
  return `${world} ${cycle} (${shape})`;
}

/** Each time is seen as a multiple of the yardstick's on the same machine in the same run. */
function moved(
  now: CycleCost,
  { report, before, baseline }: { report: Report; before: CycleCost; baseline: Report },
): string[] {
  const ratios = new Map<string, number>();
  const compare = (what: string, after: number | null, earlier: number | null): void => {
    if (after !== null && earlier !== null && earlier > 0) ratios.set(what, after / earlier);
  };
  for (const [what, part] of [["wall", "wall_ms"], ["CPU", "cpu_ms"]] as const) {
    compare(
      what,
      perUnit(now[part], report.yardstick[part]),
      perUnit(before[part], baseline.yardstick[part]),
    );
  }
  compare("memory", now.peak_mb, before.peak_mb);
  return ratios.size === 0 ? [] : [movedLine(keyOf(now), ratios)];
}

function perUnit(time: number | null, unit: number | null): number | null {
  return time === null || unit === null || unit === 0 ? null : time / unit;
}

function movedLine(of: string, ratios: ReadonlyMap<string, number>): string {
  const mark = Math.max(...ratios.values()) > MARKED ? "! " : "";
  return `${mark}${of}: ${
    [...ratios].map(([what, ratio]) => `${what} × ${ratio.toFixed(2)}`).join(", ")
  }`;
}
