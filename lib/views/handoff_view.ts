/**
 * The on-call handoff as a report.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Shifts } from "../cadence/shifts.ts";
import type { Verdict } from "../cadence/verdict.ts";
import type { Candidate, Dashboard } from "../candidates/dashboard.ts";
import type { Cycle } from "../cycle/cycle.ts";
import { notesOf } from "../facts/context.ts";
import type { ShiftEvent } from "../facts/shift_events.ts";
import { nextSteps } from "../pages/next_steps.ts";
import { stateOf } from "../pages/lines.ts";
import { trainOf } from "../pages/page_blockers.ts";
import type { Train } from "../pages/page_facts.ts";
import type { HandoffSection } from "../policy/handoff_schema.ts";
import { age, stamp } from "../report/age.ts";
import { fileLink, join, link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import { candidateLink, issueLink } from "./common.ts";
import { holdersOf, verdictOf } from "./dashboard_view.ts";
import { dueWords } from "./digest_view.ts";
import { stepWords } from "./next_steps_view.ts";
import { eventsList } from "./shift_events_view.ts";
import {
  blockerTable,
  byUrgency,
  minutesUntil,
  overview,
  runLink,
  type Section,
} from "./news_view.ts";

/** What a handoff tells. */
export interface HandoffInput {
  /** Candidates and whether they may ship. */
  readonly dashboard: Dashboard;
  /** Open blockers: what the next shift inherits. */
  readonly blockers: readonly OpenBlocker[];
  /** Since the last handoff, or within the hours that count as recent; the newest first. */
  readonly events: readonly ShiftEvent[];
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
  const blockers = sorted(cycle, input);
  const train = trainOf(cycle);
  const actions = nextSteps(train).map(stepWords);
  const context = contextSections(input);
  return renderMarkdown("handoff", {
    from: input.shifts.from,
    to: input.shifts.to,
    when: `${stamp(cycle.at)} · ${dueWords(input.verdict)}`,
    incomplete: !input.dashboard.complete,
    next: actions[0] !== undefined
      ? md`${actions[0]}.`
      : context.length > 0
      ? "nothing is urgent; read the context below."
      : "nothing is urgent.",
    sections: [
      ...context,
      ...content.include_sections.map((name) =>
        section(name, { cycle, input, train, blockers, actions })
      ),
    ],
  });
}

/** Open blockers in the order of the policy, then the most urgent first. */
export function sorted(cycle: Cycle, { blockers }: HandoffInput): OpenBlocker[] {
  return byUrgency(blockers, { order: cycle.policies.handoff.priority_labels, at: cycle.at });
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
  train: Train;
  blockers: readonly OpenBlocker[];
  actions: readonly Markdown[];
}

function section(name: HandoffSection, context: Context): Section {
  const { cycle, input, train, blockers, actions } = context;
  const { content } = cycle.policies.handoff;
  const { observation } = cycle.gate;
  const { dashboard } = input;
  switch (name) {
    case "summary":
      return {
        title: "Quick status",
        body: list([verdictOf({ ...train, dashboard }), overview(blockers, cycle.at)]),
      };
    case "active_blockers":
      return {
        title: "Active blockers",
        body: blockerTable(blockers, {
          observation,
          train,
          at: cycle.at,
          max: content.max_blockers,
        }),
      };
    case "escalation_status":
      return { title: "Escalations", body: escalations(cycle, blockers) };
    case "recent_events":
      return { title: "Recent events", body: eventsList(cycle, input.events) };
    case "release_status":
      return {
        title: "Release status",
        body: dashboard.candidates.length === 0 ? text("No candidate is alive.") : table(
          ["Candidate", "State", "For"],
          dashboard.candidates.map((candidate) => [
            candidateLink(candidate),
            stateWords(candidate, train),
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
          link("Open blockers", openIssues(cycle)),
          fileLink("dashboard.md"),
          ...cycle.options.run_url === null
            ? []
            : [runLink(cycle.options.run_url, cycle.options.run_id)],
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

function stateWords(candidate: Candidate, train: Train): Markdown {
  const state = stateOf(candidate, train);
  if (state === "success") return text("can ship");
  const why = candidate.top_blocker ?? holdersOf(candidate, train) ?? "not known why";
  return md`${state}: ${why}`;
}

/** GitHub's list of the open issues that are labelled as blockers. */
function openIssues({ gate, policies }: Cycle): string {
  const labels = policies.escalation.labels.base.map((label) => ` label:"${label}"`).join("");
  return `${gate.observation.repository.url}/issues?q=${
    encodeURIComponent(`is:issue is:open${labels}`)
  }`;
}
