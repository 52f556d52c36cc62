/**
 * The summary of a cycle: `cycle_summary.md`, and the job summary of a workflow run.
 * @module
 */

import type { Cycle, CycleRecord } from "../cycle/cycle.ts";
import type { AuditEntry } from "../gate/gate.ts";
import type { Action } from "../gate/action.ts";
import { gatherFacts } from "../pages/gather.ts";
import { headline } from "../pages/headline.ts";
import { lineVerdicts } from "../pages/lines.ts";
import { linesTable } from "../pages/single_page_view.ts";
import { count } from "../report/count.ts";
import { link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { stamp } from "../report/age.ts";
import { renderMarkdown } from "../report/templates.ts";
import { verdictOf } from "./dashboard_view.ts";
import { issueLink } from "./common.ts";
import { runLink } from "./news_view.ts";

/** Actions shown; cycle.json has them all. */
const MOST_ACTIONS = 40;

/** `cycle_summary.md` */
export function summaryReport(cycle: Cycle, record: CycleRecord): string {
  const { dashboard, commit } = cycle.facts;
  const problems = problemsOf(record);
  const facts = gatherFacts(cycle);
  const lines = lineVerdicts(facts);
  return renderMarkdown("cycle_summary", {
    headline: headline(facts, lines),
    verdict: dashboard === undefined
      ? "What can ship is not known: there is no dashboard."
      : verdictOf({ ...facts, dashboard }),
    lines: lines.length === 0 ? null : linesTable(lines, facts),
    incomplete: record.complete
      ? null
      : `GitHub could not be read in full: ${
        record.gaps.map(({ what, why }) => `${what} (${why})`).join("; ")
      }`,
    repository: link(record.repository, cycle.observed.repository.url),
    cycle: md`${stamp(record.now)}, ${runLink(record.run_url, record.run_id)}`,
    mode: {
      live: "live",
      dry_run: "dry run: nothing was written",
      read_only: "read-only: nothing was written to GitHub",
    }[
      record.mode
    ],
    state: commit === undefined
      ? "Not saved."
      : commit.url === null
      ? commit.text
      : link(commit.text, commit.url),
    steps: table(
      ["Step", "Outcome", "What"],
      record.steps.map((
        { number, title, outcome, summary },
      ) => [`${number} ${title}`, outcome, summary]),
    ),
    actions: record.actions.length === 0 ? null : actionTable(cycle, record.actions),
    problems: problems.length === 0 ? null : list(problems),
  });
}

function actionTable(cycle: Cycle, actions: readonly AuditEntry[]): Markdown {
  const shown = table(
    ["Action", "Issue", "Outcome", "Why"],
    actions.slice(0, MOST_ACTIONS).map(({ action, outcome, reason, error }) => [
      actionWords(action),
      "issue" in action ? issueLink(cycle.gate.observation, action.issue) : text("new"),
      outcome,
      error === null ? reason : `${reason} (${error})`,
    ]),
  );
  const more = actions.length - MOST_ACTIONS;
  return more > 0
    ? md`${shown}\n\n… and ${count(more, "more action")}, see [cycle.json](./cycle.json).`
    : shown;
}

/** An action in a few words. */
function actionWords(action: Action): string {
  switch (action.kind) {
    case "create_issue":
      return "create issue";
    case "edit_issue":
      return "update its section";
    case "add_labels":
      return `add ${action.labels.join(", ")}`;
    case "remove_label":
      return `remove ${action.label}`;
    case "add_assignees":
      return `assign ${action.assignees.join(", ")}`;
    case "comment":
      return "comment";
    case "close_issue":
      return "close";
    case "reopen_issue":
      return "reopen";
  }
}

function problemsOf(record: CycleRecord): Markdown[] {
  return [
    ...record.steps.filter(({ outcome }) => outcome === "failed").map(({ title, summary }) =>
      md`${title}: ${summary}`
    ),
    ...record.state.damage.map(({ file, why }) => md`${file}: ${why}`),
  ];
}
