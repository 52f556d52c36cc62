/**
 * The workflows and the action as they are in the tree, and the workflows that `init` writes elsewhere.
 * @module
 */

import { join } from "@std/path";
import { parse } from "@std/yaml";
import { stepWorkflowText, workflowText } from "../../lib/init/workflow_text.ts";

/** Folder of the tree. */
export const ROOT: string = join(import.meta.dirname ?? ".", "..", "..");

/** The composite action as `init` is told of it. */
export const OWN_ACTION = "acme/release-ops@0123456789abcdef0123456789abcdef01234567";

/** The hourly tick. */
export const ORCHESTRATOR = ".github/workflows/release-ops-orchestrator.yml";
/** One step by hand. */
export const STEP = ".github/workflows/release-ops-step.yml";
/** What runs on every push and pull request. */
export const CI = ".github/workflows/ci.yml";
/** What a tag of a version starts. */
export const RELEASE = ".github/workflows/release.yml";
/** The composite action. */
export const ACTION = "action.yml";
/** What `init` writes into other repositories. */
export const GENERATED = "the workflow of init";
/** What `init` writes for one step by hand. */
export const GENERATED_STEP = "the step workflow of init";

/** Everything that GitHub would run. */
export const ALL: readonly string[] = [
  ORCHESTRATOR,
  STEP,
  CI,
  RELEASE,
  ACTION,
  GENERATED,
  GENERATED_STEP,
];

/** A step. */
export interface WorkflowStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string | number>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

/** An input of a workflow or of an action. */
export interface Input {
  readonly type?: string;
  readonly default?: string | number | boolean;
  readonly options?: readonly string[];
}

/** A job. */
export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly WorkflowStep[];
}

/** A workflow, or an action: what the one has not, is undefined. */
export interface Workflow {
  readonly on?: {
    readonly schedule?: unknown;
    readonly push?: unknown;
    readonly pull_request?: unknown;
    readonly workflow_dispatch?: { readonly inputs: Readonly<Record<string, Input>> };
  };
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
  /** Of an action. */
  readonly inputs?: Readonly<Record<string, Input>>;
  /** Of an action. */
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  /** Of a composite action. */
  readonly runs?: { readonly using: string; readonly steps: readonly WorkflowStep[] };
}

/** The text of one of {@linkcode ALL}. */
export async function textOf(file: string): Promise<string> {
  if (file === GENERATED) return workflowText(OWN_ACTION, "main");
  return file === GENERATED_STEP
    ? stepWorkflowText(OWN_ACTION)
    : await Deno.readTextFile(join(ROOT, file));
}

/** Reads a workflow or an action. */
export function parsed(text: string): Workflow {
  return parse(text, { schema: "core" }) as Workflow;
}

/** One of {@linkcode ALL}. */
export async function workflow(file: string): Promise<Workflow> {
  return parsed(await textOf(file));
}

/** Its jobs' steps, or the action's, in order. */
export function stepsOf({ jobs = {}, runs }: Workflow): readonly WorkflowStep[] {
  return [...Object.values(jobs).flatMap(({ steps }) => steps), ...runs?.steps ?? []];
}

/** The one step that runs a script; throws when there is none or another. */
export function scriptOf(file: Workflow): WorkflowStep & { readonly run: string } {
  const [script, another] = stepsOf(file).filter(({ run }) => run !== undefined);
  if (script?.run === undefined || another !== undefined) throw new Error("Not exactly one script");
  return { ...script, run: script.run };
}

/** The one step that uses this action; throws when there is none. */
export function uses(file: Workflow, action: string): WorkflowStep {
  const found = stepsOf(file).find((step) => step.uses?.startsWith(`${action}@`));
  if (found === undefined) throw new Error(`No step uses ${action}`);
  return found;
}
