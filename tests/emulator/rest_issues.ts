/**
 * REST routes for issues, their comments and labels.
 * @module
 */

import * as changes from "./changes.ts";
import {
  type Answer,
  invalid,
  linkHeaders,
  notFound,
  ok,
  pageRequest,
  slice,
} from "./rest_answer.ts";
import { commentJson, issueJson, issueLabelsJson, labelJson } from "./rest_objects.ts";
import type { Route, RouteCall } from "./rest.ts";
import type { IssueRecord, StateReason } from "./world.ts";

/** GitHub's limits, in characters and labels. */
export const LIMITS = { title: 256, body: 65_536, labelName: 50, labels: 100 } as const;

const R = "/repos/{owner}/{repo}";

/** The routes, in the order in which they are tried. */
export const ISSUE_ROUTES: readonly Route[] = [
  { operation: `GET ${R}/issues`, run: listIssues },
  { operation: `POST ${R}/issues`, run: createIssue },
  { operation: `GET ${R}/issues/comments/{comment_id}`, run: getComment },
  { operation: `PATCH ${R}/issues/comments/{comment_id}`, run: editComment },
  { operation: `DELETE ${R}/issues/comments/{comment_id}`, run: deleteComment },
  { operation: `GET ${R}/issues/{issue_number}`, run: getIssue },
  { operation: `PATCH ${R}/issues/{issue_number}`, run: patchIssue },
  { operation: `GET ${R}/issues/{issue_number}/labels`, run: listIssueLabels },
  { operation: `POST ${R}/issues/{issue_number}/labels`, run: addLabels },
  { operation: `DELETE ${R}/issues/{issue_number}/labels/{name}`, run: removeLabel },
  { operation: `POST ${R}/issues/{issue_number}/assignees`, run: addAssignees },
  { operation: `DELETE ${R}/issues/{issue_number}/assignees`, run: removeAssignees },
  { operation: `GET ${R}/issues/{issue_number}/comments`, run: listComments },
  { operation: `POST ${R}/issues/{issue_number}/comments`, run: createComment },
  { operation: `GET ${R}/labels`, run: listLabels },
  { operation: `POST ${R}/labels`, run: createLabel },
  { operation: `GET ${R}/labels/{name}`, run: getLabel },
];

function issueAt(call: RouteCall): IssueRecord {
  const issue = call.realm.world.issues[call.parameters.issue_number ?? ""];
  if (!issue) throw notFound();
  return issue;
}

/** Lists issues and pull requests. Several labels mean all of them; `since` is about updates. */
function listIssues(call: RouteCall): Answer {
  const query = call.url.searchParams;
  const state = query.get("state") ?? "open";
  const sort = query.get("sort") ?? "created";
  const direction = query.get("direction") ?? "desc";
  expectOneOf("state", { value: state, allowed: ["open", "closed", "all"] });
  expectOneOf("sort", { value: sort, allowed: ["created", "updated", "comments"] });
  expectOneOf("direction", { value: direction, allowed: ["asc", "desc"] });
  const labels = (query.get("labels") ?? "").split(",").map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
  const since = query.get("since");
  const from = since === null ? -Infinity : Date.parse(since);
  const found = Object.values(call.realm.world.issues).filter((issue) =>
    (state === "all" || issue.state === state) &&
    labels.every((label) => issue.labels.some((has) => has.toLowerCase() === label)) &&
    (since === null || Date.parse(issue.updated_at) >= from)
  );
  const key = (issue: IssueRecord): string | number =>
    sort === "updated"
      ? issue.updated_at
      : sort === "comments"
      ? issue.comments.length
      : issue.created_at;
  const sign = direction === "desc" ? -1 : 1;
  found.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return sign * (x < y ? -1 : x > y ? 1 : a.number - b.number);
  });
  return listed(call, found, (issue) => issueJson(call.realm, issue));
}

function expectOneOf(
  field: string,
  given: { value: string; allowed: readonly string[] },
): void {
  if (given.allowed.includes(given.value)) return;
  throw invalid({ resource: "Issue", field, code: "invalid", value: given.value });
}

function listed<T>(call: RouteCall, items: readonly T[], json: (item: T) => object): Answer {
  const at = pageRequest(call.url, call);
  return {
    status: 200,
    body: slice(items, at).map(json),
    headers: linkHeaders(call.url, { ...at, total: items.length }),
  };
}

interface IssueBody {
  title?: string | number | null;
  body?: string | null;
  state?: "open" | "closed";
  state_reason?: StateReason | null;
  labels?: (string | { name?: string })[];
  assignees?: string[];
}

const MODELLED = ["title", "body", "state", "state_reason", "labels", "assignees"];

function issueBody(call: RouteCall): IssueBody {
  const body = call.body as Record<string, unknown>;
  const unknown = Object.keys(body).find((key) => !MODELLED.includes(key));
  if (unknown !== undefined) {
    throw new Error(`emulator: field ${unknown} of ${call.operation} is not modelled`);
  }
  return body as IssueBody;
}

function namesOf(labels: readonly (string | { name?: string })[]): string[] {
  const names = labels.map((label) => typeof label === "string" ? label : label.name ?? "");
  for (const name of names) {
    if (name === "") throw invalid({ resource: "Label", field: "name", code: "missing_field" });
    if (name.length <= LIMITS.labelName) continue;
    throw invalid({
      resource: "Label",
      field: "name",
      code: "custom",
      message: tooLong("name", LIMITS.labelName),
    });
  }
  return names;
}

function tooLong(field: string, limit: number): string {
  return `${field} is too long (maximum is ${limit} characters)`;
}

function checkText(field: "title" | "body", text: string | undefined): void {
  if (text === undefined || [...text].length <= LIMITS[field]) return;
  throw invalid({
    resource: "Issue",
    field,
    code: "custom",
    message: tooLong(field, LIMITS[field]),
  });
}

function checkLabelCount(names: readonly string[]): void {
  if (new Set(names.map((name) => name.toLowerCase())).size <= LIMITS.labels) return;
  throw invalid({
    resource: "Issue",
    field: "labels",
    code: "custom",
    message: `labels may number at most ${LIMITS.labels}`,
  });
}

/** People who cannot be assigned fail a new or patched issue, other than when assigned afterwards. */
function checkAssignees(call: RouteCall, logins: readonly string[] = []): void {
  for (const login of logins) {
    if (changes.assignableOf(call.realm.world, [login]).length > 0) continue;
    throw invalid({ resource: "Issue", field: "assignees", code: "invalid", value: login });
  }
}

function createIssue(call: RouteCall): Answer {
  const { title, body, labels, assignees } = issueBody(call);
  const words = String(title ?? "");
  if (words.trim() === "") {
    throw invalid({ resource: "Issue", field: "title", code: "missing_field" });
  }
  checkText("title", words);
  checkText("body", body ?? undefined);
  const names = namesOf(labels ?? []);
  checkLabelCount(names);
  checkAssignees(call, assignees);
  const issue = changes.openIssue(call.realm.world, {
    by: call.realm.world.viewer.login,
    title: words,
    body: body ?? "",
    labels: names,
    assignees,
  });
  return ok(issueJson(call.realm, issue), 201);
}

function getIssue(call: RouteCall): Answer {
  return ok(issueJson(call.realm, issueAt(call)));
}

function patchIssue(call: RouteCall): Answer {
  const issue = issueAt(call);
  const patch = issueBody(call);
  const title = patch.title === undefined || patch.title === null ? undefined : String(patch.title);
  if (title?.trim() === "") {
    throw invalid({ resource: "Issue", field: "title", code: "missing_field" });
  }
  checkText("title", title);
  checkText("body", patch.body ?? undefined);
  const names = patch.labels && namesOf(patch.labels);
  if (names) checkLabelCount(names);
  checkAssignees(call, patch.assignees);
  const { world } = call.realm;
  const by = world.viewer.login;
  const body = patch.body === undefined ? undefined : patch.body ?? "";
  changes.editIssue(world, issue.number, { by, title, body });
  if (names) {
    const kept = new Set(names.map((name) => name.toLowerCase()));
    for (const label of issue.labels.filter((has) => !kept.has(has.toLowerCase()))) {
      changes.removeLabel(world, issue.number, { by, label });
    }
    changes.addLabels(world, issue.number, { by, labels: names });
  }
  if (patch.assignees) {
    const kept = patch.assignees;
    const gone = issue.assignees.filter((login) => !kept.includes(login));
    changes.removeAssignees(world, issue.number, { by, assignees: gone });
    changes.addAssignees(world, issue.number, { by, assignees: kept });
  }
  if (patch.state) {
    const { state, state_reason: reason } = patch;
    changes.setIssueState(world, issue.number, { by, state, reason });
  }
  return ok(issueJson(call.realm, issue));
}

function listIssueLabels(call: RouteCall): Answer {
  return ok(issueLabelsJson(call.realm, issueAt(call)));
}

/** Labels that do not exist yet are made. The body is `{labels: [...]}` or the list itself. */
function addLabels(call: RouteCall): Answer {
  const issue = issueAt(call);
  const given = Array.isArray(call.body) ? call.body : (call.body as IssueBody | null)?.labels;
  const names = namesOf((given ?? []) as (string | { name?: string })[]);
  checkLabelCount([...issue.labels, ...names]);
  const { world } = call.realm;
  changes.addLabels(world, issue.number, { by: world.viewer.login, labels: names });
  return ok(issueLabelsJson(call.realm, issue));
}

function removeLabel(call: RouteCall): Answer {
  const issue = issueAt(call);
  const { world } = call.realm;
  const label = call.parameters.name ?? "";
  if (!changes.removeLabel(world, issue.number, { by: world.viewer.login, label })) {
    throw notFound("Label does not exist");
  }
  return ok(issueLabelsJson(call.realm, issue));
}

function addAssignees(call: RouteCall): Answer {
  const issue = issueAt(call);
  const { world } = call.realm;
  const { assignees = [] } = (call.body ?? {}) as IssueBody;
  changes.addAssignees(world, issue.number, { by: world.viewer.login, assignees });
  return ok(issueJson(call.realm, issue), 201);
}

function removeAssignees(call: RouteCall): Answer {
  const issue = issueAt(call);
  const { world } = call.realm;
  const { assignees = [] } = (call.body ?? {}) as IssueBody;
  changes.removeAssignees(world, issue.number, { by: world.viewer.login, assignees });
  return ok(issueJson(call.realm, issue));
}

/** Oldest first. */
function listComments(call: RouteCall): Answer {
  const issue = issueAt(call);
  const since = call.url.searchParams.get("since");
  const found = since === null
    ? issue.comments
    : issue.comments.filter((each) => Date.parse(each.updated_at) >= Date.parse(since));
  return listed(call, found, (comment) => commentJson(call.realm, { issue, comment }));
}

function commentText(call: RouteCall): string {
  const { body = "" } = call.body as { body?: string };
  if (body.trim() === "") {
    throw invalid({ resource: "IssueComment", field: "body", code: "missing_field" });
  }
  if ([...body].length <= LIMITS.body) return body;
  throw invalid({
    resource: "IssueComment",
    field: "body",
    code: "custom",
    message: tooLong("body", LIMITS.body),
  });
}

function createComment(call: RouteCall): Answer {
  const issue = issueAt(call);
  const body = commentText(call);
  const { world } = call.realm;
  const comment = changes.addComment(world, issue.number, { by: world.viewer.login, body });
  return ok(commentJson(call.realm, { issue, comment }), 201);
}

function commentAt(call: RouteCall): NonNullable<ReturnType<typeof changes.findComment>> {
  const found = changes.findComment(call.realm.world, Number(call.parameters.comment_id));
  if (!found) throw notFound();
  return found;
}

function getComment(call: RouteCall): Answer {
  return ok(commentJson(call.realm, commentAt(call)));
}

function editComment(call: RouteCall): Answer {
  const found = commentAt(call);
  found.comment.body = commentText(call);
  found.comment.updated_at = found.issue.updated_at = call.realm.world.now;
  return ok(commentJson(call.realm, found));
}

function deleteComment(call: RouteCall): Answer {
  const { issue, comment } = commentAt(call);
  issue.comments = issue.comments.filter((each) => each !== comment);
  return { status: 204, body: null };
}

function listLabels(call: RouteCall): Answer {
  const labels = Object.values(call.realm.world.labels);
  return listed(call, labels, (label) => labelJson(call.realm, label));
}

function createLabel(call: RouteCall): Answer {
  const given = call.body as { name: string; color?: string; description?: string };
  const { world } = call.realm;
  namesOf([given.name]);
  if (world.labels[given.name.toLowerCase()]) {
    throw invalid({ resource: "Label", field: "name", code: "already_exists" });
  }
  if (given.color !== undefined && !/^[0-9a-f]{6}$/i.test(given.color)) {
    throw invalid({ resource: "Label", field: "color", code: "invalid" });
  }
  const label = changes.ensureLabel(world, given.name, given.color?.toLowerCase());
  label.description = given.description ?? null;
  return ok(labelJson(call.realm, label), 201);
}

function getLabel(call: RouteCall): Answer {
  const label = call.realm.world.labels[(call.parameters.name ?? "").toLowerCase()];
  if (!label) throw notFound();
  return ok(labelJson(call.realm, label));
}
