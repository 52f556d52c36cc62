/**
 * The overview: repository, refs, issues and state files in one query, with the pages that did not
 * fit. Branches and tags are read back to the horizon of choosing candidates, not to their end.
 * @module
 */

import { Failure, messageOf } from "../failure.ts";
import { newestOwnCommit } from "../candidates/main_commit.ts";
import { branchesSuffice, tagsSuffice } from "../candidates/sufficient.ts";
import type {
  BranchFacts,
  CommitFacts,
  Gap,
  IssueFacts,
  Observation,
  StateFacts,
  TagFacts,
} from "../observation/observation.ts";
import { STATE_FILES } from "../state/state.ts";
import type { Client } from "./client.ts";
import type { ObservationRequest } from "./hub.ts";
import {
  BRANCH_PAGE,
  CLOSED_PAGE,
  HISTORY_PAGE,
  OPEN_PAGE,
  OVERVIEW,
  STATE_FILES as STATE_QUERY,
  TAG_PAGE,
} from "./queries.ts";
import {
  branchOf,
  commitOf,
  issueOf,
  type Page,
  pageOf,
  record,
  type Slug,
  tagOf,
  textOf,
} from "./shapes.ts";

/** How long a closed issue is still read: it may be reopened, compared with, or linked to. */
const CLOSED_DAYS = 30;

/** The observation without checks and comparisons. */
export type Overview = Omit<Observation, "checks" | "comparisons" | "complete" | "gaps">;

/** The nodes of all pages of a connection, in order. */
export async function* pagesOf(
  first: Page,
  next: (after: string) => Promise<Page>,
): AsyncGenerator<Record<string, unknown>> {
  let page = first;
  while (true) {
    yield* page.nodes;
    if (page.next === null) return;
    page = await next(page.next);
  }
}

/** Reads the overview; further pages that fail become gaps. */
export async function readOverview(
  client: Client,
  options: { slug: Slug; request: ObservationRequest; gaps: Gap[] },
): Promise<Overview> {
  const { slug, request, gaps } = options;
  const variables = {
    ...slug,
    labels: request.labels,
    closedSince: request.now.subtract({ hours: CLOSED_DAYS * 24 }).toString({
      smallestUnit: "second",
    }),
    branches: commonPart(request.candidates.candidates.release_branches),
    ...stateVariables(request),
  };
  const { data, errors } = await client.graphql(OVERVIEW, variables);
  const repository = record(record(data)?.repository);
  if (repository === null) throw unreadable(slug, errors);
  for (const { message } of errors) gaps.push({ what: "part of the overview", why: message });

  const head = record(repository.defaultBranchRef);
  const policy = { policy: request.candidates, now: request.now };
  const more = async (query: string, after: string, field = "page"): Promise<Page> => {
    const answer = await client.graphql(query, { ...variables, after });
    if (answer.errors[0] !== undefined) throw new Error(answer.errors[0].message);
    return pageOf(record(record(answer.data)?.repository)?.[field]);
  };
  const read = new Reader(gaps);
  const branches = await read.all<BranchFacts>("branches", {
    first: repository.branches,
    next: (after) => more(BRANCH_PAGE, after, "branches"),
    map: branchOf,
    enough: (found) => branchesSuffice(found, policy),
  });
  const tags = await read.all<TagFacts>("tags", {
    first: repository.tags,
    next: (after) => more(TAG_PAGE, after, "tags"),
    map: tagOf,
    enough: (found) => tagsSuffice(found, policy),
  });
  const open = await read.all<IssueFacts>("open issues", {
    first: repository.open,
    next: (after) => more(OPEN_PAGE, after),
    map: issueOf,
  });
  const closed = await read.all<IssueFacts>("recently closed issues", {
    first: repository.closed,
    next: (after) => more(CLOSED_PAGE, after),
    map: issueOf,
  });
  const issues = new Map([...closed, ...open].map((issue) => [issue.number, issue]));
  return {
    repository: {
      id: textOf(repository.id),
      full_name: textOf(repository.nameWithOwner),
      url: textOf(repository.url),
      default_branch: textOf(head?.name),
    },
    viewer: textOf(record(record(data)?.viewer)?.login),
    observed_at: request.now.toString({ smallestUnit: "second" }),
    default_commits: head === null ? [] : await history(client, head, read),
    branches,
    tags,
    issues: [...issues.values()].toSorted((a, b) => a.number - b.number),
    codeowners: codeownersOf(repository),
    state: stateOf(repository, { request, default_branch: textOf(head?.name) }),
  };
}

/** Reads the state files alone: after a lost race. */
export async function readStateFiles(
  client: Client,
  options: { slug: Slug; request: ObservationRequest; default_branch: string },
): Promise<StateFacts> {
  const { slug, request } = options;
  const { data, errors } = await client.graphql(STATE_QUERY, {
    ...slug,
    ...stateVariables(request),
  });
  const repository = record(record(data)?.repository);
  if (repository === null || errors.length > 0) throw unreadable(slug, errors);
  return stateOf(repository, options);
}

/** Pages of connections, with a gap for a page that could not be read. */
class Reader {
  readonly #gaps: Gap[];

  constructor(gaps: Gap[]) {
    this.#gaps = gaps;
  }

  async all<T>(what: string, options: {
    first: unknown;
    next: (after: string) => Promise<Page>;
    map: (node: Record<string, unknown>) => T | null;
    enough?: (found: readonly T[]) => boolean;
  }): Promise<T[]> {
    const found: T[] = [];
    try {
      let page = pageOf(options.first);
      while (true) {
        for (const node of page.nodes) {
          const item = options.map(node);
          if (item !== null) found.push(item);
        }
        if (page.next === null || options.enough?.(found) === true) return found;
        page = await options.next(page.next);
      }
    } catch (error) {
      this.#gaps.push({ what, why: messageOf(error) });
      return found;
    }
  }
}

/** The default branch's commits back to the first that is not one of our state commits. */
async function history(
  client: Client,
  ref: Record<string, unknown>,
  read: Reader,
): Promise<CommitFacts[]> {
  const target = record(ref.target);
  let id = "";
  return await read.all<CommitFacts>("history of the default branch", {
    first: target?.history,
    next: async (after) => {
      const { data, errors } = await client.graphql(HISTORY_PAGE, { id, after });
      if (errors[0] !== undefined) throw new Error(errors[0].message);
      return pageOf(record(record(data)?.node)?.history);
    },
    map: (node) => {
      const commit = commitOf(node);
      if (id === "" && commit !== null) id = commit.id;
      return commit;
    },
    enough: (commits) => newestOwnCommit(commits) !== null,
  });
}

/** What every pattern begins with: GitHub filters by it, we match the patterns themselves later. */
function commonPart(patterns: readonly string[]): string {
  const literals = patterns.map((pattern) => pattern.replace(/[*?[{(].*$/, ""));
  let common = literals[0] ?? "";
  for (const literal of literals) while (!literal.startsWith(common)) common = common.slice(0, -1);
  return common;
}

function stateVariables(request: ObservationRequest): Record<string, string> {
  const branch = request.state_branch;
  const root = branch === null ? "HEAD" : `refs/heads/${branch}`;
  const path = (file: string): string => `${root}:${request.state_path}/${file}`;
  return {
    stateRef: branch === null ? "HEAD" : `refs/heads/${branch}`,
    blockers: path(STATE_FILES.blockers),
    digest: path(STATE_FILES.digest),
    handoff: path(STATE_FILES.handoff),
    triage: path(STATE_FILES.triage),
  };
}

function stateOf(
  repository: Record<string, unknown>,
  options: { request: ObservationRequest; default_branch: string },
): StateFacts {
  const { request, default_branch } = options;
  const ref = record(record(repository.stateRef)?.target);
  const head = request.state_branch === null
    ? record(record(repository.defaultBranchRef)?.target) ?? ref
    : ref;
  return {
    branch: request.state_branch ?? default_branch,
    head: head === null ? null : textOf(head.oid),
    files: {
      [STATE_FILES.blockers]: blob(repository.blockers),
      [STATE_FILES.digest]: blob(repository.digest),
      [STATE_FILES.handoff]: blob(repository.handoff),
      [STATE_FILES.triage]: blob(repository.triage),
    },
  };
}

/** Text of a blob; null when there is none. What GitHub cut is as good as broken, and says so when parsed. */
function blob(value: unknown): string | null {
  const found = record(value);
  return found === null || typeof found.text !== "string" ? null : found.text;
}

function codeownersOf(repository: Record<string, unknown>): string | null {
  return blob(repository.codeownersGithub) ?? blob(repository.codeownersRoot) ??
    blob(repository.codeownersDocs);
}

function unreadable(slug: Slug, errors: readonly { type?: string; message: string }[]): Error {
  const first = errors[0];
  if (first?.type === "NOT_FOUND") {
    return new Failure(
      "repository-not-found",
      `Cannot find the repository ${slug.owner}/${slug.name}`,
      {
        remedy: "Check the name, and that the token may read it (contents: read).",
      },
    );
  }
  return new Error(first?.message ?? "GitHub's answer lacks the repository");
}
