/**
 * The overview: repository, refs, issues and state files in one query, with the pages that did not
 * fit. Branches and tags are read back to the horizon of choosing candidates, not to their end.
 * @module
 */

import { Failure } from "../failure.ts";
import { newestOwnCommit } from "../candidates/main_commit.ts";
import { branchesSuffice, tagsSuffice } from "../candidates/sufficient.ts";
import type {
  BranchFacts,
  CommitFacts,
  Gap,
  IssueFacts,
  Observation,
  TagFacts,
} from "../observation/observation.ts";
import { brokenAnswer, graphqlError, type GraphqlProblem } from "./answers.ts";
import type { Client } from "./client.ts";
import type { ObservationRequest } from "./hub.ts";
import { ListReader } from "./pages.ts";
import {
  BRANCH_PAGE,
  CLOSED_PAGE,
  HISTORY_PAGE,
  OPEN_PAGE,
  OVERVIEW,
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
import { fileText, readStateFiles, stateOf, stateVariables } from "./state_texts.ts";

/** How long a closed issue is still read: it may be reopened, compared with, or linked to. */
const CLOSED_DAYS = 30;

/** The observation without checks and comparisons. */
export type Overview = Omit<Observation, "checks" | "comparisons" | "complete" | "gaps">;

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
  const repository = usable(data, { slug, errors });
  for (const { message } of errors) gaps.push({ what: "part of the overview", why: message });

  const head = record(repository.defaultBranchRef) ?? {};
  const default_branch = textOf(head.name);
  const policy = { policy: request.candidates, now: request.now };
  const more = async (query: string, after: string, field = "page"): Promise<Page> => {
    const answer = await client.graphql(query, { ...variables, after });
    if (answer.errors[0] !== undefined) throw graphqlError(answer.errors[0]);
    return pageOf(record(record(answer.data)?.repository)?.[field]);
  };
  const read = new ListReader(gaps);
  const branches = await read.all<BranchFacts>("branches", {
    first: () => pageOf(repository.branches),
    next: (after) => more(BRANCH_PAGE, after, "branches"),
    map: (node) => {
      const branch = branchOf(node);
      // a state branch whose name looks like a release branch ships nothing
      return branch?.name === request.state_branch ? null : branch;
    },
    key: ({ name }) => name,
    enough: (found) => branchesSuffice(found, policy),
  });
  const tags = await read.all<TagFacts>("tags", {
    first: () => pageOf(repository.tags),
    next: (after) => more(TAG_PAGE, after, "tags"),
    map: tagOf,
    key: ({ name }) => name,
    enough: (found) => tagsSuffice(found, policy),
  });
  const open = await read.all<IssueFacts>("open issues", {
    first: () => pageOf(repository.open),
    next: (after) => more(OPEN_PAGE, after),
    map: issueOf,
    key: ({ number }) => number,
  });
  const closed = await read.all<IssueFacts>("recently closed issues", {
    first: () => pageOf(repository.closed),
    next: (after) => more(CLOSED_PAGE, after),
    map: issueOf,
    key: ({ number }) => number,
  });
  const issues = new Map([...closed, ...open].map((issue) => [issue.number, issue]));
  return {
    repository: {
      id: textOf(repository.id),
      full_name: textOf(repository.nameWithOwner),
      url: textOf(repository.url),
      default_branch,
    },
    viewer: textOf(record(record(data)?.viewer)?.login),
    observed_at: request.now.toString({ smallestUnit: "second" }),
    default_commits: await history(client, head, read),
    branches,
    tags,
    issues: [...issues.values()].toSorted((a, b) => a.number - b.number),
    codeowners: codeownersOf(repository),
    // In a partial answer a state file that could not be read looks like one that does not exist.
    state: errors.length === 0
      ? stateOf(repository, { request, default_branch })
      : await readStateFiles(client, { slug, request, default_branch }),
  };
}

/** The default branch's commits back to the first that is not one of our state commits. */
async function history(
  client: Client,
  ref: Record<string, unknown>,
  read: ListReader,
): Promise<CommitFacts[]> {
  const target = record(ref.target);
  let id = "";
  return await read.all<CommitFacts>("history of the default branch", {
    first: () => pageOf(target?.history),
    next: async (after) => {
      const { data, errors } = await client.graphql(HISTORY_PAGE, { id, after });
      if (errors[0] !== undefined) throw graphqlError(errors[0]);
      return pageOf(record(record(data)?.node)?.history);
    },
    key: ({ sha }) => sha,
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

function codeownersOf(repository: Record<string, unknown>): string | null {
  return fileText(repository.codeownersGithub) ?? fileText(repository.codeownersRoot) ??
    fileText(repository.codeownersDocs);
}

/** The repository out of the answer, if it is one that a cycle can be run for. */
function usable(
  data: unknown,
  { slug, errors }: { slug: Slug; errors: readonly GraphqlProblem[] },
): Record<string, unknown> {
  const name = `${slug.owner}/${slug.name}`;
  const repository = record(record(data)?.repository);
  const [first] = errors;
  if (repository === null) {
    if (first?.type === "NOT_FOUND") {
      throw new Failure("repository-not-found", `Cannot find the repository ${name}`, {
        remedy: "Check the name, and that the token may read it (contents: read).",
      });
    }
    throw first === undefined ? brokenAnswer("lacks the repository") : graphqlError(first);
  }
  if (repository.isArchived === true) {
    throw new Failure("repository-archived", `Cannot run a cycle for ${name}: it is archived`, {
      remedy: "Unarchive it, or stop running cycles for it.",
    });
  }
  if (repository.isEmpty === true) {
    throw new Failure("repository-empty", `Cannot run a cycle for ${name}: it has no commits`, {
      remedy: "Push a first commit.",
    });
  }
  if (record(repository.defaultBranchRef) === null) {
    throw first === undefined ? brokenAnswer("lacks the default branch") : graphqlError(first);
  }
  return repository;
}
