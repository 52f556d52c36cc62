/**
 * The on-call handoff, as a report and as plain text for chat.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Shifts } from "../cadence/shifts.ts";
import type { Verdict } from "../cadence/verdict.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { Cycle } from "../cycle/cycle.ts";
import { notesOf } from "../facts/context.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { HandoffSection } from "../policy/handoff_schema.ts";
import { age, stamp } from "../report/age.ts";
import { fileLink, join, link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { slackLink, slackText } from "../report/slack.ts";
import { renderMarkdown } from "../report/templates.ts";
import { candidateLink, count, issueLink } from "./common.ts";
import { verdictOf } from "./dashboard_view.ts";
import { dueWords } from "./digest_view.ts";
import {
  blockerTable,
  byUrgency,
  minutesUntil,
  overview,
  recommended,
  runLink,
  type Section,
} from "./news_view.ts";

/** What a handoff tells. */
export interface HandoffInput {
  /** Candidates and whether they may ship. */
  readonly dashboard: Dashboard;
  /** Open blockers: what the next shift inherits. */
  readonly blockers: readonly OpenBlocker[];
  /** Open now and not in the last handoff. */
  readonly opened: readonly OpenBlocker[];
  /** Closed since the last handoff, or within the hours that count as recent. */
  readonly closed: readonly IssueFacts[];
  /** Who goes off and who comes on. */
  readonly shifts: Shifts;
  /** Why it is written now, and when the next one is due. */
  readonly verdict: Verdict;
  /** Left by the previous shift; null when nothing was, or the policy does not carry it over. */
  readonly inherited: string | null;
  /** Left by this shift, with `--context`. */
  readonly context: string | null;
}

/** `oncall_handoff.md` */
export function handoffReport(cycle: Cycle, input: HandoffInput): string {
  const { content } = cycle.policies.handoff;
  const blockers = byUrgency(input.blockers, cycle.policies.handoff.priority_labels);
  const actions = recommended(input.dashboard, {
    blockers,
    observation: cycle.gate.observation,
    at: cycle.at,
  });
  return renderMarkdown("handoff", {
    from: input.shifts.from,
    to: input.shifts.to,
    when: `${stamp(cycle.at)} · ${dueWords(input.verdict)}`,
    incomplete: !input.dashboard.complete,
    next: actions[0] ?? "nothing is on fire; read the context below.",
    sections: [
      ...contextSections(input),
      ...content.include_sections.map((name) => section(name, { cycle, input, blockers, actions })),
    ],
  });
}

function contextSections({ inherited, context }: HandoffInput): Section[] {
  const notes = [
    ...context === null ? [] : [md`- This shift: ${context}`],
    ...notesOf(inherited).map((note) => md`- Carried over: ${note}`),
  ];
  return notes.length === 0 ? [] : [{ title: "Context", body: join(notes) }];
}

interface Context {
  cycle: Cycle;
  input: HandoffInput;
  blockers: readonly OpenBlocker[];
  actions: readonly Markdown[];
}

function section(name: HandoffSection, { cycle, input, blockers, actions }: Context): Section {
  const { content } = cycle.policies.handoff;
  const { observation } = cycle.gate;
  const { dashboard } = input;
  switch (name) {
    case "summary":
      return {
        title: "Quick status",
        body: list([verdictOf(dashboard), overview(blockers, cycle.at)]),
      };
    case "active_blockers":
      return {
        title: "Active blockers",
        body: blockerTable(blockers, { observation, at: cycle.at, max: content.max_blockers }),
      };
    case "escalation_status":
      return { title: "Escalations", body: escalations(cycle, blockers) };
    case "recent_events":
      return { title: "Recent events", body: events(cycle, input) };
    case "release_status":
      return {
        title: "Release status",
        body: dashboard.candidates.length === 0 ? text("No candidate is alive.") : table(
          ["Candidate", "State", "For"],
          dashboard.candidates.map((candidate) => [
            candidateLink(candidate),
            candidate.promotable_state === "success"
              ? "can ship"
              : md`${candidate.promotable_state}: ${candidate.top_blocker ?? "not known why"}`,
            age(candidate.age_minutes),
          ]),
        ),
      };
    case "pending_actions":
      return {
        title: "Recommended actions",
        body: actions.length === 0
          ? text("None.")
          : list(actions.slice(0, content.max_pending_actions)),
      };
    case "links":
      return {
        title: "Links",
        body: list([
          md`${link("Open blockers", openIssues(cycle))}`,
          md`${fileLink("dashboard.md")}`,
          md`${runLink(cycle.options.run_url, cycle.options.run_id)}`,
        ]),
      };
  }
}

function escalations(cycle: Cycle, blockers: readonly OpenBlocker[]): Markdown {
  const high = blockers.filter(({ record }) => (record?.escalation_level ?? "none") !== "none");
  if (high.length === 0) return text("Nothing is escalated.");
  return list(
    high.map(({ issue, record, since }) =>
      md`${issueLink(cycle.gate.observation, issue.number)} ${
        record?.escalation_level ?? "none"
      } after ${age(minutesUntil(cycle.at, since))}: ${issue.title}`
    ),
  );
}

/** The newest first: what is cut is the oldest. */
function events(cycle: Cycle, { opened, closed }: HandoffInput): Markdown {
  const { observation } = cycle.gate;
  const found = [
    ...opened.map(({ issue }) => ({ at: issue.created_at, what: "opened", issue })),
    ...closed.map((issue) => ({ at: issue.closed_at ?? "", what: "closed", issue })),
  ].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (found.length === 0) return text("Nothing happened since the last handoff.");
  return list(
    found.slice(0, cycle.policies.handoff.content.max_recent_events).map(({ at, what, issue }) =>
      md`${stamp(at)} ${what} ${issueLink(observation, issue.number)} ${issue.title}`
    ),
  );
}

/** GitHub's list of the open issues that are labelled as blockers. */
function openIssues({ gate, policies }: Cycle): string {
  const labels = policies.escalation.labels.base.map((label) => ` label:"${label}"`).join("");
  return `${gate.observation.repository.url}/issues?q=${
    encodeURIComponent(`is:issue is:open${labels}`)
  }`;
}

/** `oncall_handoff_slack.txt`: plain text for chat. */
export function handoffChat(cycle: Cycle, input: HandoffInput): string {
  const { status_indicators: signs, content } = cycle.policies.handoff;
  const { blockers, dashboard, shifts } = input;
  const sign = !dashboard.complete
    ? signs.unknown
    : blockers.some(({ severity }) => severity === "P0")
    ? signs.critical
    : blockers.length > 0
    ? signs.warning
    : signs.healthy;
  const lines = [
    `${sign} On-call handoff ${slackText(shifts.from)} to ${slackText(shifts.to)} (${
      stamp(cycle.at)
    })`,
    slackText(verdictOf(dashboard)),
    slackText(overview(blockers, cycle.at)),
    ...byUrgency(blockers, cycle.policies.handoff.priority_labels).slice(0, content.max_blockers)
      .map((
        { issue, severity, since },
      ) =>
        `- ${severity} ${slackLink(issue.title, issue.url)}, open for ${
          age(minutesUntil(cycle.at, since))
        }`
      ),
    ...input.context === null ? [] : [`Context: ${slackText(input.context)}`],
    ...notesOf(input.inherited).map((note) => `Carried over: ${slackText(note)}`),
  ];
  if (blockers.length > content.max_blockers) {
    lines.push(`… and ${count(blockers.length - content.max_blockers, "blocker")} more`);
  }
  return `${lines.join("\n")}\n`;
}
