/**
 * What `init` knows of a repository: read from its folder, plain data.
 * @module
 */

import { parse } from "@std/yaml";

/** A workflow file. */
export interface WorkflowFile {
  /** Without its folder: `ci.yml`. */
  readonly file: string;
  /** What it holds; anybody's text. */
  readonly text: string;
}

/** A repository's folder. */
export interface Repository {
  /** Without `refs/heads/`. */
  readonly default_branch: string;
  /** Local ones and those of `origin`, each once. */
  readonly branches: readonly string[];
  /** Without `refs/tags/`. */
  readonly tags: readonly string[];
  /** In the order of their names. */
  readonly workflows: readonly WorkflowFile[];
  /** Null when there is no CODEOWNERS. */
  readonly codeowners: string | null;
  /** Texts of policies under their older names in `docs/ci`, by path. */
  readonly older: Readonly<Record<string, string>>;
  /** Names of the files in `policies/`. */
  readonly policy_files: readonly string[];
}

/** What a workflow runs on. */
export interface Triggers {
  /** Its name as GitHub shows it. */
  readonly name: string;
  /** On pushes to branches, whatever files they change: it reports on every commit. */
  readonly every_push: boolean;
  /** On pushes or pull requests, with or without conditions. */
  readonly changes: boolean;
}

/** A larger workflow is not read: GitHub itself would hardly run it. */
const MAX_CHARACTERS = 512 * 1024;

/** Reads a workflow's name and triggers; null for what is no workflow. */
export function triggersOf({ file, text }: WorkflowFile): Triggers | null {
  if (text.length > MAX_CHARACTERS) return null;
  let value: unknown;
  try {
    value = parse(text, { schema: "core" });
  } catch {
    return null;
  }
  const workflow = mapping(value);
  if (workflow === null) return null;
  const events = eventsOf(workflow.on);
  const push = events.get("push");
  return {
    name: typeof workflow.name === "string" ? workflow.name : `.github/workflows/${file}`,
    every_push: push !== undefined && isUnconditional(push),
    changes: ["push", "pull_request", "pull_request_target"].some((event) => events.has(event)),
  };
}

/** `on:` is an event, a list of events, or events with their conditions. */
function eventsOf(on: unknown): Map<string, unknown> {
  if (typeof on === "string") return new Map([[on, null]]);
  if (Array.isArray(on)) return new Map(on.map((event) => [String(event), null]));
  return new Map(Object.entries(mapping(on) ?? {}));
}

/** A push filter that lets commits by: no paths, and tags only beside branches. */
function isUnconditional(push: unknown): boolean {
  const filter = mapping(push);
  if (filter === null) return true;
  if ("paths" in filter || "paths-ignore" in filter) return false;
  const branches = "branches" in filter || "branches-ignore" in filter;
  return branches || !("tags" in filter || "tags-ignore" in filter);
}

function mapping(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : null;
}
