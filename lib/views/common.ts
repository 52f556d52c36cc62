/**
 * What all reports share: how an issue, a candidate and an outcome are written, and how a report
 * says that it was not made.
 * @module
 */

import type { Carried, Cycle } from "../cycle/cycle.ts";
import type { Candidate } from "../candidates/dashboard.ts";
import type { Outcome } from "../gate/action.ts";
import { issueByNumber } from "../observation/issue_by_number.ts";
import type { Observation } from "../observation/observation.ts";
import { count } from "../report/count.ts";
import { code, link, list, type Markdown, md, raw, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import type { BlockerRecord } from "../state/state.ts";

/** A link to an issue by number; issues that are only planned have no number yet. */
export function issueLink(observation: Observation, number: number): Markdown {
  if (number <= 0) return text("new issue");
  const url = issueByNumber(observation, number)?.url ??
    `${observation.repository.url}/issues/${number}`;
  return link(raw(`\\#${number}`), url); // within a link GitHub looks for no reference
}

/** A link to a candidate's commit: `v4.2.0-rc.1 (1a2b3c4)`. */
export function candidateLink(candidate: Candidate): Markdown {
  return link(
    md`${candidate.tag} (${code(candidate.commit_sha.slice(0, 7))})`,
    candidate.commit_url,
  );
}

/** A sentence with a capital at its beginning. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The team that a blocker was routed to; null while it only went to the policy's default. */
export function ownerOf(record: BlockerRecord | null): string | null {
  const team = record?.route?.team ?? null;
  return team === "default" ? null : team;
}

/** What became of a carried decision, in words. */
export function outcomeWords<T>({ result }: Carried<T>): string {
  if (result === null) return "nothing to do";
  const words: Record<Outcome, string> = {
    done: "done",
    planned: "would do",
    deferred: "deferred",
    skipped: "skipped",
    failed: "failed",
  };
  return result.error === null
    ? words[result.outcome]
    : `${words[result.outcome]}: ${result.error}`;
}

/** Why nothing is written, for the top of a report; null when things are written. */
export function modeNote(cycle: Cycle, enabled: { on: boolean; flag: string }): string | null {
  if (cycle.gate.mode === "dry_run") {
    return "Dry run: nothing was written; this is what would be done.";
  }
  if (cycle.gate.mode === "read_only") {
    return "Read-only mode (enable_issue_writes is false): nothing was written; this is what would be done.";
  }
  if (!enabled.on && cycle.options.only !== null) {
    return "Another step was asked for alone: nothing was written; this is what would be done.";
  }
  if (!enabled.on) {
    return `Switched off (${enabled.flag} is false): nothing was written; this is what would be done.`;
  }
  return null;
}

/** Whether a step's switch is on: its own flag, and `step NAME` for another step. */
export function switchedOn(cycle: Cycle, step: string, flag: boolean): boolean {
  return flag && (cycle.options.only === null || cycle.options.only === step);
}

/** The report of a step that was not due, is switched off, or failed. */
export function notGenerated(
  title: string,
  options: { why: string; next?: string | null; failed?: boolean },
): string {
  const { why, next = null, failed = false } = options;
  return renderMarkdown("not_generated", { title, why, next, failed }, { shipped: failed });
}

/** The gaps of the observation as a loud block; null when it is complete. */
export function incompleteNote(
  gaps: readonly { what: string; why: string }[],
  complete: boolean,
): Markdown | null {
  if (complete) return null;
  const items = list(gaps.slice(0, 10).map(({ what, why }) => md`${what}: ${why}`));
  const quoted =
    `**Incomplete.** GitHub could not be read in full: nothing may be concluded from what is absent.\n\n${items}`;
  return raw(quoted.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n"));
}

/** True unless the change was put off or failed: what a summary may count as done or planned. */
export function isSettled({ result }: Carried<unknown>): boolean {
  return result === null || result.outcome === "done" || result.outcome === "planned";
}

/** The outcome of a step whose changes went as they went. */
export function outcomeOf(carried: readonly Carried<unknown>[], planned: boolean): Outcome {
  if (carried.some(({ result }) => result?.outcome === "failed")) return "failed";
  return planned ? "planned" : "done";
}

/** The errors of failed changes, for the one sentence of a step. */
export function failures(carried: readonly Carried<unknown>[]): string {
  const errors = carried.flatMap(({ result }) =>
    result?.outcome === "failed" ? [result.error ?? ""] : []
  );
  return errors.length === 0 ? "" : ` ${count(errors.length, "change")} failed: ${errors[0]}.`;
}

/** How many changes were put off to the next cycle, for the one sentence of a step. */
export function deferrals(carried: readonly Carried<unknown>[]): string {
  const number = carried.filter(({ result }) => result?.outcome === "deferred").length;
  return number === 0 ? "" : ` ${count(number, "change")} deferred to the next cycle.`;
}
