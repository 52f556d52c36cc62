/**
 * The dashboard for people.
 * @module
 */

import type { Candidate, Dashboard, Unmet } from "../candidates/dashboard.ts";
import { age, stamp } from "../report/age.ts";
import { unplacedWords } from "../pages/headline.ts";
import { blockersOf, type LineState, stateOf } from "../pages/lines.ts";
import { nextSteps } from "../pages/next_steps.ts";
import type { Train } from "../pages/page_facts.ts";
import { count } from "../report/count.ts";
import { link, list, type Markdown, md, raw, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import { candidateLink, incompleteNote } from "./common.ts";
import { lookWords, stepWords } from "./next_steps_view.ts";

const STATE_WORDS: Readonly<Record<LineState, string>> = {
  success: "can ship",
  held: "held",
  blocked: "blocked",
  pending: "pending",
};

/** A train whose dashboard is known. */
export type Board = Train & {
  /** Never null here. */
  readonly dashboard: Dashboard;
};

/** `dashboard.md` */
export function dashboardReport(
  train: Board,
  repository: { full_name: string; url: string },
): string {
  const { dashboard } = train;
  const { candidates, summary, health } = dashboard;
  const counts = countsOf(train);
  return renderMarkdown("dashboard", {
    verdict: verdictOf(train),
    incomplete: incompleteNote(dashboard.gaps, dashboard.complete),
    next: nextOf(train),
    repository: link(repository.full_name, repository.url),
    at: stamp(dashboard.generated_at),
    counts: `${summary.total_candidates}: ${counts.success} can ship, ${
      [
        ...counts.held > 0 ? [`${counts.held} held by an open issue`] : [],
        `${counts.blocked} blocked`,
        `${counts.pending} pending`,
      ].join(", ")
    }`,
    health: `${health.score} of 100`,
    candidates: candidates.map((candidate) => ({
      name: candidate.tag,
      lead: leadOf(candidate, train),
      unmet: unmetTable(candidate),
      flaky: candidate.flaky.length === 0 ? null : candidate.flaky.join(", "),
      checks: checksOf(candidate),
    })),
    table: table(
      ["Candidate", "Line", "State", "For", "Held up by"],
      candidates.map((candidate) => [
        candidateLink(candidate),
        candidate.line,
        STATE_WORDS[stateOf(candidate, train)],
        age(candidate.age_minutes),
        candidate.top_blocker ?? holdersOf(candidate, train) ?? "",
      ]),
    ),
    left_out: dashboard.left_out.length === 0
      ? null
      : list(dashboard.left_out.map(({ name, why }) => md`${name}: ${why}`)),
  });
}

/** The open issues in the way of a candidate's line: `#4 Changelog is missing and 1 more`; null for none. */
export function holdersOf(
  { line }: Pick<Candidate, "line">,
  train: Pick<Train, "blockers">,
): Markdown | null {
  const [first, ...rest] = blockersOf(line, train);
  if (first === undefined) return null;
  const more = rest.length === 0 ? "" : ` and ${rest.length} more`;
  return first.number === null
    ? md`${first.title}${more}`
    : md`${link(raw(`\\#${first.number}`), first.url)} ${first.title}${more}`;
}

function countsOf(train: Board): Record<LineState, number> {
  const counts: Record<LineState, number> = { success: 0, held: 0, blocked: 0, pending: 0 };
  for (const candidate of train.dashboard.candidates) counts[stateOf(candidate, train)]++;
  return counts;
}

/** One sentence: can we ship? */
export function verdictOf(train: Board): string {
  const { summary: { total_candidates: total }, complete } = train.dashboard;
  if (total === 0) {
    return complete ? "There is no candidate to ship." : "Whether anything can ship is not known.";
  }
  const { success, held, blocked, pending } = countsOf(train);
  const rest = [
    ...held > 0 ? [`${held} held by an open issue`] : [],
    ...blocked > 0 ? [`${blocked} blocked`] : [],
    ...pending > 0 ? [`${pending} pending`] : [],
  ].join(", ");
  const ship = success === 0
    ? "Nothing can ship"
    : `${success} of ${count(total, "candidate")} can ship`;
  return `${rest === "" ? ship : `${ship}: ${rest}`}${unplacedWords(train)}.`;
}

function nextOf(train: Train): Markdown {
  const [step] = nextSteps(train);
  return step === undefined ? md`nothing.` : md`${lookWords(step) ?? stepWords(step)}.`;
}

function leadOf(candidate: Candidate, train: Train): Markdown {
  const { changed_files_count: changed, base } = candidate;
  const files = changed === null
    ? `changed files not known, so every path counts as changed${
      base === null ? ": there is nothing to compare with" : ` since ${base}`
    }`
    : `${candidate.changed_files_truncated ? "at least " : ""}${
      count(changed, "changed file")
    } since ${base === "first parent" ? "its first parent" : base ?? "the beginning"}`;
  const since = md`for ${age(candidate.age_minutes)} (since ${stamp(candidate.since)})`;
  const state = stateOf(candidate, train);
  const said = state === "held"
    ? md`**held** by ${holdersOf(candidate, train) ?? "an open issue"}, its checks passed ${since}`
    : md`**${STATE_WORDS[state]}** ${since}`;
  return md`${said} · ${candidateLink(candidate)} · ${files}`;
}

function unmetTable(candidate: Candidate): Markdown | null {
  if (candidate.unmet.length === 0) return null;
  return table(
    ["Not met", "Why", "Since", "Required because"],
    candidate.unmet.map((unmet) => [
      text(unmet.name),
      link(text(resultWords(unmet)), unmet.url),
      stamp(unmet.since),
      unmet.why_required,
    ]),
  );
}

function checksOf(candidate: Candidate): Markdown {
  return table(
    ["Check", "Required", "Status"],
    candidate.checks.map((check) => [
      text(check.name),
      check.required.replace("_", ", "),
      check.url === null
        ? text(check.conclusion ?? check.status)
        : link(check.conclusion ?? check.status, check.url),
    ]),
  );
}

/** What GitHub says of a check, once: `failed`, `failed: timed_out`, `queued`. */
function resultWords({ category, conclusion }: Unmet): string {
  const same = category === conclusion ||
    (category === "failed" && conclusion === "failure") ||
    (category === "running" && conclusion === "in_progress");
  return same ? category : `${category}: ${conclusion}`;
}
