/**
 * What people and bots do to the world: the effects, without any check of what GitHub would refuse.
 * Each change stands at `world.now` and leaves an event with its author.
 * @module
 */

import { shaOf } from "./git.ts";
import { type CommentRecord, type CommitRecord, nextId } from "./world.ts";
import type { EventRecord, IssueRecord, LabelRecord, StateReason, World } from "./world.ts";

/** Assignees that GitHub keeps on one issue; the rest is dropped without a word. */
export const MAX_ASSIGNEES = 10;

/** An issue or pull request by number; throws when there is none. */
export function issueOf(world: World, number: number): IssueRecord {
  const issue = world.issues[number];
  if (!issue) throw new Error(`Cannot find #${number}: the world has no such issue`);
  return issue;
}

/** What a new issue or pull request is made of. */
export interface NewIssue {
  by: string | null;
  title: string;
  body?: string;
  labels?: readonly string[];
  assignees?: readonly string[];
  kind?: "issue" | "pull";
  /** Default: the next free one. */
  number?: number;
  /** Default: `world.now`. */
  at?: string;
}

/** Opens an issue or pull request. Labels that do not exist yet are made, as REST does. */
export function openIssue(world: World, issue: NewIssue): IssueRecord {
  const at = issue.at ?? world.now;
  const number = issue.number ?? world.counters.issue + 1;
  world.counters.issue = Math.max(world.counters.issue, number);
  const made: IssueRecord = {
    number,
    kind: issue.kind ?? "issue",
    title: issue.title,
    body: issue.body ?? "",
    state: "open",
    state_reason: null,
    author: issue.by,
    labels: [...new Set((issue.labels ?? []).map((name) => ensureLabel(world, name).name))],
    assignees: assignableOf(world, issue.assignees ?? []).slice(0, MAX_ASSIGNEES),
    comments: [],
    events: [],
    created_at: at,
    updated_at: at,
    closed_at: null,
  };
  world.issues[number] = made;
  return made;
}

/** The label of that name, made when it does not exist: GitHub then gives it the colour `ededed`. */
export function ensureLabel(world: World, name: string, color = "ededed"): LabelRecord {
  return world.labels[name.toLowerCase()] ??= {
    id: nextId(world),
    name,
    color,
    description: null,
  };
}

/** Those of the logins that may be assigned, in the spelling of the repository. */
export function assignableOf(world: World, logins: readonly string[]): string[] {
  return logins.flatMap((login) =>
    world.assignable.filter((known) => known.toLowerCase() === login.toLowerCase())
  );
}

function touch(world: World, issue: IssueRecord, event: Omit<EventRecord, "at">): void {
  issue.updated_at = world.now;
  issue.events.push({ ...event, at: world.now });
}

/** Changes title or body. What stays the same is no change. */
export function editIssue(
  world: World,
  number: number,
  change: { by: string; title?: string; body?: string },
): void {
  const issue = issueOf(world, number);
  for (const field of ["title", "body"] as const) {
    const value = change[field];
    if (value === undefined || value === issue[field]) continue;
    issue[field] = value;
    touch(world, issue, { by: change.by, event: "edited", what: field });
  }
}

/** Adds labels; those that the issue has are left alone. */
export function addLabels(
  world: World,
  number: number,
  change: { by: string; labels: readonly string[] },
): void {
  const issue = issueOf(world, number);
  for (const wanted of change.labels) {
    const { name } = ensureLabel(world, wanted);
    if (issue.labels.includes(name)) continue;
    issue.labels.push(name);
    touch(world, issue, { by: change.by, event: "labeled", what: name });
  }
}

/** Removes one label, whatever its case. False when the issue did not have it. */
export function removeLabel(
  world: World,
  number: number,
  change: { by: string; label: string },
): boolean {
  const issue = issueOf(world, number);
  const name = issue.labels.find((has) => has.toLowerCase() === change.label.toLowerCase());
  if (name === undefined) return false;
  issue.labels = issue.labels.filter((has) => has !== name);
  touch(world, issue, { by: change.by, event: "unlabeled", what: name });
  return true;
}

/** Assigns people; the unknown, and those beyond the tenth, are dropped without a word. */
export function addAssignees(
  world: World,
  number: number,
  change: { by: string; assignees: readonly string[] },
): void {
  const issue = issueOf(world, number);
  for (const login of assignableOf(world, change.assignees)) {
    if (issue.assignees.includes(login) || issue.assignees.length >= MAX_ASSIGNEES) continue;
    issue.assignees.push(login);
    touch(world, issue, { by: change.by, event: "assigned", what: login });
  }
}

/** Takes people off the issue. */
export function removeAssignees(
  world: World,
  number: number,
  change: { by: string; assignees: readonly string[] },
): void {
  const issue = issueOf(world, number);
  for (const login of change.assignees.filter((name) => issue.assignees.includes(name))) {
    issue.assignees = issue.assignees.filter((name) => name !== login);
    touch(world, issue, { by: change.by, event: "unassigned", what: login });
  }
}

/** Closes or reopens. The state it already has is no change. */
export function setIssueState(
  world: World,
  number: number,
  change: { by: string; state: "open" | "closed"; reason?: StateReason | null },
): void {
  const issue = issueOf(world, number);
  if (issue.state === change.state) return;
  const closed = change.state === "closed";
  issue.state = change.state;
  issue.state_reason = change.reason ?? (closed ? "completed" : "reopened");
  issue.closed_at = closed ? world.now : null;
  touch(world, issue, { by: change.by, event: closed ? "closed" : "reopened", what: null });
}

/** Writes a comment. */
export function addComment(
  world: World,
  number: number,
  change: { by: string | null; body: string },
): CommentRecord {
  const issue = issueOf(world, number);
  const comment: CommentRecord = {
    id: nextId(world),
    author: change.by,
    body: change.body,
    created_at: world.now,
    updated_at: world.now,
  };
  issue.comments.push(comment);
  touch(world, issue, { by: change.by ?? "ghost", event: "commented", what: null });
  return comment;
}

/** A comment with the issue it stands on; undefined when no issue has it. */
export function findComment(
  world: World,
  id: number,
): { issue: IssueRecord; comment: CommentRecord } | undefined {
  for (const issue of Object.values(world.issues)) {
    const comment = issue.comments.find((each) => each.id === id);
    if (comment) return { issue, comment };
  }
  return undefined;
}

/** What a new commit is made of. */
export interface NewCommit {
  by: string;
  message?: string;
  /** Changed paths. */
  files?: readonly string[];
  at?: string;
  sha?: string;
  /** Further parents, for a merge: names of commits, as full ids. */
  merges?: readonly string[];
}

/** Commits on a branch, which moves. A branch that does not exist starts at the default branch. */
export function addCommit(world: World, branch: string, commit: NewCommit): CommitRecord {
  const existing = world.branches[branch];
  const parent = existing?.head ?? world.branches[world.repository.default_branch]?.head;
  const count = Object.keys(world.commits).length;
  const at = commit.at ?? world.now;
  const message = commit.message ?? `Commit ${count + 1} on ${branch}`;
  const made: CommitRecord = {
    sha: commit.sha ?? shaOf(`${count} ${branch} ${message} ${at} ${parent ?? ""}`),
    parents: [...(parent ? [parent] : []), ...(commit.merges ?? [])],
    committed_at: at,
    message,
    author: commit.by,
    files: [...(commit.files ?? [])],
  };
  world.commits[made.sha] = made;
  if (existing) existing.head = made.sha;
  else world.branches[branch] = { head: made.sha, files: {}, protection: "none" };
  if (branch === world.repository.default_branch) closeNamedIssues(world, made);
  return made;
}

const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)/gi;

/** Closing keywords of a commit on the default branch close the issues they name. */
function closeNamedIssues(world: World, commit: CommitRecord): void {
  for (const [, number] of commit.message.matchAll(CLOSING)) {
    if (!world.issues[Number(number)]) continue;
    setIssueState(world, Number(number), { by: commit.author, state: "closed" });
  }
}
