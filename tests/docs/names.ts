/**
 * The names that the program knows, taken from its code.
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import { MANUAL } from "../../lib/cli/manual.ts";
import { OPTIONAL_STEPS } from "../../lib/cycle/options.ts";
import type { GateMode } from "../../lib/gate/gate.ts";
import type { ActionKind, Outcome } from "../../lib/gate/action.ts";
import { SUPERSEDED } from "../../lib/init/policy_texts.ts";
import { OLDER_NAMES, POLICY_NAMES } from "../../lib/policy/names.ts";
import { referenceKeys } from "../../lib/policy/reference.ts";
import { STATE_FILES } from "../../lib/state/state.ts";
import { steps } from "../../main.ts";
import { GRANT_FLAGS } from "../../tools/compile.ts";
import { ACTION, ORCHESTRATOR, STEP, workflow } from "../workflows/workflows.ts";
import { documentedFields } from "./fields.ts";
import { type Page, spansOf } from "./pages.ts";
import { sourceText } from "./source.ts";

// A kind, outcome or mode that is added to the type without a line here is a type error.
const ACTIONS: Record<ActionKind, true> = {
  create_issue: true,
  edit_issue: true,
  add_labels: true,
  remove_label: true,
  add_assignees: true,
  comment: true,
  close_issue: true,
  reopen_issue: true,
};
const OUTCOMES: Record<Outcome, true> = {
  done: true,
  skipped: true,
  planned: true,
  deferred: true,
  failed: true,
};
const MODES: Record<GateMode, true> = { live: true, dry_run: true, read_only: true };

/** Names of GitHub that look like names of ours. */
const OTHERS: readonly string[] = ["workflow_dispatch", "pull_request", "updated_at"];

/** Everything that can be named. */
export interface Names {
  readonly commands: ReadonlySet<string>;
  /** With the dashes. */
  readonly flags: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  /** Policy keys and fields of JSON files, whole paths. */
  readonly paths: ReadonlySet<string>;
  /** Single words with an underscore: keys, fields, inputs, outputs, steps, sections, outcomes. */
  readonly words: ReadonlySet<string>;
  /** File names without folders. */
  readonly files: ReadonlySet<string>;
  readonly outcomes: readonly string[];
  readonly tasks: readonly string[];
  readonly inputs: readonly string[];
  readonly steps: readonly string[];
}

/** Gathers the names. Fields come from the page of formats, whose tables are held to real files. */
export async function namesOf(all: readonly Page[]): Promise<Names> {
  const flags = COMMANDS.flatMap((command) => command.flags);
  const keys = POLICY_NAMES.flatMap((name) =>
    referenceKeys(name).map((key) => ({ ...key, file: name }))
  );
  const formats = all.find(({ path }) => path === "docs/reports.md");
  const fields = formats === undefined ? [] : [...documentedFields(formats).values()].flat();
  const [orchestrator, step, action] = await Promise.all(
    [ORCHESTRATOR, STEP, ACTION].map(workflow),
  );
  const inputs = [
    ...Object.keys(orchestrator?.on?.workflow_dispatch?.inputs ?? {}),
    ...Object.keys(step?.on?.workflow_dispatch?.inputs ?? {}),
    ...Object.keys(action?.inputs ?? {}),
  ];
  const outputs = (formats?.tables ?? []).filter(({ head }) => head[0] === "output")
    .flatMap(({ rows }) => rows.flatMap(([first = ""]) => spansOf(first)));
  const stepNames = (await steps()).map(({ name }) => name);
  return {
    commands: new Set(COMMANDS.map(({ name }) => name)),
    flags: new Set([
      ...flags.flatMap(({ name, kind }) =>
        kind === "boolean" ? [`--${name}`, `--no-${name}`] : [`--${name}`]
      ),
      ...["--help", "--version"],
      ...GRANT_FLAGS.map(({ name }) => `--${name}`),
    ]),
    variables: new Set([
      ...flags.flatMap(({ env }) => env),
      ...Object.values(MANUAL).flatMap(({ environment }) => environment.map(([name]) => name)),
      ...config.permissions.default.env.allow,
    ]),
    paths: new Set([...keys.flatMap(({ path, file }) => [path, `${file}.${path}`]), ...fields]),
    words: new Set([
      ...[...keys.map(({ path }) => path), ...fields].flatMap((path) => path.split(/[.[\]]+/)),
      ...keys.flatMap(({ values, fallback }) => [...spansOf(values), ...spansOf(fallback)]),
      ...[...(await sourceText()).matchAll(/"([a-z]+(?:_[a-z0-9]+)+)"/g)].map(([, word]) =>
        word ?? ""
      ),
      ...[...inputs, ...outputs, ...stepNames, ...OPTIONAL_STEPS, ...Object.keys(ACTIONS)],
      ...[...Object.keys(OUTCOMES), ...Object.keys(MODES), ...OTHERS],
    ]),
    files: new Set([
      ...stepsFiles(await steps()),
      ...Object.values(STATE_FILES),
      ...POLICY_NAMES.map((name) => `${name}.yml`),
      ...Object.values(OLDER_NAMES).map((name) => `${name}.yml`),
      ...SUPERSEDED,
      ...["inputs.json", "index.html", "SHA256SUMS"],
    ]),
    outcomes: Object.keys(OUTCOMES),
    tasks: Object.keys(config.tasks),
    inputs,
    steps: stepNames,
  };
}

function stepsFiles(all: Awaited<ReturnType<typeof steps>>): string[] {
  return all.flatMap(({ reports }) => [...reports]);
}
