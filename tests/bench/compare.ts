/**
 * `deno task bench:compare`: ends with 1 when a cycle asks more of GitHub than the baseline says.
 * `--report FILE` takes a report that is there already, `--baseline FILE` another baseline; what else
 * it takes is that of `deno task bench`.
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { told } from "../../tools/told.ts";
import { optionsFrom, say, textOf } from "./main.ts";
import type { Report } from "./report.ts";
import { runBench } from "./run.ts";
import { compareReports } from "./verdict.ts";

async function readReport(path: string): Promise<Report> {
  const report = JSON.parse(await Deno.readTextFile(path)) as Report;
  if (report.format === 1) return report;
  throw new Failure("bad-report", `Cannot use ${path}: its format is ${report.format}, not 1`, {
    remedy: "Measure again: deno task bench --out FILE.",
  });
}

async function main(): Promise<string> {
  const flags = parseArgs(Deno.args, { string: ["baseline", "report"] });
  const shipped = fromFileUrl(new URL("baseline.json", import.meta.url));
  const baseline = await readReport(textOf(flags.baseline) ?? shipped);
  const given = textOf(flags.report);
  const report = given === undefined
    ? await runBench({ ...optionsFrom(Deno.args), say })
    : await readReport(given);
  const { worse, better, told: moves } = compareReports(baseline, report);
  const lines = [
    "Times, as multiples of an empty program, and sizes against the baseline; told, not judged:",
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
