/**
 * The report of step 3 for people.
 * @module
 */

import type { Carried, Cycle } from "../cycle/cycle.ts";
import { trainOf } from "../pages/page_blockers.ts";
import { age } from "../report/age.ts";
import { count } from "../report/count.ts";
import { link, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import { routeSummary } from "../routing/route_summary.ts";
import type { RoutingDecision } from "../routing/routing_decision.ts";
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

/** One sentence about what step 3 did. */
export function routingSummary(carried: readonly Carried<RoutingDecision>[]): string {
  const { routed, skipped, by_team } = routeSummary(
    carried.filter(isSettled).map(({ decision }) => decision),
  );
  if (carried.length === 0) return "No open issue asks for routing.";
  const teams = by_team.map(([team, number]) => `${number} to ${team}`).join(", ");
  const sentence = routed === 0
    ? "Nothing to route"
    : `${count(routed, "issue")} routed (${teams})`;
  return `${sentence}${skipped === 0 ? "" : `, ${skipped} left as they are`}.${deferrals(carried)}${
    failures(carried)
  }`;
}

/** `routing_report.md` */
export function routingReport(
  cycle: Cycle,
  { carried, enabled }: { carried: readonly Carried<RoutingDecision>[]; enabled: boolean },
): string {
  const routed = carried.filter(({ decision }) => decision.verdict === "route");
  const skipped = carried.filter(({ decision }) => decision.verdict === "skip");
  const title = ({ issue }: RoutingDecision): Markdown =>
    issue.url === "" ? text(issue.title) : link(issue.title, issue.url);
  return renderMarkdown("routing", {
    verdict: routingSummary(carried),
    incomplete: incompleteNote(cycle.gate.observation.gaps, cycle.gate.observation.complete),
    mode: modeNote(cycle, { on: enabled, flag: "enable_routing" }),
    next: nextOf(cycle, routed),
    table: routed.length === 0 ? null : table(
      ["Issue", "Title", "Team", "Because", "Outcome"],
      routed.map((item) => [
        issueLink(cycle.gate.observation, item.decision.issue.number),
        title(item.decision),
        item.decision.team ?? "default",
        item.decision.reason,
        outcomeWords(item),
      ]),
    ),
    skipped: skipped.length === 0 ? null : table(
      ["Issue", "Title", "Because"],
      skipped.map(({ decision }) => [
        issueLink(cycle.gate.observation, decision.issue.number),
        title(decision),
        decision.reason,
      ]),
    ),
  });
}

function nextOf(cycle: Cycle, routed: readonly Carried<RoutingDecision>[]): Markdown {
  const worst = worstOf(trainOf(cycle), ({ number, owner }) => number !== null && owner === null);
  const orphan = worst?.blocker.number ??
    routed.find(({ decision }) => decision.rule?.type === "default")
      ?.decision.issue.number;
  if (orphan !== undefined && orphan !== null) {
    const open = worst === undefined ? "" : `, open for ${age(worst.age_minutes)}`;
    return md`find an owner for ${
      issueLink(cycle.gate.observation, orphan)
    }${open}: a team label settles whose it is.`;
  }
  const first = routed[0];
  return first === undefined
    ? md`nothing.`
    : md`${first.decision.team ?? "the team"} takes ${
      issueLink(cycle.gate.observation, first.decision.issue.number)
    }; set another team label if that is wrong, it stays.`;
}
