/**
 * The report of step 4 for people.
 * @module
 */

import type { Carried, Cycle } from "../cycle/cycle.ts";
import type { EscalationDecision } from "../escalation/escalation.ts";
import { compareLevels } from "../escalation/level.ts";
import { age, stamp } from "../report/age.ts";
import { trainOf } from "../pages/page_blockers.ts";
import { count } from "../report/count.ts";
import { link, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import {
  deferrals,
  failures,
  incompleteNote,
  isSettled,
  issueLink,
  modeNote,
  outcomeWords,
} from "./common.ts";
import { worstOf } from "./next_steps_view.ts";

/** One sentence about what step 4 did. */
export function escalationSummary(carried: readonly Carried<EscalationDecision>[]): string {
  if (carried.length === 0) return "No open blocker.";
  const fired = carried.filter((item) => item.decision.fires && isSettled(item));
  const levels = Map.groupBy(fired, ({ decision }) => decision.level);
  const said = [...levels].toSorted(([a], [b]) => compareLevels(b, a)).map(([level, all]) =>
    `${all.length} to ${level}`
  ).join(", ");
  const sentence = fired.length === 0 ? "nothing escalated" : `escalated: ${said}`;
  return `${count(carried.length, "open blocker")}, ${sentence}.${deferrals(carried)}${
    failures(carried)
  }`;
}

/** `escalation_report.md` */
export function escalationReport(
  cycle: Cycle,
  { carried, enabled }: { carried: readonly Carried<EscalationDecision>[]; enabled: boolean },
): string {
  const { thresholds } = cycle.policies.escalation;
  const sorted = carried.toSorted((a, b) =>
    compareLevels(b.decision.level, a.decision.level) ||
    b.decision.age_minutes - a.decision.age_minutes
  );
  return renderMarkdown("escalation", {
    verdict: escalationSummary(carried),
    incomplete: incompleteNote(cycle.gate.observation.gaps, cycle.gate.observation.complete),
    mode: modeNote(cycle, { on: enabled, flag: "enable_escalation" }),
    next: nextOf(cycle, sorted),
    table: sorted.length === 0 ? null : table(
      ["Issue", "Title", "Level", "Open for", "Next", "Outcome"],
      sorted.map((item) => [
        issueLink(cycle.gate.observation, item.decision.issue.number),
        item.decision.issue.url === ""
          ? text(item.decision.issue.title)
          : link(item.decision.issue.title, item.decision.issue.url),
        levelWords(item.decision),
        age(item.decision.age_minutes),
        item.decision.next === null
          ? "nothing"
          : `${item.decision.next.level} at ${stamp(item.decision.next.at)}`,
        item.result === null
          ? item.decision.reason
          : `${item.decision.reason} ${outcomeWords(item)}`,
      ]),
    ),
    thresholds: `P0 ${age(thresholds.p0.warn)}, ${age(thresholds.p0.escalate)}, ${
      age(thresholds.p0.page)
    }; P1 ${age(thresholds.p1.warn)}, ${age(thresholds.p1.escalate)}`,
  });
}

function levelWords({ severity, level, level_before }: EscalationDecision): string {
  return level === level_before ? `${severity} ${level}` : `${severity} ${level_before} → ${level}`;
}

function nextOf(cycle: Cycle, sorted: readonly Carried<EscalationDecision>[]): Markdown {
  const decisions = new Map(sorted.map(({ decision }) => [decision.issue.number, decision]));
  const need = worstOf(trainOf(cycle), ({ number }) => number !== null && decisions.has(number));
  const worst = decisions.get(need?.blocker.number ?? 0) ?? sorted[0]?.decision;
  if (worst === undefined) return md`nothing.`;
  const issue = issueLink(cycle.gate.observation, worst.issue.number);
  const open = `open for ${age(worst.age_minutes)}`;
  const owner = need?.owner ?? null;
  if (worst.level === "page") {
    return owner === null
      ? md`find somebody who takes ${issue} now, ${open}.`
      : md`call ${owner} about ${issue} now, ${open}.`;
  }
  if (worst.level === "escalate") {
    return owner === null
      ? md`find an owner for ${issue}, ${open}.`
      : md`find more hands for ${issue}, ${open}, owner ${owner}.`;
  }
  return owner === null
    ? md`find an owner for ${issue}, ${open}.`
    : md`see that ${owner} works on ${issue}, ${open}.`;
}
