/**
 * `should-run`: whether the digest or the handoff is due, from local files alone.
 * @module
 */

import type { Cadence } from "../cadence/cadence.ts";
import { cadenceOf } from "../cadence/policy_cadence.ts";
import { Failure, messageOf } from "../failure.ts";
import { loadCadence } from "../policy/load_cadence.ts";
import { problemLine } from "./check.ts";
import type { Exit, Shell } from "./command.ts";
import type { ParsedFlags } from "./flags.ts";
import { readPolicyFiles } from "./policy_files.ts";
import { shouldRun } from "./should_run.ts";

const TASKS = ["digest", "handoff"] as const;
type TaskName = typeof TASKS[number];

/** Runs `should-run`. */
export async function shouldRunCommand({ values }: ParsedFlags, shell: Shell): Promise<Exit> {
  const task = taskOf(values.task);
  const warn = (line: string): void => shell.err(`${line}\n`);
  const answer = shouldRun({
    task,
    cadence: await cadence(task, { values, warn }),
    state: typeof values.state === "string" ? await stateText(values.state, warn) : null,
    now: typeof values.now === "string" ? Temporal.Instant.from(values.now) : shell.now(),
    forced: isForced(task, shell),
    verbose: values.verbose === true,
  });
  shell.out(
    values.json === true ? `${JSON.stringify(answer.json, null, 2)}\n` : `${answer.text}\n`,
  );
  return answer.exit;
}

function taskOf(value: unknown): TaskName {
  const task = TASKS.find((known) => known === value);
  if (task !== undefined) return task;
  throw new Failure(
    "no-task",
    "Cannot tell what is due: --task is missing, allowed is digest or handoff",
    {
      remedy: "Give --task digest or --task handoff.",
    },
  );
}

/** From `--policy`, one file whatever its name, or from the folder of the policies. */
async function cadence(
  task: TaskName,
  { values, warn }: { values: ParsedFlags["values"]; warn: (line: string) => void },
): Promise<Cadence> {
  const files = typeof values.policy === "string"
    ? [{
      name: `${task}.yml`,
      text: await readText(values.policy, { what: "policy", flag: "--policy" }),
      shown: values.policy,
    }]
    : await readPolicyFiles(values.policies as string | null);
  const { cadence, problems } = await loadCadence(task, files);
  const lines = (severity: "error" | "warning"): string[] =>
    problems.filter((problem) => problem.severity === severity).map(problemLine);
  lines("warning").forEach(warn);
  if (cadence !== null) return cadenceOf(cadence, values["catch-up-hours"] as number | null);
  throw new Failure("bad-policy", `Cannot use the policy: ${lines("error").join("; ")}`, {
    remedy: "Correct the file; release-ops check shows every problem on a line of its own.",
  });
}

/** Without a file it never ran, which is said: the path may be misspelt. */
async function stateText(path: string, warn: (line: string) => void): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      warn(`no file at ${path}: never ran`);
      return null;
    }
    throw unreadable(path, { what: "state", flag: "--state", error });
  }
}

async function readText(path: string, options: { what: string; flag: string }): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadable(path, { ...options, error });
  }
}

function unreadable(
  path: string,
  { what, flag, error }: { what: string; flag: string; error: unknown },
): Failure {
  return new Failure(
    "unreadable-file",
    `Cannot read the ${what} file ${path}: ${messageOf(error)}`,
    {
      remedy: `Check the path given with ${flag}.`,
    },
  );
}

/** `FORCE_RUN_DIGEST` and `FORCE_DIGEST` mean the same everywhere; the handoff likewise. */
function isForced(task: TaskName, shell: Shell): boolean {
  const names = [`FORCE_RUN_${task.toUpperCase()}`, `FORCE_${task.toUpperCase()}`];
  return names.some((name) => shell.env(name)?.toLowerCase() === "true");
}
