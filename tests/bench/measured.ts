/**
 * Runs a process and measures it from outside. Processor time and memory come from Linux's `/proc`;
 * elsewhere they are unknown.
 * @module
 */

import type { Usage } from "./report.ts";

/** A process to run. */
export interface Program {
  /** Path or name of the executable. */
  readonly path: string;
  /** What it is started with. */
  readonly args: readonly string[];
}

/** A process that has ended. */
export interface Measured extends Usage {
  /** Its exit code. */
  readonly exit: number;
  /** What it wrote to stderr. */
  readonly err: string;
}

/** Linux counts processor time for `/proc` in ticks of ten milliseconds on every architecture. */
const TICK_MS = 10;
/** Milliseconds between two looks at the memory; its peak only grows, so little is missed at the end. */
const LOOK_MS = 4;

/** Runs a process with exactly this environment; no other child may end meanwhile. */
export async function measured(
  { path, args }: Program,
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Measured> {
  const command = new Deno.Command(path, {
    args: [...args],
    clearEnv: true,
    ...where,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const before = ticksOfChildren();
  const started = performance.now();
  const child = command.spawn();
  let peak: number | null = null;
  const timer = setInterval(() => peak = peakOf(child.pid) ?? peak, LOOK_MS);
  const { code, stderr } = await child.output();
  const wall_ms = performance.now() - started;
  clearInterval(timer);
  const after = ticksOfChildren();
  return {
    exit: code,
    err: new TextDecoder().decode(stderr),
    wall_ms,
    cpu_ms: before === null || after === null ? null : (after - before) * TICK_MS,
    peak_mb: peak,
  };
}

/** Processor time of all children that have ended: `cutime` and `cstime` of proc(5). */
function ticksOfChildren(): number | null {
  const text = textOf("/proc/self/stat");
  // The name of the program, in parentheses, may hold spaces.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields === undefined ? null : Number(fields[13]) + Number(fields[14]);
}

/** The high water mark of a process, in MB. */
function peakOf(pid: number): number | null {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`) ?? "") ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1_024 / 1e6;
}

function textOf(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null; // it has ended, or this is not Linux
  }
}
