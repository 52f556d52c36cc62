/**
 * From the files of a folder to one policy and everything that is wrong with it.
 * @module
 */

import * as v from "valibot";
import { nearest } from "../cli/nearest.ts";
import type { PolicyName } from "./names.ts";
import { type PolicyFile, policyOf, shownName } from "./policy_files.ts";
import { aboutFile, pathText, type Problem, valueAt, valueText } from "./problem.ts";
import { readYaml } from "./read_yaml.ts";
import { shapeFindings } from "./shape.ts";
import type { KeyPath } from "./yaml_outline.ts";

/** One policy as it was read. */
export interface LoadedPolicy<Value> {
  /** What it says, defaults filled in; null when it has an error. */
  readonly value: Value | null;
  /** What the file says, without defaults; null when it has an error. */
  readonly raw: unknown;
  /** In the order of their lines. */
  readonly problems: readonly Problem[];
  /** The file as reports name it. */
  readonly source: string;
  /** Makes a problem of a key of the file. */
  problem(severity: Problem["severity"], path: KeyPath, message: string): Problem;
}

/** The file of a policy among those of a folder, that of its own name first; null where there is none. */
export function policyFileOf(name: PolicyName, files: readonly PolicyFile[]): PolicyFile | null {
  const found = files.filter((file) => policyOf(file.name) === name);
  return found.find((file) => file.name.startsWith(`${name}.`)) ?? found[0] ?? null;
}

/**
 * Reads one policy. Without a file it is the embedded one, except the required checks: guessing them
 * could call something safe to ship that is not.
 * @param embedded what stands for a file that is missing; null where there is one
 * @internal
 */
export function loadPolicy<Value>(
  name: PolicyName,
  schema: v.GenericSchema<unknown, Value>,
  { files, embedded }: { files: readonly PolicyFile[]; embedded: PolicyFile | null },
): LoadedPolicy<Value> {
  const file = policyFileOf(name, files) ?? (name === "required_checks" ? null : embedded);
  if (file === null) return missing(name);
  const loaded = load(name, schema, file);
  const others = files.filter((other) => policyOf(other.name) === name && other !== file);
  const twice = others.map((other) =>
    aboutFile("error", shownName(other), {
      policy: name,
      message:
        `${loaded.source} is the same policy, and only one file can count: remove one of them`,
    })
  );
  const problems = [...twice, ...loaded.problems];
  const broken = problems.some(({ severity }) => severity === "error");
  return broken ? { ...loaded, value: null, raw: null, problems } : { ...loaded, problems };
}

function missing(name: PolicyName): LoadedPolicy<never> {
  const source = `${name}.yml`;
  const problem: LoadedPolicy<never>["problem"] = (severity, path, message) =>
    aboutFile(severity, source, { policy: pathText(name, path), message });
  const message = "the file is missing from the folder, and which checks are required is never " +
    `guessed: add ${source}, or REQUIRED_CHECKS_POLICY.yml`;
  return { value: null, raw: null, source, problem, problems: [problem("error", [], message)] };
}

function load<Value>(
  name: PolicyName,
  schema: v.GenericSchema<unknown, Value>,
  file: PolicyFile,
): LoadedPolicy<Value> {
  const source = shownName(file);
  const reading = readYaml(file.text);
  // A file with nothing but comments says nothing: every default applies.
  const raw = reading.ok ? reading.value ?? {} : null;
  const problem: LoadedPolicy<Value>["problem"] = (severity, path, message) => ({
    severity,
    file: source,
    line: reading.ok ? reading.outline.lineOf(path) : null,
    path: pathText(name, path),
    value: path.length === 0 ? "" : valueText(valueAt(raw, path)),
    message,
  });
  if (!reading.ok) {
    const problems = reading.problems.map(({ line, path, message }): Problem => ({
      ...aboutFile("error", source, { policy: pathText(name, path), message }),
      line,
    }));
    return { value: null, raw: null, problems, source, problem };
  }
  const result = v.safeParse(schema, raw);
  const problems = [
    ...(result.issues ?? []).map((issue) => problem("error", pathOf(issue), messageOfIssue(issue))),
    ...shapeFindings(schema, raw).map(({ severity, path, message }) =>
      problem(severity, path, message)
    ),
  ];
  return {
    value: result.success ? result.output : null,
    raw,
    problems: inOrder(problems),
    source,
    problem,
  };
}

function pathOf(issue: v.BaseIssue<unknown>): KeyPath {
  return (issue.path ?? []).map(({ key }) => key as string | number);
}

function messageOfIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === "schema" && issue.received === "undefined") {
    return "the key is needed here, add it";
  }
  if (issue.kind === "schema" && issue.received === "null") {
    return `the key has no value; ${issue.message}; give it one, or remove the key`;
  }
  if (issue.type === "picklist" && typeof issue.input === "string") {
    const words = [...(issue.expected ?? "").matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? "");
    const near = nearest(issue.input, words);
    if (near !== null) return `${issue.message}: did you mean "${near}"?`;
  }
  return issue.message;
}

/** By line, each problem once: several limits of one value share one sentence. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems
    .filter(({ path, message }) => {
      const identity = JSON.stringify([path, message]);
      return !seen.has(identity) && seen.add(identity);
    })
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
