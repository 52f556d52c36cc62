/**
 * The on-call handoff as plain text for chat.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Cycle } from "../cycle/cycle.ts";
import { notesOf } from "../facts/context.ts";
import { type NextStep, nextSteps } from "../pages/next_steps.ts";
import { trainOf } from "../pages/page_blockers.ts";
import type { Train } from "../pages/page_facts.ts";
import { age, stamp } from "../report/age.ts";
import { count } from "../report/count.ts";
import { slackLink, slackText } from "../report/slack.ts";
import { verdictOf } from "./dashboard_view.ts";
import { type HandoffInput, sorted } from "./handoff_view.ts";
import { minutesUntil, overview, ownerIn } from "./news_view.ts";
import { ownerWords, stepChat } from "./next_steps_view.ts";

/** `oncall_handoff_slack.txt`: plain text for chat. */
export function handoffChat(cycle: Cycle, input: HandoffInput): string {
  const { content } = cycle.policies.handoff;
  const { run_url, run_id } = cycle.options;
  const { dashboard, shifts } = input;
  const train = trainOf(cycle);
  const blockers = sorted(cycle, input);
  const more = blockers.length - content.max_blockers;
  const [next] = nextSteps(train);
  const lines = [
    `${signOf(cycle, input)} On-call handoff ${slackText(shifts.from)} to ${
      slackText(shifts.to)
    } (${stamp(cycle.at)})`,
    slackText(verdictOf({ ...train, dashboard })),
    slackText(overview(blockers, cycle.at)),
    `Do next: ${nextWords(next)}.`,
    ...blockers.slice(0, content.max_blockers).map((blocker) =>
      blockerLine(blocker, { at: cycle.at, train })
    ),
    ...more > 0 ? [`… and ${count(more, "blocker")} more`] : [],
    ...input.context === null ? [] : [`Context: ${slackText(input.context)}`],
    ...notesOf(input.inherited).map((note) => `Carried over: ${slackText(note)}`),
    ...run_url === null ? [] : [slackLink(`run ${run_id}`, run_url)],
  ];
  return `${lines.join("\n")}\n`;
}

function signOf({ policies }: Cycle, { dashboard, blockers }: HandoffInput): string {
  const { status_indicators: signs } = policies.handoff;
  if (!dashboard.complete) return signs.unknown;
  if (blockers.some(({ severity }) => severity === "P0")) return signs.critical;
  return blockers.length > 0 ? signs.warning : signs.healthy;
}

function nextWords(step: NextStep | undefined): string {
  return step === undefined ? "nothing is urgent" : stepChat(step);
}

/** `- P0 4.0 is blocked: …, open for 8 h 25 min, page, owner platform` */
function blockerLine(
  blocker: OpenBlocker,
  { at, train }: { at: string; train: Train },
): string {
  const { issue, severity, since, record } = blocker;
  const level = record?.escalation_level ?? "none";
  return `- ${severity} ${slackLink(issue.title, issue.url)}, open for ${
    age(minutesUntil(at, since))
  }${level === "none" ? "" : `, ${level}`}, ${
    slackText(ownerWords(ownerIn(blocker, train.blockers)))
  }`;
}
