/**
 * What a run of the bench leaves: a report as plain JSON.
 * @module
 */

import type { RequestSums } from "./requests.ts";
import type { CycleKind } from "./worlds.ts";

/** The forms in which the program is handed out. */
export type ShapeName = "source" | "bundle" | "binary";

/** What the operating system says of a process. */
export interface Usage {
  /** Milliseconds from its start to its end. */
  readonly wall_ms: number;
  /** Milliseconds of the processor, user and system; null where nobody tells. */
  readonly cpu_ms: number | null;
  /** The most memory that it held at once, in MB (1,000,000 bytes); null where nobody tells. */
  readonly peak_mb: number | null;
}

/** The cost of one cycle: counts are those of every repetition, usage is the median of them. */
export interface CycleCost extends RequestSums, Usage {
  /** `30/100`: candidates and open blockers. */
  readonly world: string;
  /** What it was like before. */
  readonly cycle: CycleKind;
  /** Which form of the program ran. */
  readonly shape: ShapeName;
  /** How often it ran. */
  readonly repeats: number;
  /** Bytes of the state files afterwards. */
  readonly state_bytes: number;
  /** Bytes of all files of the bundle that it left. */
  readonly bundle_bytes: number;
}

/** What starting the program costs. */
export interface StartCost extends Usage {
  /** Which form of the program ran. */
  readonly shape: ShapeName;
  /** `empty program`, `--version`, … */
  readonly command: string;
}

/** Changes when the fields of {@linkcode Report} do. */
export const FORMAT = 2;

/** Everything. */
export interface Report {
  readonly format: typeof FORMAT;
  /** `Deno 2.9.6, linux x86_64, 2 processors` */
  readonly machine: string;
  /** A fixed piece of work that never changes with the program: the unit for times of two machines. */
  readonly yardstick: Usage;
  /** Every world, cycle and shape. */
  readonly cycles: readonly CycleCost[];
  /** Quiet cycles of the single file, each world twice the one before; empty when not measured. */
  readonly growth: readonly CycleCost[];
  /** Starts of every shape. */
  readonly starts: readonly StartCost[];
  /** The single file: its bytes, and its characters by package. */
  readonly file: { readonly bytes: number; readonly contents: Readonly<Record<string, number>> };
  /** What could not be measured here, in sentences. */
  readonly skipped: readonly string[];
}

/** What a program without a line costs: all starts are judged by it. */
export const EMPTY = "empty program";

/** The middle of the values, or half-way between the two in the middle; null when there is none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const before = sorted[Math.ceil(sorted.length / 2) - 1];
  return middle === undefined || before === undefined ? null : (middle + before) / 2;
}

/** The median of each part; null where a part is not known of every process. */
export function medianUsage(usages: readonly Usage[]): Usage {
  const of = (part: keyof Usage): number | null => {
    const values = usages.map((usage) => usage[part]).filter((value) => value !== null);
    return values.length < usages.length ? null : median(values);
  };
  return { wall_ms: of("wall_ms") ?? 0, cpu_ms: of("cpu_ms"), peak_mb: of("peak_mb") };
}
