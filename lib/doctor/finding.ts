/**
 * What the doctor says: one finding for each thing it looked at, with a verdict and a remedy.
 * @module
 */

import { logLine } from "../report/workflow_log.ts";

/**
 * `ok` as it should be; `info` good to know, or nobody can tell; `warn` works for now; `fail` a cycle would
 * fail on it.
 */
export type Verdict = "ok" | "info" | "warn" | "fail";

/** One thing that was looked at. */
export interface Finding {
  /** In a few words, stable, for scripts to find: `state branch`. */
  readonly name: string;
  /** How it stands. */
  readonly verdict: Verdict;
  /** What was found, in one sentence. */
  readonly what: string;
  /** What to do about it, or could be done; null when there is nothing to say. */
  readonly remedy: string | null;
}

/** A finding that needs nothing done. */
export function ok(name: string, what: string): Finding {
  return { name, verdict: "ok", what, remedy: null };
}

/** A finding that leaves nothing to put right, or that cannot be told: it never counts against anybody. */
export function info(name: string, what: string, remedy: string): Finding {
  return { name, verdict: "info", what, remedy };
}

/** A finding that works for now. */
export function warn(name: string, what: string, remedy: string): Finding {
  return { name, verdict: "warn", what, remedy };
}

/** A finding that a cycle would fail on. */
export function fail(name: string, what: string, remedy: string): Finding {
  return { name, verdict: "fail", what, remedy };
}

/** The worst verdict as an exit code: 0 nothing to put right, 1 something to look at, 2 a cycle would fail. */
export function exitOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ verdict }) => verdict === "fail")) return 2;
  return findings.some(({ verdict }) => verdict === "warn") ? 1 : 0;
}

/**
 * The findings as text that ends with a newline: a line each, its remedy below, then a count. Plain,
 * without colours. With `json`: `{ok, exit, findings[]}`.
 */
export function renderFindings(findings: readonly Finding[], { json }: { json: boolean }): string {
  const exit = exitOf(findings);
  if (json) return `${JSON.stringify({ ok: exit === 0, exit, findings }, null, 2)}\n`;
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, verdict, what, remedy }) => [
    `${verdict.padEnd(4)}  ${name.padEnd(width)}  ${logLine(what)}`,
    ...remedy === null ? [] : [`${" ".repeat(width + 8)}-> ${logLine(remedy)}`],
  ]);
  const count = (verdict: Verdict): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const counts = (["ok", "info", "warn", "fail"] as const).map((verdict) =>
    `${count(verdict)} ${verdict}`
  );
  return [...lines, counts.join(", "), ""].join("\n");
}
