/**
 * What `init` would write, what it leaves alone, and what it has to say: a value, before anything is
 * written.
 * @module
 */

import { parseTag } from "../candidates/versions.ts";
import { Failure } from "../failure.ts";
import { loadPolicies } from "../policy/load.ts";
import { OLDER_NAMES, POLICY_NAMES, type PolicyName } from "../policy/names.ts";
import { policyOf } from "../policy/policy_files.ts";
import {
  caughtUp,
  releaseBranches,
  requiredChecksText,
  routingText,
  shipped,
  SUPERSEDED,
} from "./policy_texts.ts";
import type { Repository } from "./repository.ts";
import { stepWorkflowText, workflowText } from "./workflow_text.ts";

/** The workflows by file name: the hourly one, and one step of it by hand. */
const WORKFLOWS: Readonly<Record<string, (action: string, default_branch: string) => string>> = {
  "release-ops-orchestrator.yml": workflowText,
  "release-ops-step.yml": stepWorkflowText,
};

/** A file that is to be written. */
export interface NewFile {
  /** Relative to the repository's folder. */
  readonly path: string;
  /** Ends with a newline. */
  readonly text: string;
}

/** What is to happen. */
export interface InitPlan {
  /** None of them exists. */
  readonly files: readonly NewFile[];
  /** Paths that exist: whatever they hold, they stay as they are. */
  readonly kept: readonly string[];
  /** Sentences for the reader: what was found, and how to migrate. */
  readonly notes: readonly string[];
}

/**
 * Plans.
 * @param action `owner/name@commit` of the composite action; null when it was not given
 * @throws {Failure} exit 2 when a workflow is missing and no action was given, or nothing can be required
 */
export function planInit(repository: Repository, action: string | null): InitPlan {
  const files: NewFile[] = [];
  const kept: string[] = [];
  const notes = found(repository);
  for (const [file, textOf] of Object.entries(WORKFLOWS)) {
    const path = `.github/workflows/${file}`;
    if (repository.workflows.some((workflow) => workflow.file === file)) kept.push(path);
    else files.push({ path, text: textOf(usable(action), repository.default_branch) });
  }
  for (const name of POLICY_NAMES) {
    const existing = repository.policy_files.filter((file) => policyOf(file) === name);
    kept.push(...existing.map((file) => `policies/${file}`));
    if (existing.length > 0) continue;
    const older = olderText(repository, name);
    if (older?.usable === true) notes.push(`${older.path} is taken over as policies/${name}.yml.`);
    if (older?.usable === false) {
      notes.push(`${older.path} has errors, so policies/${name}.yml starts from the shipped one.`);
    }
    const text = older?.usable === true ? older.text : fitted(repository, name);
    files.push({ path: `policies/${name}.yml`, text: text.endsWith("\n") ? text : `${text}\n` });
  }
  return { files, kept, notes: [...notes, ...migration(repository)] };
}

function usable(action: string | null): string {
  if (
    action !== null && /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+(?:\/[\w./-]+)?@[0-9a-f]{40}$/.test(action)
  ) {
    return action;
  }
  throw new Failure(
    "bad-action",
    `Cannot write the workflows: --action is ${
      JSON.stringify(action ?? "")
    }, allowed is owner/name@commit of the composite action`,
    {
      remedy: "Give the repository that holds action.yml, pinned to all 40 digits of a commit: " +
        "a tag or branch can be moved.",
    },
  );
}

function fitted(repository: Repository, name: PolicyName): string {
  if (name === "routing") return routingText(repository);
  if (name === "digest" || name === "handoff") return caughtUp(name);
  if (name !== "required_checks") return shipped(name);
  const text = requiredChecksText(repository);
  if (text !== null) return text;
  throw new Failure(
    "no-workflows",
    "Cannot propose required checks: no workflow runs on push or pull_request",
    {
      remedy:
        "Write policies/required_checks.yml by hand, naming at least one check, then run init again.",
    },
  );
}

/** The policy as an older installation has it, and whether it loads. */
function olderText(
  { older }: Repository,
  name: PolicyName,
): { path: string; text: string; usable: boolean } | null {
  const [path, text] =
    Object.entries(older).find(([path]) => policyOf(path.split("/").at(-1) ?? "") === name) ?? [];
  if (path === undefined || text === undefined) return null;
  const file = { name: `${name}.yml`, text };
  const { problems } = loadPolicies([file]);
  const broken = problems.some(({ severity, file }) =>
    severity === "error" && file === `${name}.yml`
  );
  return { path, text, usable: !broken };
}

function found({ default_branch, branches, tags }: Repository): string[] {
  const versions = tags.map((tag) => parseTag(tag)?.kind);
  const count = (kind: string): number => versions.filter((each) => each === kind).length;
  return [
    `The default branch is ${default_branch}; release branches are ${
      releaseBranches(branches).join(", ")
    }.`,
    `Of ${tags.length} tags, ${count("ga")} are releases and ${count("rc")} release candidates.`,
  ];
}

/** How to move from the workflows that the orchestrator replaces: three phases, nothing at once. */
function migration({ older, workflows }: Repository): string[] {
  const replaced = workflows.map(({ file }) => file).filter((file) => SUPERSEDED.includes(file));
  const paths = Object.keys(older);
  if (replaced.length === 0 && paths.length === 0) return [];
  const theirs = replaced.length === 0 ? "the older workflows" : replaced.join(", ");
  const files = paths.length === 0
    ? `the older policies (${Object.values(OLDER_NAMES).join(", ")})`
    : paths.join(", ");
  return [
    "This repository has parts that the orchestrator replaces. Migrate in three phases:",
    `1. Let the orchestrator run alongside ${theirs}, at first with dry_run, and compare.`,
    `2. Remove the schedules of ${theirs}; keep workflow_dispatch.`,
    `3. Remove them, and ${files}: the files in policies/ say the same.`,
  ];
}

/**
 * The plan as text that ends with a newline: every new file as a unified diff, then what is kept and
 * the notes.
 */
export function renderPlan({ files, kept, notes }: InitPlan): string {
  const diffs = files.map(({ path, text }) => {
    const lines = text.trimEnd().split("\n");
    const added = lines.map((line) => `+${line}`).join("\n");
    return `--- /dev/null\n+++ ${path}\n@@ -0,0 +1,${lines.length} @@\n${added}\n`;
  });
  const left = kept.map((path) => `Left alone, because it exists: ${path}\n`);
  const end = files.length === 0 ? "Nothing is left to write.\n" : "";
  return [...diffs, ...left, ...notes.map((note) => `${note}\n`), end].join("");
}
