/**
 * The rules that every workflow here, and every one that we write into other repositories, is held to.
 * @module
 */

import { type Job, OWN_ACTION, parsed, stepsOf, type Workflow } from "./workflows.ts";

/** A rule: what is wrong, in words; empty when nothing is. */
export type Rule = (workflow: Workflow, text: string) => readonly string[];

/** Every rule by its name. */
export const RULES: Readonly<Record<string, Rule>> = {
  // An expression is pasted into the script before the shell reads it: what people wrote becomes code.
  "no expression in a script": (workflow) =>
    stepsOf(workflow).flatMap(({ run = "" }) => run.includes("${{") ? [run] : []),

  // A tag can be moved to other code; the comment tells people, and the robots that update it, which
  // version it is.
  "actions by commit, with their version": (_, text) =>
    [...text.matchAll(/^.*\buses:.*$/gm)].map(([line]) => line.trim()).filter((line) =>
      !/ [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line) &&
      !line.endsWith(` ${OWN_ACTION}`)
    ),

  "no permission but a job's own": ({ jobs, permissions }) =>
    jobs === undefined || JSON.stringify(permissions) === "{}"
      ? []
      : [`at the top: ${JSON.stringify(permissions)}`],

  "each job names its permissions": (workflow) =>
    jobsOf(workflow).flatMap(([name, { permissions }]) =>
      Object.values(permissions ?? { none: "" }).every((each) => /^(?:read|write)$/.test(each))
        ? []
        : [name]
    ),

  "each job ends in time": (workflow) =>
    jobsOf(workflow).flatMap(([name, { "timeout-minutes": minutes = 360 }]) =>
      minutes > 30 ? [`${name}: ${minutes} minutes`] : []
    ),

  // Else the token lies in .git/config, where every later step can read it.
  "checkouts keep no token": (workflow) =>
    stepsOf(workflow).flatMap((step) =>
      step.uses?.startsWith("actions/checkout@") === true &&
        step.with?.["persist-credentials"] !== false
        ? [step.uses]
        : []
    ),

  // Any workflow of the default branch may fill a cache: with it, one that only reads would choose the
  // code that runs under a token that writes.
  "no cache under a token that writes": (workflow) =>
    [...jobsOf(workflow).filter(([, job]) => writes(job)), ...actionOf(workflow)].flatMap(
      ([name, { steps }]) =>
        steps.flatMap((step) =>
          step.uses?.startsWith("actions/cache") === true ||
            Object.keys(step.with ?? {}).some((input) => input.startsWith("cache"))
            ? [`${name}: ${step.uses}`]
            : []
        ),
    ),

  "runs wait for each other": ({ jobs, concurrency }) =>
    jobs === undefined || typeof concurrency === "object" && concurrency !== null &&
        "group" in concurrency && "cancel-in-progress" in concurrency
      ? []
      : ["no concurrency"],
};

/** Names of the rules that a text breaks, each with what breaks it. */
export function broken(text: string): Record<string, readonly string[]> {
  const workflow = parsed(text);
  return Object.fromEntries(
    Object.entries(RULES).map(([name, rule]) => [name, rule(workflow, text)] as const)
      .filter(([, findings]) => findings.length > 0),
  );
}

function jobsOf({ jobs = {} }: Workflow): [string, Job][] {
  return Object.entries(jobs);
}

/** The action's steps as if they were a job: who uses it gives it a token that writes. */
function actionOf({ runs }: Workflow): [string, Job][] {
  return runs === undefined ? [] : [["the action", runs]];
}

function writes({ permissions = {} }: Job): boolean {
  return Object.values(permissions).includes("write");
}
