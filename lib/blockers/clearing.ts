/**
 * Decisions about tracked blockers whose reason no longer holds. Absence is not evidence: nothing
 * clears while the observation is partial.
 * @module
 */

import type { Action } from "../gate/action.ts";
import type { BlockerRecord } from "../state/state.ts";
import { clearedComment } from "./issue_text.ts";
import type { Tracked } from "./ownership.ts";
import type { BlockerDecision, PlanInput } from "./plan.ts";
import { instant } from "./time.ts";

/** What to do about a blocker none of whose line's candidates has the reason any more. */
export function clearing(item: Tracked, input: PlanInput): BlockerDecision {
  const { record, issue } = item;
  const decision = {
    fingerprint: item.fingerprint,
    line: item.line,
    what: item.check ?? `${record.members?.length ?? "several"} required checks`,
    severity: record.severity,
    issue,
    since: record.first_seen,
  };
  if (!input.dashboard.complete) {
    return {
      ...decision,
      verdict: "hold",
      reason: "GitHub could not be read in full: what is absent is no evidence, so nothing clears.",
      change: null,
      record: null,
    };
  }
  const inLine = input.dashboard.candidates.filter(({ line }) => line === item.line);
  const why = inLine.length === 0
    ? `line ${item.line} has no candidate any more`
    : "the requirement is met, or no longer asked for, on every candidate of the line";
  if (record.cleared_at === undefined) return first(item, { decision, why, input });
  return issue.state === "open" ? again(item, { decision, why, input }) : {
    ...decision,
    verdict: "cleared",
    reason: `Cleared at ${record.cleared_at}; the issue is closed.`,
    change: null,
    record,
  };
}

interface Clearing {
  decision: Omit<BlockerDecision, "verdict" | "reason" | "change" | "record">;
  why: string;
  input: PlanInput;
}

/** The cycle that sees it clear says so once, and closes at once only if no further green cycle is asked for. */
function first(item: Tracked, { decision, why, input }: Clearing): BlockerDecision {
  const { issue } = item;
  const now = instant(input.now);
  const record: BlockerRecord = { ...item.record, cleared_at: now, green_cycles: 1 };
  delete record.dismissed_at;
  if (issue.state === "closed") {
    return {
      ...decision,
      verdict: "cleared",
      reason:
        `A person closed the issue and since then ${why}: should the reason return, a new issue is raised.`,
      change: null,
      record,
    };
  }
  return {
    ...decision,
    verdict: "clear",
    reason: `Cleared: ${why}.`,
    change: {
      reason: `#${issue.number} cleared: ${why}.`,
      actions: [{
        kind: "comment",
        issue: issue.number,
        key: `cleared/${now}`,
        body: clearedComment(why, { closes: mayClose(item, input) }),
      }],
    },
    record,
  };
}

/** Later cycles count green ones and close when the policy says so. */
function again(item: Tracked, { decision, input }: Clearing): BlockerDecision {
  const { issue, record } = item;
  const { policy } = input;
  if (!mayClose(item, input)) {
    return {
      ...decision,
      verdict: "cleared",
      reason: policy.auto_close
        ? "Cleared; a person raised this issue, so a person closes it."
        : "Cleared; the policy leaves closing to a person.",
      change: null,
      record,
    };
  }
  const green = (record.green_cycles ?? 1) + 1;
  if (green < policy.green_cycles) {
    return {
      ...decision,
      verdict: "cleared",
      reason: `Green for ${green} of ${policy.green_cycles} cycles before it is closed.`,
      change: null,
      record: { ...record, green_cycles: green },
    };
  }
  const number = issue.number;
  const labels = policy.resolved_labels.filter((label) => !issue.labels.includes(label));
  const actions: Action[] = [
    ...policy.close_comment === "" ? [] : [
      {
        kind: "comment",
        issue: number,
        key: `closed/${record.cleared_at}`,
        body: policy.close_comment,
      } as const,
    ],
    ...labels.length === 0 ? [] : [{ kind: "add_labels", issue: number, labels } as const],
    { kind: "close_issue", issue: number, state_reason: "completed" },
  ];
  return {
    ...decision,
    verdict: "close",
    reason: `Green for ${green} complete cycles: closed, as the policy says.`,
    change: { reason: `#${number} has been green for ${green} complete cycles.`, actions },
    record: { ...record, green_cycles: green, closed_at: instant(input.now) },
  };
}

/** We close only what we opened. */
function mayClose({ issue }: Tracked, { policy }: PlanInput): boolean {
  return policy.auto_close && issue.viewer_did_author;
}
