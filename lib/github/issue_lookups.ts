/**
 * Lookups: did a write to an issue take effect? Each asks by number or by our marker, and where a list
 * is asked its answer counts only when a second kind of read agrees, because lists lag and lie.
 * @module
 */

import { BLOCKER_MARKER } from "../blockers/ownership.ts";
import { messageOf } from "../failure.ts";
import type { IssueFacts } from "../observation/observation.ts";
import { findMarkers } from "../report/marker.ts";
import { brokenAnswer, graphqlError, type GraphqlProblem } from "./answers.ts";
import type { Client } from "./client.ts";
import { COMMENTS_OF_ISSUE, issuesByNumber, newestComments } from "./queries.ts";
import { issueOf, nodesOf, record, type Slug, textOf } from "./shapes.ts";

/** Kind of the marker that names a comment for good. */
export const COMMENT_MARKER = "comment";

/** Numbers that are asked for beyond the newest known one, at once. */
const BEYOND = 10;
/** How often that is done before the lists are said to be unusable. */
const ROUNDS = 5;
/** Issues whose comments are asked for at once. */
const ISSUES_PER_QUERY = 20;
/** Pages of a hundred comments that are looked through, newest first. */
const COMMENT_PAGES = 5;

/** A place and who we are there. */
export interface Place {
  /** The repository. */
  readonly slug: Slug;
  /** Login behind the token; empty when unknown. */
  readonly viewer: string;
}

/**
 * Issues by number; those that do not exist (any more), and pull requests, are left out.
 * @throws {AnswerError} when GitHub cannot tell
 */
export async function issuesAt(
  client: Client,
  slug: Slug,
  numbers: readonly number[],
): Promise<IssueFacts[]> {
  const { data, errors } = await client.graphql(issuesByNumber(numbers), { ...slug });
  const other = errors.find(({ type }) => type !== "NOT_FOUND");
  if (other !== undefined) throw graphqlError(other);
  const repository = record(record(data)?.repository);
  if (repository === null) throw brokenAnswer("lacks the repository");
  return numbers.map((number) => record(repository[`i${number}`])).filter((issue) => issue !== null)
    .map(issueOf);
}

/** One issue by number; null when it does not exist, or not yet. */
export async function issueAt(
  client: Client,
  slug: Slug,
  number: number,
): Promise<IssueFacts | null> {
  return (await issuesAt(client, slug, [number]))[0] ?? null;
}

/** An issue as the answer to its creation names it. */
export interface Created {
  /** As people write it, `#123`. */
  readonly number: number;
  /** GraphQL node id. */
  readonly id: string;
  /** Page of the issue. */
  readonly url: string;
}

/**
 * The open issue of ours that carries the fingerprint and was not known before it was created. The list
 * of issues may lag behind, so what lies beyond the newest number is asked for by number as well.
 * @throws {AnswerError} when GitHub cannot tell
 */
export async function createdIssue(
  client: Client,
  { slug, viewer }: Place,
  { fingerprint, known }: { fingerprint: string; known: ReadonlySet<number> },
): Promise<Created | null> {
  const { data } = await client.rest.issues.listForRepo({
    owner: slug.owner,
    repo: slug.name,
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  if (!Array.isArray(data)) throw brokenAnswer("is not a list of issues");
  const listed = data.find((issue) =>
    issue.state === "open" && !known.has(issue.number) && isViewer(issue.user?.login, viewer) &&
    findMarkers(issue.body ?? "", BLOCKER_MARKER).includes(fingerprint)
  );
  if (listed !== undefined) {
    return { number: listed.number, id: listed.node_id, url: listed.html_url };
  }
  let newest = Math.max(0, ...known, ...data.map(({ number }) => number));
  for (let round = 0; round < ROUNDS; round++) {
    const beyond = Array.from({ length: BEYOND }, (_, index) => newest + index + 1);
    const issues = await issuesAt(client, slug, beyond);
    const created = issues.find((issue) =>
      issue.viewer_did_author && issue.state === "open" &&
      findMarkers(issue.body, BLOCKER_MARKER).includes(fingerprint)
    );
    if (created !== undefined) return created;
    const highest = Math.max(newest, ...issues.map(({ number }) => number));
    if (highest === newest) return null;
    newest = highest;
  }
  throw brokenAnswer("to a list of issues lacks dozens of them");
}

/** A comment of ours by its key. */
export interface Wanted {
  /** The repository. */
  readonly slug: Slug;
  /** Number of the issue that carries the comment. */
  readonly issue: number;
  /** As the action has it: it names the comment for good. */
  readonly key: string;
}

/**
 * The comment of ours that carries the key, as GraphQL shows it; null when none does.
 * @throws {AnswerError} `missing` when there is no such issue
 */
export async function postedComment(client: Client, wanted: Wanted): Promise<number | null> {
  const found = await olderComment(client, wanted);
  return found === null ? null : Number(found.databaseId);
}

/**
 * Texts of our comments by the number of their issue, null where there is no such comment. An issue that
 * does not exist any more is left out, and so is one of which GitHub cannot tell: it takes no other with it.
 * @param keys key of the one comment that is looked for, by issue
 * @throws {AnswerError} when GitHub cannot tell of any
 */
export async function bodiesOfComments(
  client: Client,
  slug: Slug,
  keys: ReadonlyMap<number, string>,
): Promise<Map<number, string | null>> {
  const bodies = new Map<number, string | null>();
  const failed: { what: string; error: unknown }[] = [];
  const wanted = [...keys];
  for (let at = 0; at < wanted.length; at += ISSUES_PER_QUERY) {
    const batch = wanted.slice(at, at + ISSUES_PER_QUERY);
    const numbers = batch.map(([number]) => number);
    try {
      const newest = await newestOf(client, slug, numbers);
      for (const [issue, key] of batch) {
        try {
          const answer = newest(issue);
          if (answer !== null) {
            bodies.set(issue, await bodyOfComment(client, answer, { slug, issue, key }));
          }
        } catch (error) {
          failed.push({ what: `#${issue}`, error });
        }
      }
    } catch (error) {
      failed.push({ what: numbers.map((number) => `#${number}`).join(", "), error });
    }
  }
  if (bodies.size === 0 && failed[0] !== undefined) throw failed[0].error;
  for (const { what, error } of failed) {
    client.log(`Cannot read the comments of ${what}: ${messageOf(error)}`);
  }
  return bodies;
}

/**
 * The newest comments of issues: hands back what tells them of one issue, null when it is gone, and throws
 * where GitHub could not read it.
 * @throws {AnswerError} when GitHub cannot tell of any
 */
async function newestOf(
  client: Client,
  slug: Slug,
  numbers: readonly number[],
): Promise<(issue: number) => Record<string, unknown> | null> {
  const { data, errors } = await client.graphql(newestComments(numbers), slug);
  const problems = new Map<unknown, GraphqlProblem>();
  for (const problem of errors) {
    if (problem.type === "NOT_FOUND") continue;
    const name = problem.path?.[1];
    if (name === undefined) throw graphqlError(problem);
    problems.set(name, problem);
  }
  const repository = record(record(data)?.repository);
  if (repository === null) throw brokenAnswer("lacks the repository");
  return (issue) => {
    const problem = problems.get(`i${issue}`);
    if (problem !== undefined) throw graphqlError(problem);
    return record(repository[`i${issue}`]);
  };
}

/** Text of our comment with the key, among the newest of an issue or older ones; null when there is none. */
async function bodyOfComment(
  client: Client,
  newest: Record<string, unknown>,
  wanted: Wanted,
): Promise<string | null> {
  const { posted, before } = ownIn(newest, { key: wanted.key, complete: true });
  const found = posted ??
    (before === null
      ? null
      : await olderComment(client, { ...wanted, before, pages: COMMENT_PAGES - 1 }));
  return found === null ? null : textOf(found.body);
}

/** Our comment with the key, on at most so many pages before a cursor, or from the newest on. */
async function olderComment(
  client: Client,
  { slug, issue, key, before = null, pages = COMMENT_PAGES }: Wanted & {
    before?: string | null;
    pages?: number;
  },
): Promise<Record<string, unknown> | null> {
  let cursor = before;
  for (let page = 0; page < pages; page++) {
    const answer = await client.graphql(COMMENTS_OF_ISSUE, {
      ...slug,
      number: issue,
      before: cursor,
    });
    if (answer.errors[0] !== undefined) throw graphqlError(answer.errors[0]);
    const read = record(record(record(answer.data)?.repository)?.issue);
    const { posted, before } = ownIn(read, { key, complete: cursor === null });
    if (posted !== null || before === null) return posted;
    cursor = before;
  }
  return null;
}

/**
 * Our comment with the key on a page of an issue's comments, and the cursor of the page before it; null
 * where there is none.
 * @param options `complete`: a page that no other comes before must show as many as there are
 * @throws {AnswerError} when it is no page
 */
function ownIn(
  issue: Record<string, unknown> | null,
  { key, complete }: { key: string; complete: boolean },
): { posted: Record<string, unknown> | null; before: string | null } {
  const comments = record(issue?.comments);
  if (!Array.isArray(comments?.nodes)) throw brokenAnswer("lacks the comments");
  const posted = nodesOf(comments).find((comment) =>
    comment.viewerDidAuthor === true &&
    findMarkers(textOf(comment.body), COMMENT_MARKER).includes(key)
  ) ?? null;
  const info = record(comments.pageInfo);
  if (info?.hasPreviousPage === true) return { posted, before: textOf(info.startCursor) };
  const total = typeof comments.totalCount === "number" ? comments.totalCount : 0;
  if (posted === null && complete && comments.nodes.length < total) {
    throw brokenAnswer("left comments out");
  }
  return { posted, before: null };
}

/** The same by REST: the second opinion after a write whose outcome is unknown. */
export async function listedComment(
  client: Client,
  { slug, viewer }: Place,
  { issue, key }: { issue: number; key: string },
): Promise<number | null> {
  for (let page = 1;; page++) {
    const { data } = await client.rest.issues.listComments({
      owner: slug.owner,
      repo: slug.name,
      issue_number: issue,
      per_page: 100,
      page,
    });
    if (!Array.isArray(data)) throw brokenAnswer("is not a list of comments");
    const posted = data.find(({ body, user }) =>
      isViewer(user?.login, viewer) && findMarkers(body ?? "", COMMENT_MARKER).includes(key)
    );
    if (posted !== undefined) return posted.id;
    if (data.length < 100) return null;
  }
}

/** True for the login behind the token; a bot's ends in `[bot]` in some answers and not in others. */
export function isViewer(login: string | undefined, viewer: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replace(/\[bot\]$/, "");
  return login !== undefined && bare(login) === bare(viewer);
}
