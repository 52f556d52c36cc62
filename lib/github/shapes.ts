/**
 * From GitHub's shapes to ours: reads untyped GraphQL data defensively and turns it into the plain
 * facts of the observation.
 * @module
 */

import type {
  BranchFacts,
  CheckRunFacts,
  CheckSuiteFacts,
  CommitFacts,
  IssueFacts,
  StatusFacts,
  TagFacts,
} from "../observation/observation.ts";
import { brokenAnswer } from "./answers.ts";

/** `owner/name`, taken apart. */
export interface Slug {
  /** Login of a user or an organisation. */
  readonly owner: string;
  /** The repository's name alone. */
  readonly name: string;
}

/** One page of a connection. */
export interface Page {
  /** In GitHub's order; what is no object (an item we may not see) is left out. */
  readonly nodes: readonly Record<string, unknown>[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
  /** Length of the whole list as GitHub counts it; null where it was not asked for. */
  readonly total: number | null;
}

/** The value as an object; null for anything else. */
export function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : null;
}

/** The value as text; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function optional(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function lower(value: unknown): string {
  return textOf(value).toLowerCase();
}

/** The nodes of a connection, without the nulls that GitHub puts where something may not be seen. */
export function nodesOf(connection: unknown): Record<string, unknown>[] {
  const nodes = record(connection)?.nodes;
  return Array.isArray(nodes) ? nodes.map(record).filter((node) => node !== null) : [];
}

/**
 * One page of a connection.
 * @throws {AnswerError} when there is no connection, or its end is not to be seen: a missing list is not
 * an empty one.
 */
export function pageOf(connection: unknown): Page {
  const page = record(connection);
  const info = record(page?.pageInfo);
  if (page === null || info === null || !Array.isArray(page.nodes)) {
    throw brokenAnswer("lacks a list");
  }
  const more = info.hasNextPage === true;
  if (more && textOf(info.endCursor) === "") {
    throw brokenAnswer("lacks the way to a list's next page");
  }
  return {
    nodes: nodesOf(page),
    next: more ? textOf(info.endCursor) : null,
    total: typeof page.totalCount === "number" ? page.totalCount : null,
  };
}

/** A commit; null when the object is something else (a tag may point at a tree). */
export function commitOf(value: unknown): CommitFacts | null {
  const commit = record(value);
  if (commit === null || typeof commit.oid !== "string") return null;
  return {
    id: textOf(commit.id),
    sha: commit.oid,
    committed_at: textOf(commit.committedDate),
    headline: textOf(commit.messageHeadline),
    url: textOf(commit.url),
    parent: optional(nodesOf(commit.parents)[0]?.oid),
    changed_files: typeof commit.changedFilesIfAvailable === "number"
      ? commit.changedFilesIfAvailable
      : null,
  };
}

/** A branch; null when its head is no commit. */
export function branchOf(ref: Record<string, unknown>): BranchFacts | null {
  const head = commitOf(ref.target);
  return head === null ? null : { name: textOf(ref.name), head };
}

/** A tag, peeled through up to two annotations; null when no commit is behind it. */
export function tagOf(ref: Record<string, unknown>): TagFacts | null {
  let target = record(ref.target);
  const tagged = optional(record(target?.tagger)?.date);
  while (target !== null && target.__typename === "Tag") target = record(target.target);
  const head = target?.__typename === "Commit" ? commitOf(target) : null;
  if (head === null) return null;
  return { name: textOf(ref.name), created_at: utc(tagged ?? head.committed_at), head };
}

/** Tagger dates carry an offset; everything we keep is UTC. */
function utc(time: string): string {
  try {
    return Temporal.Instant.from(time).toString({ smallestUnit: "second" });
  } catch {
    return time;
  }
}

/** An issue with a label that we watch. */
export function issueOf(issue: Record<string, unknown>): IssueFacts {
  return {
    number: numberOf(issue.number),
    id: textOf(issue.id),
    url: textOf(issue.url),
    title: textOf(issue.title),
    body: textOf(issue.body),
    state: issue.state === "CLOSED" ? "closed" : "open",
    created_at: textOf(issue.createdAt),
    updated_at: textOf(issue.updatedAt),
    closed_at: optional(issue.closedAt),
    author: optional(record(issue.author)?.login) ?? "ghost",
    viewer_did_author: issue.viewerDidAuthor === true,
    labels: nodesOf(issue.labels).map(({ name }) => textOf(name)),
    assignees: nodesOf(issue.assignees).map(({ login }) => textOf(login)),
  };
}

/** One run of a check suite. */
export function checkRunOf(run: Record<string, unknown>): CheckRunFacts {
  return {
    id: numberOf(run.databaseId),
    name: textOf(run.name),
    status: lower(run.status),
    conclusion: optional(run.conclusion)?.toLowerCase() ?? null,
    started_at: optional(run.startedAt),
    completed_at: optional(run.completedAt),
    url: textOf(run.permalink),
  };
}

/** A check suite with its runs. */
export function suiteOf(
  suite: Record<string, unknown>,
  runs: readonly CheckRunFacts[],
): CheckSuiteFacts {
  const run = record(suite.workflowRun);
  const workflow = record(run?.workflow);
  return {
    id: textOf(suite.id),
    app: textOf(record(suite.app)?.slug),
    status: lower(suite.status),
    conclusion: optional(suite.conclusion)?.toLowerCase() ?? null,
    created_at: textOf(suite.createdAt),
    updated_at: textOf(suite.updatedAt),
    workflow_run: run === null ? null : {
      id: numberOf(run.databaseId),
      run_number: numberOf(run.runNumber),
      event: textOf(run.event),
      url: textOf(run.url),
      created_at: textOf(run.createdAt),
      workflow: textOf(workflow?.name),
      file: textOf(workflow?.resourcePath).split("/").at(-1) ?? "",
    },
    check_runs: runs,
  };
}

/** A commit status. */
export function statusOf(status: Record<string, unknown>): StatusFacts {
  return {
    context: textOf(status.context),
    state: lower(status.state),
    created_at: textOf(status.createdAt),
    url: optional(status.targetUrl),
  };
}
