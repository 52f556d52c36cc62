/**
 * `init`: the workflows and the policies, fitted to a repository's folder. Local files only.
 * @module
 */

import { Failure } from "../failure.ts";
import { planInit, renderPlan } from "../init/plan.ts";
import { readRepository } from "../init/read_repository.ts";
import { writeFiles } from "../init/write_files.ts";
import { count } from "../report/count.ts";
import { logLine } from "../report/workflow_log.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";

/** Runs `init`. */
export async function initCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const dir = values.dir as string | null ?? ".";
  const plan = planInit(await readRepository(dir), values.action as string | null);
  // Names of branches and workflows are anybody's text.
  for (const line of renderPlan(plan).trimEnd().split("\n")) shell.out(`${shown(line)}\n`);
  if (plan.files.length === 0) return 0;
  if (values.yes !== true && !confirmed(plan.files.length, shell)) {
    shell.err("Nothing was written.\n");
    return 0;
  }
  await writeFiles(dir, plan.files);
  shell.err(
    `${count(plan.files.length, "file")} written; look at the changes, then commit them.\n`,
  );
  return 0;
}

/** Indentation is the point of a diff, so only what follows it is made inert. */
function shown(line: string): string {
  const lead = /^[+]? */.exec(line)?.[0] ?? "";
  return lead + logLine(line.slice(lead.length));
}

function confirmed(files: number, shell: Shell): boolean {
  const answer = shell.confirm?.(`Write ${files === 1 ? "this file" : `these ${files} files`}?`) ??
    null;
  if (answer !== null) return answer;
  throw new Failure("not-confirmed", "Cannot ask whether to write: there is no terminal", {
    remedy: "Give --yes to write what is shown.",
  });
}
