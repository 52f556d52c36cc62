/**
 * What the program may cost, next to what it did cost.
 * @module
 */

import { type CycleCost, EMPTY, type Report, type ShapeName } from "./report.ts";
import { type CycleKind, type Size, sizeFrom } from "./worlds.ts";

/** A budget with what was measured. */
export interface Budgeted {
  /** In words. */
  readonly what: string;
  /** The most that is allowed. */
  readonly budget: number;
  /** What was measured; null when it was not. */
  readonly measured: number | null;
  /** Of both numbers; empty for counts. */
  readonly unit: string;
  /** Whether it is to be below the budget, rather than at most the budget. */
  readonly below: boolean;
}

const USUAL = "30/100";
const LARGE = "300/5000";
/** Reads of a quiet cycle in the usual world, and what they may grow by from there. */
const USUAL_READS = 4;
/** A policy takes no more candidates than these. */
const MOST_CANDIDATES = 200;

/** Reads of a quiet cycle that has compared all its pairs before: one more for each 100 issues, and for each 10 candidates. */
export function allowedReads({ candidates, blockers }: Size): number {
  const usual = sizeFrom(USUAL);
  const more = (count: number, each: number): number => Math.max(0, Math.ceil(count / each));
  const chosen = Math.min(candidates, MOST_CANDIDATES);
  return USUAL_READS + more(blockers - usual.blockers, 100) + more(chosen - usual.candidates, 10);
}

/** All budgets; those for what was not measured included. */
export function budgets(report: Report): Budgeted[] {
  const cost = (world: string, shape: ShapeName, cycle: CycleKind = "quiet"): CycleCost | null =>
    report.cycles.find((one) =>
      one.world === world && one.shape === shape && one.cycle === cycle
    ) ?? null;
  const seconds = (shape: ShapeName): number | null => {
    const wall = cost(USUAL, shape)?.wall_ms;
    return wall === undefined ? null : wall / 1_000;
  };
  const worst = (world: string, value: (one: CycleCost) => number | null): number | null =>
    largest(report.cycles.filter((one) => one.world === world && one.cycle === "quiet").map(value));
  const quiet = `quiet ${USUAL}`;
  const all = [...report.cycles, ...report.growth].filter(({ cycle }) => cycle === "quiet");
  const reads = [...new Set([USUAL, LARGE, ...all.map(({ world }) => world)])].map((world) =>
    atMost(`reads, quiet ${world}`, {
      budget: allowedReads(sizeFrom(world)),
      measured: largest(all.filter((one) => one.world === world).map((one) => one.reads)),
    })
  );
  return [
    ...reads,
    atMost(`writes, ${quiet}`, { budget: 0, measured: worst(USUAL, ({ writes }) => writes) }),
    below(`wall, ${quiet}, source`, { budget: 1, measured: seconds("source"), unit: "s" }),
    below(`wall, ${quiet}, bundle`, { budget: 0.6, measured: seconds("bundle"), unit: "s" }),
    below(`wall, ${quiet}, binary`, { budget: 0.6, measured: seconds("binary"), unit: "s" }),
    below("CPU of `should-run`, source", {
      budget: 1.5,
      measured: startRatio(report, "source"),
      unit: "× an empty program",
    }),
    below("CPU of `should-run`, bundle", {
      budget: 1.5,
      measured: startRatio(report, "bundle"),
      unit: "× an empty program",
    }),
    atMost(`peak memory, ${quiet}`, {
      budget: 130,
      measured: worst(USUAL, ({ peak_mb }) => peak_mb),
      unit: "MB",
    }),
    atMost(`peak memory, quiet ${LARGE}`, {
      budget: 300,
      measured: worst(LARGE, ({ peak_mb }) => peak_mb),
      unit: "MB",
    }),
    below("the single file", { budget: 1, measured: report.file.bytes / 1e6, unit: "MB" }),
  ];
}

/** Whether it is kept; null when nothing was measured. */
export function isKept({ budget, measured, below }: Budgeted): boolean | null {
  if (measured === null) return null;
  return below ? measured < budget : measured <= budget;
}

/** How often an empty program fits into the start of a command, by processor time, else by the clock. */
export function startRatio(
  { starts }: Pick<Report, "starts">,
  shape: ShapeName,
  command = "should-run",
): number | null {
  const own = starts.filter((start) => start.shape === shape);
  const [start, empty] = [command, EMPTY].map((name) => own.find((one) => one.command === name));
  if (start === undefined || empty === undefined) return null;
  return start.cpu_ms === null || empty.cpu_ms === null
    ? start.wall_ms / empty.wall_ms
    : start.cpu_ms / empty.cpu_ms;
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

interface Amount {
  readonly budget: number;
  readonly measured: number | null;
  readonly unit?: string;
}

function atMost(what: string, { unit = "", ...amount }: Amount): Budgeted {
  return { what, ...amount, unit, below: false };
}

function below(what: string, amount: Amount): Budgeted {
  return { ...atMost(what, amount), below: true };
}
