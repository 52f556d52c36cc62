/**
 * The objects that GraphQL resolves, for everything below the repository. A field that is not written
 * here is not modelled, and asking for it is an error.
 * @module
 */

import { history } from "./git.ts";
import { actorLogin, isBot, issueUrl, nodeId, webUrl } from "./identity.ts";
import { HubError, type PageArguments, pageOf } from "./graphql_pages.ts";
import type {
  CheckRunRecord,
  CheckSuiteRecord,
  CommentRecord,
  CommitRecord,
  IssueRecord,
  TagRecord,
  World,
} from "./world.ts";

/** What objects are made from. */
export interface Realm {
  readonly world: World;
  readonly maxPageSize: number;
}

/** GitHub cuts texts of blobs at this many bytes. */
const BLOB_LIMIT = 512_000;

/** A commit. */
export function commitObject(realm: Realm, commit: CommitRecord): object {
  const { world } = realm;
  const [headline = "", ...rest] = commit.message.split("\n");
  return {
    __typename: "Commit",
    id: nodeId("commit", commit.sha),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    committedDate: commit.committed_at,
    authoredDate: commit.committed_at,
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join("\n").trim(),
    url: webUrl(world, `/commit/${commit.sha}`),
    changedFilesIfAvailable: commit.files.length,
    parents: (args: PageArguments) =>
      page(realm, args, {
        name: "parents",
        items: commit.parents.flatMap((sha) => world.commits[sha] ?? []),
        key: (parent) => parent.sha,
        node: (parent) => commitObject(realm, parent),
      }),
    history: (args: PageArguments & Record<string, unknown>) => {
      modelled("Commit.history", args, []);
      return page(realm, args, {
        name: "history",
        items: [...history(world, commit.sha)],
        key: (each) => each.sha,
        node: (each) => commitObject(realm, each),
      });
    },
    checkSuites: (args: PageArguments & Record<string, unknown>) => {
      modelled("Commit.checkSuites", args, []);
      return page(realm, args, {
        name: "checkSuites",
        items: world.suites[commit.sha] ?? [],
        key: (suite) => String(suite.id),
        node: (suite) => suiteObject(realm, { sha: commit.sha, suite }),
      });
    },
    status: () => statusObject(world, commit),
  };
}

/** The combined status of a commit; null when none was ever reported. */
function statusObject(world: World, commit: CommitRecord): object | null {
  const newest = new Map((world.statuses[commit.sha] ?? []).map((each) => [each.context, each]));
  if (newest.size === 0) return null;
  const states = [...newest.values()].map((status) => status.state);
  const state = states.includes("failure") || states.includes("error")
    ? "FAILURE"
    : states.includes("pending")
    ? "PENDING"
    : "SUCCESS";
  return {
    __typename: "Status",
    id: nodeId("commit", `status ${commit.sha}`),
    state,
    contexts: [...newest.values()].map((status) => ({
      __typename: "StatusContext",
      id: nodeId("commit", `status ${status.id}`),
      context: status.context,
      state: status.state.toUpperCase(),
      createdAt: status.created_at,
      targetUrl: status.target_url,
      description: status.description,
    })),
  };
}

/** A check suite of a commit. */
export function suiteObject(
  realm: Realm,
  of: { sha: string; suite: CheckSuiteRecord },
): object {
  const { world } = realm;
  const { suite, sha } = of;
  const run = suite.workflow_run;
  return {
    __typename: "CheckSuite",
    id: nodeId("suite", `${sha}/${suite.id}`),
    databaseId: suite.id,
    status: suite.status.toUpperCase(),
    conclusion: suite.conclusion?.toUpperCase() ?? null,
    createdAt: suite.created_at,
    updatedAt: suite.updated_at,
    url: webUrl(world, `/commit/${sha}/checks?check_suite_id=${suite.id}`),
    app: { slug: suite.app, name: suite.app },
    workflowRun: run && {
      databaseId: run.id,
      runNumber: run.run_number,
      event: run.event,
      url: webUrl(world, `/actions/runs/${run.id}`),
      createdAt: run.created_at,
      updatedAt: run.updated_at,
      workflow: {
        name: run.workflow.name,
        resourcePath: new URL(webUrl(world, `/actions/workflows/${run.workflow.file}`)).pathname,
      },
    },
    checkRuns: (args: PageArguments & { filterBy?: Record<string, unknown> }) => {
      modelled("CheckSuite.checkRuns", args, ["filterBy"]);
      modelled("CheckRunFilter", args.filterBy ?? {}, ["checkType"]);
      return page(realm, args, {
        name: "checkRuns",
        items: args.filterBy?.checkType === "ALL" ? suite.check_runs : latest(suite.check_runs),
        key: (each) => String(each.id),
        node: (each) => runObject(world, each),
      });
    },
  };
}

/** The newest run per name: what GitHub shows unless all attempts are asked for. */
function latest(runs: readonly CheckRunRecord[]): CheckRunRecord[] {
  const newest = new Map(runs.map((run) => [run.name, run]));
  return runs.filter((run) => newest.get(run.name) === run);
}

function runObject(world: World, run: CheckRunRecord): object {
  const url = webUrl(world, `/runs/${run.id}`);
  return {
    __typename: "CheckRun",
    id: nodeId("run", run.id),
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.started_at,
    completedAt: run.completed_at,
    permalink: url,
    url,
    detailsUrl: url,
  };
}

/** What a tag's reference points at: the commit, or the tag object that does. */
export function tagTarget(realm: Realm, named: { name: string; tag: TagRecord }): object | null {
  const commit = realm.world.commits[named.tag.commit];
  if (!commit) return null;
  if (!named.tag.annotated) return commitObject(realm, commit);
  return {
    __typename: "Tag",
    id: nodeId("tag", named.name),
    oid: nodeId("tag", named.name),
    name: named.name,
    tagger: { date: named.tag.tagged_at },
    target: () => commitObject(realm, commit),
  };
}

/** A text file. */
export function blobObject(text: string): object {
  const isTruncated = new TextEncoder().encode(text).length > BLOB_LIMIT;
  return {
    __typename: "Blob",
    text: isTruncated ? text.slice(0, BLOB_LIMIT) : text,
    isTruncated,
    isBinary: false,
    byteSize: new TextEncoder().encode(text).length,
  };
}

/** An issue. Pull requests are not issues here, other than in REST. */
export function issueObject(realm: Realm, issue: IssueRecord): object {
  const { world } = realm;
  return {
    __typename: "Issue",
    id: nodeId("issue", issue.number),
    number: issue.number,
    databaseId: issue.number,
    url: issueUrl(world, issue),
    title: issue.title,
    body: issue.body,
    state: issue.state.toUpperCase(),
    stateReason: issue.state_reason?.toUpperCase() ?? null,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    closedAt: issue.closed_at,
    closed: issue.state === "closed",
    viewerDidAuthor: issue.author === world.viewer.login,
    author: actorObject(issue.author),
    labels: (args: PageArguments & Record<string, unknown>) => {
      modelled("Issue.labels", args, ["orderBy"]);
      return page(realm, args, {
        name: "labels",
        items: issue.labels,
        key: (name) => name,
        node: (name) => ({
          __typename: "Label",
          id: nodeId("label", name.toLowerCase()),
          name,
          color: world.labels[name.toLowerCase()]?.color ?? "ededed",
        }),
      });
    },
    assignees: (args: PageArguments) =>
      page(realm, args, {
        name: "assignees",
        items: issue.assignees,
        key: (login) => login,
        node: (login) => ({ __typename: "User", id: nodeId("user", login), login }),
      }),
    comments: (args: PageArguments & Record<string, unknown>) => {
      modelled("Issue.comments", args, []);
      return page(realm, args, {
        name: "comments",
        items: issue.comments,
        key: (comment) => String(comment.id),
        node: (comment) => commentObject(world, { issue, comment }),
      });
    },
  };
}

function commentObject(world: World, of: { issue: IssueRecord; comment: CommentRecord }): object {
  const { comment } = of;
  return {
    __typename: "IssueComment",
    id: nodeId("comment", comment.id),
    databaseId: comment.id,
    body: comment.body,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    url: `${issueUrl(world, of.issue)}#issuecomment-${comment.id}`,
    viewerDidAuthor: comment.author === world.viewer.login,
    author: actorObject(comment.author),
  };
}

function actorObject(login: string | null): object | null {
  if (login === null) return null;
  return { __typename: isBot(login) ? "Bot" : "User", login: actorLogin(login) };
}

/** Pages a list with the realm's page size. */
export function page<T>(
  realm: Realm,
  args: PageArguments,
  list: {
    name: string;
    items: readonly T[];
    key: (item: T) => string;
    node: (item: T) => object;
  },
): object {
  return pageOf(list.items, args, { ...list, maxPageSize: realm.maxPageSize });
}

/** Refuses arguments that the emulator does not model, rather than ignoring them. */
export function modelled(
  where: string,
  args: object,
  known: readonly string[],
): void {
  const paging = ["first", "last", "after", "before"];
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === null) continue;
    if (known.includes(name) || paging.includes(name)) continue;
    throw new HubError("NOT_MODELLED", `emulator: argument ${name} of ${where} is not modelled`);
  }
}
