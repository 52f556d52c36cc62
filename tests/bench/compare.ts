/**
 * `deno task bench:compare`: ends with 1 when a cycle asks more of GitHub than the baseline says.
 * `--report FILE` takes a report that is there already, `--baseline FILE` another baseline; what else
 * it takes is that of `deno task bench`.
 * @module
 */

import { fromFileUrl } from "@std/path";
import type { Flag } from "../../lib/cli/flags.ts";
import { Failure } from "../../lib/failure.ts";
import { say, taskFlags, told } from "../../tools/task.ts";
import { SCOPE_FLAGS, scopeOf } from "./main.ts";
import { FORMAT, type Report } from "./report.ts";
import { runBench } from "./run.ts";
import { compareReports } from "./verdict.ts";

const FLAGS: readonly Flag[] = [
  ...SCOPE_FLAGS,
  {
    name: "baseline",
    kind: "text",
    env: [],
    default: fromFileUrl(new URL("baseline.json", import.meta.url)),
    help: "the report to hold against",
  },
  { name: "report", kind: "text", env: [], default: null, help: "a report that is there already" },
];

async function readReport(path: string): Promise<Report> {
  const report = JSON.parse(await Deno.readTextFile(path)) as Report;
  if (report.format === FORMAT) return report;
  throw new Failure("bad-report", `Cannot use ${path}: its format is not ${FORMAT}`, {
    remedy: "Measure again: deno task bench --out FILE.",
  });
}

async function main(): Promise<string> {
  const values = taskFlags(FLAGS);
  const baseline = await readReport(values.baseline as string);
  const given = values.report as string | null;
  const report = given === null
    ? await runBench({ ...scopeOf(values), say })
    : await readReport(given);
  const { worse, better, told: moves } = compareReports(baseline, report);
  const lines = [
    "Times, as multiples of the yardstick, and sizes against the baseline; told, not judged:",
    ...moves,
    ...better.map((line) => `better: ${line}`),
  ];
  if (worse.length === 0) return [...lines, "No count got worse."].join("\n");
  lines.forEach(say);
  throw new Failure("worse", worse.map((line) => `WORSE: ${line}`).join("\n"), {
    remedy: "Find what asks for more; where that is wanted, renew the baseline with --out.",
    exit: 1,
  });
}

if (import.meta.main) Deno.exit(await told(main));
