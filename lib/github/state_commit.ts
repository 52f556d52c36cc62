/**
 * Commits the state with a compare-and-swap, and finds out about a commit whose outcome is unknown: the
 * head tells whether it is ours.
 * @module
 */

import { brokenAnswer, graphqlError, type GraphqlProblem } from "./answers.ts";
import type { Client } from "./client.ts";
import type { CommitAnswer, StateCommit } from "./hub.ts";
import { COMMIT_STATE, headWithFiles } from "./queries.ts";
import { settle } from "./settle.ts";
import { nodesOf, record, type Slug, textOf } from "./shapes.ts";

/**
 * Commits, or answers `stale` when the branch has moved on.
 * @throws {Failure} exit 1, in words that name the remedy
 */
export async function commitFiles(
  client: Client,
  slug: Slug,
  commit: StateCommit,
): Promise<CommitAnswer> {
  let sent = 0;
  return await settle<CommitAnswer>(client, {
    what: `commit the state to ${commit.branch}`,
    permission: "contents: write",
    final: true,
    send: async () => {
      sent++;
      const answer = await send(client, slug, commit);
      // A commit that was thought lost may be what moved the branch.
      if (answer.kind === "stale" && sent > 1) return await ours(client, slug, commit) ?? answer;
      return answer;
    },
    look: () => ours(client, slug, commit),
  });
}

async function send(client: Client, slug: Slug, commit: StateCommit): Promise<CommitAnswer> {
  const [headline = "", , ...body] = commit.message.split("\n");
  const input = {
    branch: {
      repositoryNameWithOwner: `${slug.owner}/${slug.name}`,
      branchName: commit.branch,
    },
    expectedHeadOid: commit.expected_head,
    message: { headline, body: body.join("\n") },
    fileChanges: {
      additions: Object.entries(commit.files).map(([path, text]) => ({
        path,
        contents: new TextEncoder().encode(text).toBase64(),
      })),
    },
  };
  const { data, errors } = await client.graphql(COMMIT_STATE, { input }, {
    write: true,
    final: true,
  });
  if (errors.some(isStale)) return { kind: "stale" };
  if (errors[0] !== undefined) throw graphqlError(errors[0]);
  const made = record(record(record(data)?.createCommitOnBranch)?.commit);
  if (textOf(made?.oid) === "") throw brokenAnswer("lacks the commit");
  return { kind: "committed", sha: textOf(made?.oid), url: textOf(made?.url) };
}

/** GitHub answers a stale head with HTTP 200 and this error. */
function isStale({ type, message }: GraphqlProblem): boolean {
  return type === "STALE_DATA" || /^Expected branch to point to/.test(message);
}

/**
 * The commit at the head if it is the one we sent: made on the same parent, with the same message, and
 * leaving the same files. Null when it is not: then `expected_head` keeps a second one from being made.
 */
async function ours(
  client: Client,
  slug: Slug,
  commit: StateCommit,
): Promise<CommitAnswer | null> {
  const ref = `refs/heads/${commit.branch}`;
  const files = Object.entries(commit.files);
  const variables = Object.fromEntries(
    files.map(([path], index) => [`f${index}`, `${ref}:${path}`]),
  );
  const { data, errors } = await client.graphql(
    headWithFiles(files),
    { ...slug, branch: ref, ...variables },
    { final: true },
  );
  if (errors[0] !== undefined) throw graphqlError(errors[0]);
  const repository = record(record(data)?.repository);
  const head = record(record(repository?.head)?.target);
  if (repository === null || head === null) throw brokenAnswer(`lacks the branch ${commit.branch}`);
  const same = textOf(nodesOf(head.parents)[0]?.oid) === commit.expected_head &&
    textOf(head.message).trim() === commit.message.trim() &&
    files.every(([, text], index) => record(repository[`f${index}`])?.text === text);
  return same ? { kind: "committed", sha: textOf(head.oid), url: textOf(head.url) } : null;
}
