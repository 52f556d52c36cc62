/**
 * The GraphQL documents of the observation. One overview, one batch of checks, and pages of whatever
 * did not fit; each is valid against GitHub's published schema (the emulator's tests see to it).
 * @module
 */

const FILE = `{ __typename ... on Blob { text isTruncated isBinary } }`;

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

/**
 * Everything but the checks. State files are read through `HEAD:` or `refs/heads/…:` expressions in
 * the same query as the branch head, so that both belong to one moment.
 */
export const OVERVIEW = `
query Overview(
  $owner: String!, $name: String!, $labels: [String!]!, $closedSince: DateTime!, $branches: String!,
  $stateRef: String!, $blockers: String!, $digest: String!, $handoff: String!, $triage: String!,
  $observation: String!
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    id nameWithOwner url isArchived isEmpty
    defaultBranchRef {
      name
      target { ... on Commit { oid history(first: 50) { pageInfo { hasNextPage endCursor } nodes { ...CommitFields } } } }
    }
    branches: refs(refPrefix: "refs/heads/", query: $branches, first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor } nodes { ...BranchFields }
    }
    tags: refs(refPrefix: "refs/tags/", first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor } nodes { ...TagFields }
    }
    open: issues(states: [OPEN], labels: $labels, first: 100, orderBy: { field: CREATED_AT, direction: ASC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueFields }
    }
    closed: issues(states: [CLOSED], labels: $labels, filterBy: { since: $closedSince }, first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueFields }
    }
    stateRef: ref(qualifiedName: $stateRef) { target { oid } }
    blockers: object(expression: $blockers) ${FILE}
    digest: object(expression: $digest) ${FILE}
    handoff: object(expression: $handoff) ${FILE}
    triage: object(expression: $triage) ${FILE}
    observation: object(expression: $observation) ${FILE}
    codeownersGithub: object(expression: "HEAD:.github/CODEOWNERS") ${FILE}
    codeownersRoot: object(expression: "HEAD:CODEOWNERS") ${FILE}
    codeownersDocs: object(expression: "HEAD:docs/CODEOWNERS") ${FILE}
  }
}
${COMMIT}${BRANCHES}${TAGS}${ISSUES}`;

/** A further page of the default branch's history, from the commit with node id `$id`. */
export const HISTORY_PAGE = `
query HistoryPage($id: ID!, $after: String) {
  node(id: $id) { ... on Commit { history(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...CommitFields } } } }
}
${COMMIT}`;

/** A further page of branches. */
export const BRANCH_PAGE = `
query BranchPage($owner: String!, $name: String!, $branches: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    branches: refs(refPrefix: "refs/heads/", query: $branches, first: 100, after: $after, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor } nodes { ...BranchFields }
    }
  }
}
${COMMIT}${BRANCHES}`;

/** A further page of tags. */
export const TAG_PAGE = `
query TagPage($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    tags: refs(refPrefix: "refs/tags/", first: 100, after: $after, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor } nodes { ...TagFields }
    }
  }
}
${COMMIT}${TAGS}`;

/** A further page of open issues. */
export const OPEN_PAGE = `
query OpenPage($owner: String!, $name: String!, $labels: [String!]!, $after: String) {
  repository(owner: $owner, name: $name) {
    page: issues(states: [OPEN], labels: $labels, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueFields }
    }
  }
}
${ISSUES}`;

/** A further page of recently closed issues. */
export const CLOSED_PAGE = `
query ClosedPage($owner: String!, $name: String!, $labels: [String!]!, $closedSince: DateTime!, $after: String) {
  repository(owner: $owner, name: $name) {
    page: issues(states: [CLOSED], labels: $labels, filterBy: { since: $closedSince }, first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueFields }
    }
  }
}
${ISSUES}`;

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

/** A page of one issue's comments, newest first: read before a comment is posted, so that none is posted twice. */
export const COMMENTS_OF_ISSUE = `
query CommentsOfIssue($owner: String!, $name: String!, $number: Int!, $before: String) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      comments(last: 100, before: $before) {
        totalCount pageInfo { hasPreviousPage startCursor } nodes { databaseId body viewerDidAuthor }
      }
    }
  }
}`;

/** The state files again, with the head they belong to: after a lost race. */
export const STATE_FILES = `
query StateFiles(
  $owner: String!, $name: String!, $stateRef: String!,
  $blockers: String!, $digest: String!, $handoff: String!, $triage: String!,
  $observation: String!
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid } }
    stateRef: ref(qualifiedName: $stateRef) { target { oid } }
    blockers: object(expression: $blockers) ${FILE}
    digest: object(expression: $digest) ${FILE}
    handoff: object(expression: $handoff) ${FILE}
    triage: object(expression: $triage) ${FILE}
    observation: object(expression: $observation) ${FILE}
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
