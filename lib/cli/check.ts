/**
 * What the `check` command says about policies.
 * @module
 */

import type { PolicyReading } from "../policy/load.ts";
import type { Problem } from "../policy/problem.ts";
import { count } from "../report/count.ts";

/** Exit code of `check`: 2 when the policies cannot be used; warnings do not count. */
export function checkExit(reading: PolicyReading): 0 | 2 {
  return reading.policies === null ? 2 : 0;
}

/**
 * The problems as text that ends with a newline: one line for each, with file and line as editors and
 * terminals link them, then a count. With `json`: `{ok, errors, warnings, problems[], sources{}}`.
 */
export function renderProblems(reading: PolicyReading, { json }: { json: boolean }): string {
  const found = (severity: Problem["severity"]): number =>
    reading.problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [found("error"), found("warning")];
  if (json) {
    const { problems, sources } = reading;
    const ok = checkExit(reading) === 0;
    return `${JSON.stringify({ ok, errors, warnings, problems, sources }, null, 2)}\n`;
  }
  const lines = reading.problems.map(problemLine);
  const read = Object.values(reading.sources).join(", ");
  const counted = `${count(errors, "error")}, ${count(warnings, "warning")} in ${read}`;
  return [...lines, counted, ""].join("\n");
}

/** One problem: `error policies/escalation.yml:14 thresholds.p0.warn is "soon": allowed is …`. */
export function problemLine({ severity, file, line, path, value, message }: Problem): string {
  const where = line === null ? file : `${file}:${line}`;
  if (value === "") return `${severity} ${where}: ${message}`;
  // The file already says which policy it is.
  const key = path.replace(/^\w+\.?/, "");
  return `${severity} ${where} ${key} is ${value}: ${message}`;
}
