/**
 * The report of step 2 for people.
 * @module
 */

import type { BlockerDecision, Verdict } from "../blockers/plan.ts";
import type { Carried, Cycle } from "../cycle/cycle.ts";
import { age } from "../report/age.ts";
import { minutesBetween } from "../blockers/time.ts";
import { nextSteps } from "../pages/next_steps.ts";
import { trainOf } from "../pages/page_blockers.ts";
import type { PageBlocker, Train } from "../pages/page_facts.ts";
import { link, list, type Markdown, md, raw, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import {
  failures,
  incompleteNote,
  isSettled,
  issueLink,
  modeNote,
  outcomeWords,
} from "./common.ts";
import { stepWords } from "./next_steps_view.ts";

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

/**
 * One sentence about what step 2 did. `complete` is false when GitHub could not be read in full;
 * `untracked` counts open blocker issues of people that no check is behind.
 */
export function blockersSummary(
  carried: readonly Carried<BlockerDecision>[],
  { complete, untracked }: { complete: boolean; untracked: number },
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
    [untracked, "open without a check behind"],
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

/** Open blocker issues that step 2 has no decision about: people raised them, and they track no check. */
export function untrackedIn(
  { blockers }: Pick<Train, "blockers">,
  carried: readonly Carried<BlockerDecision>[],
): PageBlocker[] {
  const decided = new Set(
    carried.map(({ decision, result }) => decision.issue?.number ?? result?.created ?? null),
  );
  return blockers.filter(({ holds, number, what }) =>
    holds && what === null && number !== null && !decided.has(number)
  );
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
  const train = trainOf(cycle);
  const untracked = untrackedIn(train, carried);
  const deferred = carried.filter(({ result }) => result?.outcome === "deferred");
  return renderMarkdown("blocked_issues", {
    verdict: blockersSummary(carried, { complete, untracked: untracked.length }),
    incomplete: incompleteNote(gaps, complete),
    mode: modeNote(cycle, { on: options.enabled, flag: "enable_issue_writes" }),
    next: nextOf(cycle, { carried, train }),
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
    untracked: untracked.length === 0 ? null : untrackedTable(untracked),
    deferred: deferred.length === 0
      ? null
      : list(deferred.map(({ decision }) => md`${decision.line}: ${decision.what}`)),
    notes: notes.length === 0 ? null : list(notes),
    rule:
      `A blocker is raised once its reason has held for ${cycle.options.threshold_minutes} minutes.`,
  });
}

/** What people raised: nobody but them knows when it is done. */
function untrackedTable(blockers: readonly PageBlocker[]): Markdown {
  return table(
    ["Issue", "Title", "Line", "For", "Owner"],
    blockers.map(({ number, url, title, line, age_minutes, owner }) => [
      link(raw(`\\#${number}`), url),
      title,
      line ?? "none",
      age(age_minutes),
      owner ?? "nobody yet",
    ]),
  );
}

function nextOf(
  cycle: Cycle,
  { carried, train }: { carried: readonly Carried<BlockerDecision>[]; train: Train },
): Markdown {
  const failed = carried.find(({ result }) => result?.outcome === "failed");
  if (failed !== undefined) {
    return md`see why ${failed.decision.what} could not be written: ${failed.result?.error ?? ""}`;
  }
  const step = nextSteps(train).find(({ kind }) => kind === "fix");
  if (step !== undefined) return md`${stepWords(step)}.`;
  const open = carried.find(({ decision }) =>
    ["clear", "cleared"].includes(decision.verdict) && decision.issue?.state === "open"
  );
  return open === undefined
    ? md`nothing.`
    : md`close ${
      issueLink(cycle.gate.observation, open.decision.issue?.number ?? 0)
    }: its reason is gone.`;
}
