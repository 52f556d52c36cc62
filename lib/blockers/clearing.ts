/**
 * Decisions about tracked blockers whose reason no longer holds. Absence is not evidence: nothing
 * clears while the observation is partial, or while candidates of the line were left out.
 * @module
 */

import type { Action } from "../gate/action.ts";
import type { BlockerRecord } from "../state/state.ts";
import { clearedComment } from "./comments.ts";
import {
  aboutTracked,
  type BlockerDecision,
  type DecisionFacts,
  type PlanInput,
} from "./decision.ts";
import { removedLabel } from "./holding.ts";
import { closedBody } from "./issue_text.ts";
import { lacking, unique } from "./labels.ts";
import type { Named, Tracked } from "./ownership.ts";
import { instant } from "./time.ts";

/** What to do about a blocker none of whose line's candidates has the reason any more. */
export function clearing(item: Tracked, input: PlanInput): BlockerDecision {
  const decision = aboutTracked(item, { record: item.record, subject: null });
  const doubt = doubtOf(item, input);
  if (doubt !== null) {
    return { ...decision, verdict: "hold", reason: doubt, change: null, record: null };
  }
  return item.record.cleared_at === undefined
    ? first(item, { decision, input })
    : again(item, { decision, input });
}

/** Why nothing may be concluded from the reason being absent; null when it may. */
export function doubtOf({ line }: Named, { dashboard }: PlanInput): string | null {
  if (!dashboard.complete) {
    return "GitHub could not be read in full: what is absent is no evidence, so nothing clears.";
  }
  const unread = dashboard.left_out.find((left) => left.line === line);
  return unread === undefined
    ? null
    : `${unread.name} is of the line ${line} and was not looked at (${unread.why}), so nothing clears.`;
}

/** Why a reason is gone, in words that follow a colon. */
export function whyCleared({ line }: Named, { dashboard }: PlanInput): string {
  return dashboard.candidates.some((candidate) => candidate.line === line)
    ? "the requirement is met, or no longer asked for, on every candidate of the line"
    : `the line ${line} has no candidate any more`;
}

/** True when the issue is to be closed without a person: we close only what we opened. */
export function closesItself(
  { issue, record }: Pick<Tracked, "issue" | "record">,
  auto_close: boolean,
): boolean {
  return auto_close && issue.viewer_did_author && record.adopted !== true &&
    record.closed_at === undefined; // closed by us and open: a person wants it open
}

interface Clearing {
  decision: DecisionFacts;
  input: PlanInput;
}

/** The cycle that sees it clear says so once. */
function first(item: Tracked, { decision, input }: Clearing): BlockerDecision {
  const { issue } = item;
  const { policy } = input;
  const why = whyCleared(item, input);
  const record: BlockerRecord = {
    ...item.record,
    cleared_at: instant(input.now),
    green_cycles: 1,
  };
  delete record.dismissed_at;
  const undone = issue.state === "closed"
    ? "closed the issue"
    : removedLabel(item, input) === null
    ? null
    : "took the label of blockers away";
  if (undone !== null) {
    return {
      ...decision,
      verdict: "cleared",
      reason: `A person ${undone}, and now ${why}: should the reason return, it is taken up again.`,
      change: null,
      record,
    };
  }
  const closes = closesItself(item, policy.auto_close);
  const closing = closes && policy.green_cycles <= 1;
  const labels = lacking(issue.labels, policy.resolved_labels);
  const told: Action[] = [
    {
      kind: "comment",
      issue: issue.number,
      // One life of a blocker is one clearing, also when the state of the last cycle was lost.
      key: `cleared/${record.returned_at ?? record.first_seen}`,
      body: clearedComment(why, { closes, words: policy.close_comment }),
    },
    ...labels.length === 0 ? [] : [{ kind: "add_labels", issue: issue.number, labels } as const],
  ];
  const known = labels.length === 0 ? record : {
    ...record,
    applied_labels: unique([...record.applied_labels ?? [], ...labels]),
  };
  const closed = { ...known, closed_at: instant(input.now) };
  return {
    ...decision,
    verdict: closing ? "close" : "clear",
    reason: `Cleared: ${why}.`,
    change: {
      reason: `#${issue.number} cleared: ${why}.`,
      actions: closing ? [...told, ...closeActions(item, closed)] : told,
    },
    record: closing ? closed : known,
  };
}

/** Later cycles count green ones and close when the policy says so. */
function again(item: Tracked, { decision, input }: Clearing): BlockerDecision {
  const { issue, record } = item;
  const { policy } = input;
  const left = { ...decision, verdict: "cleared", change: null, record } as const;
  if (!closesItself(item, policy.auto_close) || removedLabel(item, input) !== null) {
    return { ...left, reason: `Cleared; ${whoCloses(item, policy.auto_close)}` };
  }
  const green = (record.green_cycles ?? 1) + 1;
  if (green < policy.green_cycles) {
    return {
      ...left,
      reason: `Green for ${green} of ${policy.green_cycles} cycles before it is closed.`,
      record: { ...record, green_cycles: green },
    };
  }
  const closed = { ...record, green_cycles: green, closed_at: instant(input.now) };
  return {
    ...decision,
    verdict: "close",
    reason: `Green for ${green} complete cycles: closed, as the policy says.`,
    change: {
      reason: `#${issue.number} has been green for ${green} complete cycles.`,
      actions: closeActions(item, closed),
    },
    record: closed,
  };
}

function whoCloses({ issue, record }: Tracked, auto_close: boolean): string {
  if (!auto_close) return "the policy leaves closing to a person.";
  if (record.closed_at !== undefined) {
    return "a person opened the issue again after we had closed it, so a person closes it.";
  }
  return issue.viewer_did_author && record.adopted !== true
    ? "a person took the label of blockers away, so the issue is left alone."
    : "a person raised this issue, so a person closes it.";
}

/** The section says that we closed it, so that a lost state is rebuilt rightly; then the closing itself. */
function closeActions({ issue }: Tracked, record: BlockerRecord): Action[] {
  const body = closedBody(issue.body, record);
  return [
    ...body === null || body === issue.body
      ? []
      : [{ kind: "edit_issue", issue: issue.number, body } as const],
    { kind: "close_issue", issue: issue.number, state_reason: "completed" },
  ];
}
