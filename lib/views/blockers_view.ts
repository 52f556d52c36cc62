/**
 * The report of step 2 for people.
 * @module
 */

import type { BlockerDecision, Verdict } from "../blockers/plan.ts";
import type { Carried, Cycle } from "../cycle/cycle.ts";
import { age } from "../report/age.ts";
import { minutesBetween } from "../blockers/time.ts";
import { list, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import {
  failures,
  incompleteNote,
  isSettled,
  issueLink,
  modeNote,
  outcomeWords,
} from "./common.ts";

const VERDICT_WORDS: Record<Verdict, string> = {
  raise: "raise",
  reopen: "reopen",
  adopt: "adopt",
  track: "tracked",
  wait: "waiting",
  dismissed: "dismissed by a person",
  clear: "cleared now",
  close: "close",
  cleared: "cleared",
  duplicate: "duplicate",
  hold: "on hold",
};

/** One sentence about what step 2 did; `complete` is false when GitHub could not be read in full. */
export function blockersSummary(
  carried: readonly Carried<BlockerDecision>[],
  { complete }: { complete: boolean },
): string {
  const settled = carried.filter(isSettled);
  const of = (...verdicts: Verdict[]): number =>
    settled.filter(({ decision }) => verdicts.includes(decision.verdict)).length;
  const parts = [
    [of("raise"), "raised"],
    [of("reopen"), "reopened"],
    [of("adopt"), "adopted"],
    [of("track"), "tracked already"],
    [of("wait"), "under the threshold"],
    [of("clear", "close", "cleared"), "cleared"],
    [of("duplicate"), "doubled"],
    [of("dismissed"), "dismissed by people"],
    [of("hold"), "on hold"],
    [carried.filter(({ result }) => result?.outcome === "deferred").length, "deferred"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const sentence = said.length > 0
    ? `Blockers: ${said.join(", ")}.`
    : carried.length > 0
    ? "Nothing was done."
    : complete
    ? "Nothing blocks a line."
    : "Nothing is known to block a line, but GitHub could not be read in full.";
  return `${sentence}${failures(carried)}`;
}

/** `blocked_issues_report.md` */
export function blockersReport(
  cycle: Cycle,
  options: {
    carried: readonly Carried<BlockerDecision>[];
    notes: readonly string[];
    enabled: boolean;
  },
): string {
  const { carried, notes } = options;
  const { observation } = cycle.gate;
  const { complete = false, gaps = [] } = cycle.facts.dashboard ?? {};
  const deferred = carried.filter(({ result }) => result?.outcome === "deferred");
  return renderMarkdown("blocked_issues", {
    verdict: blockersSummary(carried, { complete }),
    incomplete: incompleteNote(gaps, complete),
    mode: modeNote(cycle, { on: options.enabled, flag: "enable_issue_writes" }),
    next: nextOf(cycle, carried),
    table: carried.length === 0 ? null : table(
      ["Line", "Blocker", "Issue", "For", "Decision", "Because"],
      carried.map((item) => [
        item.decision.line,
        md`${item.decision.severity} ${item.decision.what}`,
        item.decision.issue === null
          ? text("none")
          : issueLink(observation, item.decision.issue.number),
        age(minutesBetween(item.decision.since, cycle.now)),
        item.result === null
          ? VERDICT_WORDS[item.decision.verdict]
          : `${VERDICT_WORDS[item.decision.verdict]}: ${outcomeWords(item)}`,
        item.decision.reason,
      ]),
    ),
    deferred: deferred.length === 0
      ? null
      : list(deferred.map(({ decision }) => md`${decision.line}: ${decision.what}`)),
    notes: notes.length === 0 ? null : list(notes),
    rule:
      `A blocker is raised once its reason has held for ${cycle.options.threshold_minutes} minutes.`,
  });
}

function nextOf(cycle: Cycle, carried: readonly Carried<BlockerDecision>[]): Markdown {
  const failed = carried.find(({ result }) => result?.outcome === "failed");
  if (failed !== undefined) {
    return md`see why ${failed.decision.what} could not be written: ${failed.result?.error ?? ""}`;
  }
  const holding = (["raise", "reopen", "adopt", "track"] as const).flatMap((verdict) =>
    carried.filter(({ decision }) => decision.verdict === verdict)
  ).toSorted((a, b) => a.decision.since < b.decision.since ? -1 : 1);
  const worst = holding.find(({ decision }) => decision.severity === "P0") ?? holding[0];
  if (worst === undefined) {
    const open = carried.find(({ decision }) =>
      ["clear", "cleared"].includes(decision.verdict) && decision.issue?.state === "open"
    );
    return open === undefined
      ? md`nothing.`
      : md`close ${
        issueLink(cycle.gate.observation, open.decision.issue?.number ?? 0)
      }: its reason is gone.`;
  }
  const { decision } = worst;
  return md`mend ${decision.what} on ${decision.line} (${
    decision.issue === null
      ? "no issue yet"
      : issueLink(cycle.gate.observation, decision.issue.number)
  }), open for ${age(minutesBetween(decision.since, cycle.now))}.`;
}
