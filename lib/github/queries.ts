/**
 * The GraphQL documents of the observation. One overview, one batch of checks, and pages of whatever
 * did not fit; each is valid against GitHub's published schema (the emulator's tests see to it).
 * @module
 */

import { FILE, STATE_FIELDS, STATE_VARIABLES } from "./state_fields.ts";

const COMMIT = `
fragment CommitFields on Commit {
  id oid committedDate messageHeadline url changedFilesIfAvailable
  parents(first: 1) { nodes { oid } }
}`;

const ISSUES = `
fragment IssueFields on Issue {
  id number url title body state createdAt updatedAt closedAt viewerDidAuthor
  author { login }
  labels(first: 100) { nodes { name } }
  assignees(first: 20) { nodes { login } }
}`;

const BRANCHES = `
fragment BranchFields on Ref { name target { __typename ...CommitFields } }`;

const TAGS = `
fragment TagFields on Ref {
  name
  target {
    __typename
    ...CommitFields
    ... on Tag {
      tagger { date }
      target { __typename ...CommitFields ... on Tag { target { __typename ...CommitFields } } }
    }
  }
}`;

const COMMENTS = `
fragment CommentFields on Issue {
  comments(last: 100, before: $before) {
    totalCount pageInfo { hasPreviousPage startCursor } nodes { databaseId body viewerDidAuthor }
  }
}`;

const RUNS = `
fragment CheckRunFields on CheckRun { databaseId name status conclusion startedAt completedAt permalink }`;

const CHECKS = `${RUNS}
fragment CheckSuiteFields on CheckSuite {
  id status conclusion createdAt updatedAt
  app { slug }
  workflowRun { databaseId runNumber event url createdAt workflow { name resourcePath } }
  checkRuns(first: 50, filterBy: { checkType: ALL }) {
    pageInfo { hasNextPage endCursor } nodes { ...CheckRunFields }
  }
}`;

/** Lists of the repository that may need further pages, by their names in the answers. */
export type ListName = "history" | "branches" | "tags" | "open" | "closed";

/** A list in a query. */
interface ListText {
  /** Declarations of the variables that it uses. */
  readonly variables: readonly string[];
  /** The list with one of its pages. */
  readonly field: (page: string) => string;
  /** Fragments that it uses. */
  readonly fragments: readonly string[];
}

const PAGE = "pageInfo { hasNextPage endCursor }";
const LISTS: Readonly<Record<ListName, ListText>> = {
  history: {
    variables: ["$head: GitObjectID!"],
    field: (page) =>
      `history: object(oid: $head) { ... on Commit { history(${page}) { ${PAGE} nodes { ...CommitFields } } } }`,
    fragments: [COMMIT],
  },
  branches: {
    variables: ["$branches: String!"],
    field: (page) =>
      `branches: refs(refPrefix: "refs/heads/", query: $branches, ${page}, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) { ${PAGE} nodes { ...BranchFields } }`,
    fragments: [COMMIT, BRANCHES],
  },
  tags: {
    variables: [],
    field: (page) =>
      `tags: refs(refPrefix: "refs/tags/", ${page}, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) { ${PAGE} nodes { ...TagFields } }`,
    fragments: [COMMIT, TAGS],
  },
  open: {
    variables: ["$labels: [String!]!"],
    field: (page) =>
      `open: issues(states: [OPEN], labels: $labels, ${page}, orderBy: { field: CREATED_AT, direction: ASC }) { totalCount ${PAGE} nodes { ...IssueFields } }`,
    fragments: [ISSUES],
  },
  closed: {
    variables: ["$labels: [String!]!", "$closedSince: DateTime!"],
    field: (page) =>
      `closed: issues(states: [CLOSED], labels: $labels, filterBy: { since: $closedSince }, ${page}, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount ${PAGE} nodes { ...IssueFields } }`,
    fragments: [ISSUES],
  },
};

/**
 * Everything but the checks. State files are read through `HEAD:` or `refs/heads/…:` expressions in
 * the same query as the branch head, so that both belong to one moment.
 */
export const OVERVIEW = `
query Overview(
  $owner: String!, $name: String!, $labels: [String!]!, $closedSince: DateTime!, $branches: String!,
  ${STATE_VARIABLES}
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    id nameWithOwner url isArchived isEmpty
    defaultBranchRef {
      name
      target { ... on Commit { oid history(first: 50) { pageInfo { hasNextPage endCursor } nodes { ...CommitFields } } } }
    }
    ${LISTS.branches.field("first: 100")}
    ${LISTS.tags.field("first: 100")}
    ${LISTS.open.field("first: 100")}
    ${LISTS.closed.field("first: 100")}
    stateRef: ref(qualifiedName: $stateRef) { target { oid } }
    ${STATE_FIELDS}
    codeownersGithub: object(expression: "HEAD:.github/CODEOWNERS") ${FILE}
    codeownersRoot: object(expression: "HEAD:CODEOWNERS") ${FILE}
    codeownersDocs: object(expression: "HEAD:docs/CODEOWNERS") ${FILE}
  }
}
${COMMIT}${BRANCHES}${TAGS}${ISSUES}`;

/**
 * Further pages of lists of the overview, all in one query: the cursors are `$tagsAfter` and so on, and
 * the history goes on from the commit `$head`.
 * @param lists one at least, each once
 */
export function furtherPages(lists: readonly ListName[]): string {
  const texts = lists.map((name) => LISTS[name]);
  const variables = new Set([
    ...texts.flatMap((text) => text.variables),
    ...lists.map((name) => `$${name}After: String`),
  ]);
  const fields = lists.map((name) => LISTS[name].field(`first: 100, after: $${name}After`));
  return `
query FurtherPages($owner: String!, $name: String!, ${[...variables].join(", ")}) {
  repository(owner: $owner, name: $name) {
    ${fields.join("\n    ")}
  }
}
${[...new Set(texts.flatMap(({ fragments }) => fragments))].join("")}`;
}

/** The CI results of up to ten commits, by node id. */
export const CHECKS_OF_COMMITS = `
query ChecksOfCommits($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Commit {
      oid
      checkSuites(first: 30) { pageInfo { hasNextPage endCursor } nodes { ...CheckSuiteFields } }
      status { contexts { context state createdAt targetUrl } }
    }
  }
}
${CHECKS}`;

/** A further page of one commit's check suites. */
export const SUITE_PAGE = `
query SuitePage($id: ID!, $after: String) {
  node(id: $id) {
    ... on Commit { checkSuites(first: 30, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...CheckSuiteFields } } }
  }
}
${CHECKS}`;

/** A further page of one suite's check runs. */
export const RUN_PAGE = `
query RunPage($id: ID!, $after: String) {
  node(id: $id) {
    ... on CheckSuite {
      checkRuns(first: 100, after: $after, filterBy: { checkType: ALL }) { pageInfo { hasNextPage endCursor } nodes { ...CheckRunFields } }
    }
  }
}
${RUNS}`;

/**
 * Issues by number in one request: for issues that state names and the lists lack.
 * @param numbers positive whole numbers, at most 100
 */
export function issuesByNumber(numbers: readonly number[]): string {
  const fields = numbers.map((number) => `i${number}: issue(number: ${number}) { ...IssueFields }`);
  return `
query IssuesByNumber($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { ${fields.join(" ")} }
}
${ISSUES}`;
}

/**
 * The newest comments of several issues in one request.
 * @param numbers positive whole numbers, at most twenty: their comments may be long
 */
export function newestComments(numbers: readonly number[]): string {
  const fields = numbers.map((number) =>
    `i${number}: issue(number: ${number}) { ...CommentFields }`
  );
  return `
query NewestComments($owner: String!, $name: String!, $before: String) {
  repository(owner: $owner, name: $name) { ${fields.join(" ")} }
}
${COMMENTS}`;
}

/** A page of one issue's comments, newest first: read before a comment is posted, so that none is posted twice. */
export const COMMENTS_OF_ISSUE = `
query CommentsOfIssue($owner: String!, $name: String!, $number: Int!, $before: String) {
  repository(owner: $owner, name: $name) { issue(number: $number) { ...CommentFields } }
}
${COMMENTS}`;

/** The state files again, with the head they belong to: after a lost race. */
export const STATE_FILES = `
query StateFiles(
  $owner: String!, $name: String!,
  ${STATE_VARIABLES}
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid } }
    stateRef: ref(qualifiedName: $stateRef) { target { oid } }
    ${STATE_FIELDS}
  }
}`;

/** Commits the state files, guarded by the head at which they were read. */
export const COMMIT_STATE = `
mutation CommitState($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}`;

/**
 * The head of a branch, and files as they stand there: did a commit take effect?
 * @param files one entry for each of the variables `$f0`, `$f1`, … (`refs/heads/main:path`)
 */
export function headWithFiles(files: readonly unknown[]): string {
  const variables = files.map((_, index) => `, $f${index}: String!`).join("");
  const fields = files.map((_, index) => `f${index}: object(expression: $f${index}) ${FILE}`);
  return `
query HeadWithFiles($owner: String!, $name: String!, $branch: String!${variables}) {
  repository(owner: $owner, name: $name) {
    head: ref(qualifiedName: $branch) { target { ... on Commit { oid url message parents(first: 1) { nodes { oid } } } } }
    ${fields.join("\n    ")}
  }
}`;
}
