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
import { type Paged, PagedList, readOn } from "./pages.ts";
import { furtherPages, type ListName, OVERVIEW } from "./queries.ts";
import { branchOf, commitOf, issueOf, pageOf, record, type Slug, tagOf, textOf } from "./shapes.ts";
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
  const branches = new PagedList<BranchFacts>("branches", {
    map: (node) => {
      const branch = branchOf(node);
      // a state branch whose name looks like a release branch ships nothing
      return branch?.name === request.state_branch ? null : branch;
    },
    key: ({ name }) => name,
    enough: (found) => branchesSuffice(found, policy),
  });
  const tags = new PagedList<TagFacts>("tags", {
    map: tagOf,
    key: ({ name }) => name,
    enough: (found) => tagsSuffice(found, policy),
  });
  const number = (issue: IssueFacts): number => issue.number;
  const open = new PagedList<IssueFacts>("open issues", { map: issueOf, key: number });
  const closed = new PagedList<IssueFacts>("recently closed issues", { map: issueOf, key: number });
  // back to the first commit that is not one of our state commits
  const history = new PagedList<CommitFacts>("history of the default branch", {
    map: commitOf,
    key: ({ sha }) => sha,
    enough: (commits) => newestOwnCommit(commits) !== null,
  });
  const lists = new Map<ListName, Paged>([
    ["branches", branches],
    ["tags", tags],
    ["open", open],
    ["closed", closed],
    ["history", history],
  ]);
  for (const [name, list] of lists) {
    list.take(() => pageOf(name === "history" ? record(head.target)?.history : repository[name]));
  }
  await readOn(lists, async (after) => {
    const names = [...after.keys()];
    const cursors = names.map((name) => [`${name}After`, after.get(name)]);
    const answer = await client.graphql(furtherPages(names), {
      ...variables,
      head: record(head.target)?.oid,
      ...Object.fromEntries(cursors),
    });
    if (answer.errors[0] !== undefined) throw graphqlError(answer.errors[0]);
    const further = record(record(answer.data)?.repository) ?? {};
    return (name) => pageOf(name === "history" ? record(further.history)?.history : further[name]);
  });
  for (const { gap } of lists.values()) if (gap !== null) gaps.push(gap);
  const issues = new Map([...closed.items, ...open.items].map((issue) => [issue.number, issue]));
  return {
    repository: {
      id: textOf(repository.id),
      full_name: textOf(repository.nameWithOwner),
      url: textOf(repository.url),
      default_branch,
    },
    viewer: textOf(record(record(data)?.viewer)?.login),
    observed_at: request.now.toString({ smallestUnit: "second" }),
    default_commits: history.items,
    branches: branches.items,
    tags: tags.items,
    issues: [...issues.values()].toSorted((a, b) => a.number - b.number),
    codeowners: codeownersOf(repository),
    // In a partial answer a state file that could not be read looks like one that does not exist.
    state: errors.length === 0
      ? stateOf(repository, { request, default_branch })
      : await readStateFiles(client, { slug, request, default_branch }),
  };
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
