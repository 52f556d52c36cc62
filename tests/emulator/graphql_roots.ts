/**
 * The roots of the GraphQL API: the viewer, the repository, nodes by id, and the one mutation.
 * @module
 */

import { addCommit } from "./changes.ts";
import { resolveCommit } from "./git.ts";
import {
  blobObject,
  commitObject,
  issueObject,
  modelled,
  page,
  type Realm,
  suiteObject,
  tagTarget,
} from "./graphql_objects.ts";
import { HubError, type PageArguments } from "./graphql_pages.ts";
import { nodeId, readNodeId, webUrl } from "./identity.ts";
import type { IssueRecord } from "./world.ts";

/** The object that queries and mutations start from. */
export function rootObject(realm: Realm): object {
  const { world } = realm;
  return {
    viewer: {
      __typename: "User",
      id: nodeId("user", world.viewer.login),
      login: world.viewer.login,
    },
    repository: (args: { owner: string; name: string }) => {
      const { owner, name } = world.repository;
      if (`${args.owner}/${args.name}`.toLowerCase() === `${owner}/${name}`.toLowerCase()) {
        return repositoryObject(realm);
      }
      throw new HubError(
        "NOT_FOUND",
        `Could not resolve to a Repository with the name '${args.owner}/${args.name}'.`,
      );
    },
    node: (args: { id: string }) => nodeObject(realm, args.id),
    nodes: (args: { ids: string[] }) => args.ids.map((id) => nodeOrError(realm, id)),
    createCommitOnBranch: (args: { input: CommitInput }) => createCommit(realm, args.input),
  };
}

/** One bad id leaves a null and an error; the other nodes are answered. */
function nodeOrError(realm: Realm, id: string): object | Error {
  try {
    return nodeObject(realm, id);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function nodeObject(realm: Realm, id: string): object {
  const { world } = realm;
  const named = readNodeId(id);
  const key = named?.key ?? "";
  if (named?.kind === "commit" && world.commits[key]) {
    return commitObject(realm, world.commits[key]);
  }
  if (named?.kind === "issue" && world.issues[key]) return issueObject(realm, world.issues[key]);
  if (named?.kind === "suite") {
    const [sha = "", suiteId] = key.split("/");
    const suite = world.suites[sha]?.find((each) => String(each.id) === suiteId);
    if (suite) return suiteObject(realm, { sha, suite });
  }
  if (named?.kind === "repository") return repositoryObject(realm);
  throw new HubError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function repositoryObject(realm: Realm): object {
  const { world } = realm;
  const { owner, name, default_branch } = world.repository;
  return {
    __typename: "Repository",
    id: nodeId("repository", `${owner}/${name}`),
    name,
    nameWithOwner: `${owner}/${name}`,
    url: webUrl(world),
    isPrivate: world.repository.private,
    isArchived: world.repository.archived ?? false,
    isEmpty: Object.keys(world.commits).length === 0,
    hasIssuesEnabled: world.repository.issues ?? true,
    viewerPermission: world.viewer.permission ?? "WRITE",
    labels: (args: PageArguments & Record<string, unknown>) => {
      modelled("Repository.labels", args, ["orderBy"]);
      return page(realm, args, {
        name: "labels",
        items: Object.values(world.labels),
        key: (label) => label.name,
        node: ({ name, color, description }) => ({ __typename: "Label", name, color, description }),
      });
    },
    defaultBranchRef: () => refObject(realm, `refs/heads/${default_branch}`),
    ref: (args: { qualifiedName: string }) => refObject(realm, args.qualifiedName),
    refs: (args: RefsArguments) => refs(realm, args),
    object: (args: { expression?: string; oid?: string }) => gitObject(realm, args),
    issues: (args: IssuesArguments) => issues(realm, args),
    issue: (args: { number: number }) => {
      const issue = world.issues[args.number];
      if (issue?.kind === "issue") return issueObject(realm, issue);
      throw new HubError(
        "NOT_FOUND",
        `Could not resolve to an Issue with the number of ${args.number}.`,
      );
    },
  };
}

type RefsArguments = PageArguments & {
  refPrefix: string;
  query?: string;
  orderBy?: { field: string; direction: string };
};

/** Branches or tags. `TAG_COMMIT_DATE` orders by the date of the commit behind the name. */
function refs(realm: Realm, args: RefsArguments): object {
  modelled("Repository.refs", args, ["refPrefix", "query", "orderBy"]);
  const { world } = realm;
  const heads = args.refPrefix === "refs/heads/";
  if (!heads && args.refPrefix !== "refs/tags/") {
    throw new HubError("NOT_MODELLED", `emulator: refPrefix ${args.refPrefix} is not modelled`);
  }
  const commitOf = (name: string): string | undefined =>
    heads ? world.branches[name]?.head : world.tags[name]?.commit;
  const dateOf = (name: string): string => world.commits[commitOf(name) ?? ""]?.committed_at ?? "";
  const names = Object.keys(heads ? world.branches : world.tags)
    .filter((name) => name.includes(args.query ?? ""))
    .sort();
  if (args.orderBy?.field === "TAG_COMMIT_DATE") {
    names.sort((a, b) => dateOf(a).localeCompare(dateOf(b)));
  }
  if (args.orderBy?.direction === "DESC") names.reverse();
  return page(realm, args, {
    name: "refs",
    items: names,
    key: (name) => name,
    node: (name) => refObject(realm, args.refPrefix + name) ?? {},
  });
}

/** A branch or tag by its qualified name, with or without `refs/`; null when there is none. */
function refObject(realm: Realm, qualifiedName: string): object | null {
  const { world } = realm;
  const short = qualifiedName.replace(/^refs\//, "");
  const branch = short.replace(/^heads\//, "");
  const tagName = short.replace(/^tags\//, "");
  const head = short.startsWith("tags/") ? undefined : world.branches[branch]?.head;
  const commit = head === undefined ? undefined : world.commits[head];
  if (commit) {
    return {
      __typename: "Ref",
      id: nodeId("ref", `heads/${branch}`),
      name: branch,
      prefix: "refs/heads/",
      target: () => commitObject(realm, commit),
      ...protectionOf(realm, branch),
    };
  }
  const tag = world.tags[tagName];
  if (!tag || short.startsWith("heads/")) return null;
  return {
    __typename: "Ref",
    id: nodeId("ref", `tags/${tagName}`),
    name: tagName,
    prefix: "refs/tags/",
    target: () => tagTarget(realm, { name: tagName, tag }),
  };
}

/** What is told of a branch's protection: a rule of its own, and the rules of rulesets. */
function protectionOf(realm: Realm, branch: string): object {
  const protection = realm.world.branches[branch]?.protection;
  const rules = protection === "ruleset" ? ["DELETION", "PULL_REQUEST"] : [];
  return {
    refUpdateRule: protection !== "branch protection" ? null : {
      __typename: "RefUpdateRule",
      viewerCanPush: true,
      requiredApprovingReviewCount: 1,
      requiredStatusCheckContexts: [],
    },
    rules: (args: PageArguments & Record<string, unknown>) => {
      modelled("Ref.rules", args, ["orderBy"]);
      return page(realm, args, {
        name: "rules",
        items: rules,
        key: (type) => type,
        node: (type) => ({ __typename: "RepositoryRule", type }),
      });
    },
  };
}

/** A commit by name, or with `name:path` the text file at that path; null when there is none. */
function gitObject(realm: Realm, args: { expression?: string; oid?: string }): object | null {
  const { world } = realm;
  const expression = args.expression ?? args.oid ?? "";
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  if (colon < 0) {
    const commit = resolveCommit(world, name);
    return commit ? commitObject(realm, commit) : null;
  }
  const branch = name === "HEAD"
    ? world.repository.default_branch
    : name.replace(/^(refs\/)?heads\//, "");
  const text = world.branches[branch]?.files[expression.slice(colon + 1)];
  return text === undefined ? null : blobObject(text);
}

type IssuesArguments = PageArguments & {
  states?: string[];
  labels?: string[];
  filterBy?: { since?: string } & Record<string, unknown>;
  orderBy?: { field: string; direction: string };
};

/** Issues without pull requests. Several labels mean any of them, other than in REST. */
function issues(realm: Realm, args: IssuesArguments): object {
  modelled("Repository.issues", args, ["states", "labels", "filterBy", "orderBy"]);
  modelled("IssueFilters", args.filterBy ?? {}, ["since", "viewerSubscribed"]);
  const since = args.filterBy?.since ? Date.parse(args.filterBy.since) : -Infinity;
  const labels = new Set(args.labels?.map((label) => label.toLowerCase()));
  const found = Object.values(realm.world.issues).filter((issue) =>
    issue.kind === "issue" &&
    (!args.states || args.states.includes(issue.state.toUpperCase())) &&
    (!args.labels || issue.labels.some((label) => labels.has(label.toLowerCase()))) &&
    (since === -Infinity || Date.parse(issue.updated_at) >= since)
  );
  sortIssues(found, args.orderBy ?? { field: "CREATED_AT", direction: "ASC" });
  return page(realm, args, {
    name: "issues",
    items: found,
    key: (issue) => String(issue.number),
    node: (issue) => issueObject(realm, issue),
  });
}

function sortIssues(list: IssueRecord[], order: { field: string; direction: string }): void {
  const sign = order.direction === "DESC" ? -1 : 1;
  const key = (issue: IssueRecord): string | number =>
    order.field === "UPDATED_AT"
      ? issue.updated_at
      : order.field === "COMMENTS"
      ? issue.comments.length
      : issue.created_at;
  list.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return sign * (x < y ? -1 : x > y ? 1 : a.number - b.number);
  });
}

interface CommitInput {
  branch: { id?: string; repositoryNameWithOwner?: string; branchName?: string };
  expectedHeadOid: string;
  message: { headline: string; body?: string };
  fileChanges?: {
    additions?: { path: string; contents: string }[];
    deletions?: { path: string }[];
  };
  clientMutationId?: string;
}

/** Commits files to a branch, if the branch still stands where the caller believes. */
function createCommit(realm: Realm, input: CommitInput): object {
  const { world } = realm;
  const name = branchOf(realm, input.branch);
  const branch = world.branches[name];
  if (!branch) {
    throw new HubError("NOT_FOUND", `No such branch '${name}' in the repository.`);
  }
  if (branch.protection === "branch protection") {
    throw new HubError(
      "BRANCH_PROTECTION_RULE_VIOLATION",
      `protected branch '${name}' check failed:\n At least 1 approving review is required by reviewers with write access.`,
    );
  }
  if (branch.protection === "ruleset") {
    throw new HubError(
      "UNPROCESSABLE",
      "Repository rule violations found\n\nChanges must be made through a pull request.\n\n",
    );
  }
  if (branch.head !== input.expectedHeadOid) {
    throw new HubError(
      "STALE_DATA",
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    );
  }
  const additions = input.fileChanges?.additions ?? [];
  const deletions = input.fileChanges?.deletions ?? [];
  for (const { path } of deletions) {
    if (branch.files[path] !== undefined) continue;
    throw new HubError(
      "UNPROCESSABLE",
      `A file that was requested to be deleted was not found: ${path}`,
    );
  }
  for (const { path } of deletions) delete branch.files[path];
  for (const { path, contents } of additions) branch.files[path] = decode(contents);
  const { headline, body } = input.message;
  const commit = addCommit(world, name, {
    by: world.viewer.login,
    message: body ? `${headline}\n\n${body}` : headline,
    files: [...additions, ...deletions].map((file) => file.path),
  });
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: commitObject(realm, commit),
    ref: () => refObject(realm, `refs/heads/${name}`),
  };
}

function branchOf(realm: Realm, branch: CommitInput["branch"]): string {
  const { owner, name } = realm.world.repository;
  const node = branch.id === undefined ? undefined : readNodeId(branch.id);
  if (node?.kind === "ref") return node.key.replace(/^heads\//, "");
  if (branch.repositoryNameWithOwner?.toLowerCase() !== `${owner}/${name}`.toLowerCase()) {
    throw new HubError(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${branch.repositoryNameWithOwner}'.`,
    );
  }
  return (branch.branchName ?? "").replace(/^refs\/heads\//, "");
}

function decode(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  } catch {
    throw new HubError("UNPROCESSABLE", "File contents must be encoded in Base64.");
  }
}
