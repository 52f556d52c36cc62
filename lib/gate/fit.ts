/**
 * Fits an action to what GitHub takes: what is too long or too much is cut, with the reason, so that a
 * limit never fails a change. Pure.
 * @module
 */

import type { IssueFacts } from "../observation/observation.ts";
import { cutText } from "../report/clean.ts";
import {
  ASSIGNEES_LIMIT,
  BODY_LIMIT,
  COMMENT_LIMIT,
  cutBody,
  LABEL_LIMIT,
  LABELS_LIMIT,
  TITLE_LIMIT,
} from "../report/limits.ts";
import type { Action } from "./action.ts";

/** An action that GitHub takes. */
export interface Fitted {
  /** Null when nothing of it is left to do. */
  readonly action: Action | null;
  /** What was cut and why; null when nothing was. */
  readonly cut: string | null;
}

const NOTE = "The rest was cut: GitHub takes no more.";

/** Fits an action to an issue as it stands; null for one that is not known. */
export function fitAction(action: Action, issue: IssueFacts | null): Fitted {
  switch (action.kind) {
    case "create_issue": {
      const { labels, cut } = fitLabels(action.labels, []);
      const title = cutText(action.title, TITLE_LIMIT);
      const body = cutBody(action.body, { note: NOTE });
      return { action: { ...action, title, body, labels }, cut };
    }
    case "edit_issue":
      return (action.body ?? "").length > BODY_LIMIT
        ? dropped(`people filled the issue's body: GitHub takes ${BODY_LIMIT} characters`)
        : whole(action);
    case "add_labels": {
      const { labels, cut } = fitLabels(action.labels, issue?.labels ?? []);
      return { action: labels.length === 0 ? null : { ...action, labels }, cut };
    }
    case "add_assignees": {
      const room = Math.max(0, ASSIGNEES_LIMIT - (issue?.assignees.length ?? 0));
      const assignees = fit(action.assignees, { there: issue?.assignees ?? [], room });
      return {
        action: assignees.length === 0 ? null : { ...action, assignees },
        cut: missing(action.assignees, assignees, `${ASSIGNEES_LIMIT} assignees`),
      };
    }
    case "comment":
      return whole({
        ...action,
        body: cutBody(action.body, { note: NOTE, max: COMMENT_LIMIT }),
      });
    default:
      return whole(action);
  }
}

function whole(action: Action): Fitted {
  return { action, cut: null };
}

function dropped(cut: string): Fitted {
  return { action: null, cut };
}

function fitLabels(
  wanted: readonly string[],
  there: readonly string[],
): { labels: string[]; cut: string | null } {
  const short = wanted.filter((label) => Array.from(label).length <= LABEL_LIMIT);
  const labels = fit(short, { there, room: Math.max(0, LABELS_LIMIT - there.length) });
  const limit = short.length < wanted.length
    ? `${LABEL_LIMIT} characters in a label's name`
    : `${LABELS_LIMIT} labels`;
  return { labels, cut: missing(wanted, labels, limit) };
}

/** What is there already takes no room; of the rest the first ones fit. */
function fit(
  wanted: readonly string[],
  { there, room }: { there: readonly string[]; room: number },
): string[] {
  const known = new Set(there.map((name) => name.toLowerCase()));
  let left = room;
  return wanted.filter((name) => known.has(name.toLowerCase()) || left-- > 0);
}

function missing(
  wanted: readonly string[],
  kept: readonly string[],
  limit: string,
): string | null {
  const names = wanted.filter((name) => !kept.includes(name));
  return names.length === 0
    ? null
    : `${names.join(", ")} left out: an issue takes at most ${limit}`;
}
