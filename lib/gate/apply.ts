/**
 * What an action does to the observation, as GitHub would do it to the repository.
 * @module
 */

import { carries, without } from "../blockers/labels.ts";
import type { Performed } from "../github/hub.ts";
import type { IssueFacts, Observation } from "../observation/observation.ts";
import type { Action } from "./action.ts";

/**
 * The observation after the action took effect (or would). Names of labels and logins are the same in
 * any case, as on GitHub.
 */
export function applyAction(
  observation: Observation,
  action: Action,
  options: { performed: Performed; now: string },
): Observation {
  const { performed, now } = options;
  if (action.kind === "create_issue") {
    if (performed.created === undefined) return observation;
    const issue: IssueFacts = {
      ...performed.created,
      title: action.title,
      body: action.body,
      state: "open",
      created_at: now,
      updated_at: now,
      closed_at: null,
      // GraphQL calls the viewer `github-actions[bot]` and the author of its issues `github-actions`.
      author: observation.viewer.replace(/\[bot\]$/, ""),
      viewer_did_author: true,
      labels: joined([], action.labels),
      assignees: [],
    };
    return { ...observation, issues: [...observation.issues, issue] };
  }
  return {
    ...observation,
    issues: observation.issues.map((issue) =>
      issue.number === action.issue && !isNothingNew(action, performed)
        ? changed(issue, { action, now })
        : issue
    ),
  };
}

function changed(
  issue: IssueFacts,
  { action, now }: { action: Exclude<Action, { kind: "create_issue" }>; now: string },
): IssueFacts {
  const touched = { ...issue, updated_at: now };
  switch (action.kind) {
    case "edit_issue":
      return { ...touched, title: action.title ?? issue.title, body: action.body ?? issue.body };
    case "add_labels":
      return { ...touched, labels: joined(issue.labels, action.labels) };
    case "remove_label":
      return { ...touched, labels: without(issue.labels, [action.label]) };
    case "add_assignees":
      return { ...touched, assignees: joined(issue.assignees, action.assignees) };
    case "comment":
      return touched;
    case "close_issue":
      return { ...touched, state: "closed", closed_at: issue.closed_at ?? now };
    case "reopen_issue":
      return { ...touched, state: "open", closed_at: null };
  }
}

/** A comment that was there already changes nothing, not even the time of the last change. */
function isNothingNew(action: Action, performed: Performed): boolean {
  return action.kind === "comment" && performed.already === true;
}

function joined(there: readonly string[], added: readonly string[]): string[] {
  return added.reduce<string[]>(
    (names, name) => carries(names, name) ? names : [...names, name],
    [...there],
  );
}
