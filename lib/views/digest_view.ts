/**
 * The daily digest.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Coverage } from "../cadence/coverage.ts";
import type { Verdict } from "../cadence/verdict.ts";
import type { Dashboard } from "../candidates/dashboard.ts";
import type { Cycle } from "../cycle/cycle.ts";
import type { Changes } from "../facts/snapshot.ts";
import type { DigestSection } from "../policy/digest_schema.ts";
import { age, stamp } from "../report/age.ts";
import { nextSteps } from "../pages/next_steps.ts";
import { trainOf } from "../pages/page_blockers.ts";
import type { Train } from "../pages/page_facts.ts";
import { list, type Markdown, md, table, text } from "../report/markdown.ts";
import { renderMarkdown } from "../report/templates.ts";
import { candidateLink } from "./common.ts";
import { stepWords } from "./next_steps_view.ts";
import {
  blockerTable,
  byUrgency,
  candidateList,
  minutesUntil,
  newsList,
  overview,
  promoteList,
  type Section,
} from "./news_view.ts";

/** What a digest tells. */
export interface DigestInput {
  /** Candidates, their checks and the health score. */
  readonly dashboard: Dashboard;
  /** Open blockers, ours and people's. */
  readonly blockers: readonly OpenBlocker[];
  /** What is new since the last digest. */
  readonly changes: Changes;
  /** The stretch of time that it tells about. */
  readonly covered: Coverage;
  /** Why it is written now, and when the next one is due. */
  readonly verdict: Verdict;
}

/** `release_ops_digest.md` */
export function digestReport(cycle: Cycle, input: DigestInput): string {
  const { content } = cycle.policies.digest;
  const blockers = byUrgency(input.blockers, { order: content.severity_order, at: cycle.at });
  const train = trainOf(cycle);
  const actions = nextSteps(train).map(stepWords);
  return renderMarkdown("digest", {
    lead: leadOf(cycle, input),
    incomplete: !input.dashboard.complete,
    next: actions[0] === undefined ? "nothing; the train runs." : md`${actions[0]}.`,
    sections: content.include_sections.map((name) =>
      section(name, { cycle, input, train, blockers, actions })
    ),
  });
}

function leadOf(cycle: Cycle, { covered, verdict }: DigestInput): Markdown {
  const repository = cycle.gate.observation.repository.full_name;
  return md`${repository} from ${stamp(covered.from)} to ${stamp(cycle.at)} · ${dueWords(verdict)}`;
}

/** `due 08:00 UTC`, `due 08:00 UTC, 2 h 10 min late`, `forced`. */
export function dueWords(verdict: Verdict): string {
  const due = verdict.occurrence === null
    ? "outside its windows"
    : `due ${verdict.occurrence.opens_at.slice(11, 16)} UTC`;
  const late = verdict.late_minutes > 0 ? `, ${age(verdict.late_minutes)} late` : "";
  return `${due}${late}${verdict.forced ? ", forced" : ""}`;
}

interface Context {
  cycle: Cycle;
  input: DigestInput;
  train: Train;
  blockers: readonly OpenBlocker[];
  actions: readonly Markdown[];
}

function section(name: DigestSection, context: Context): Section {
  const { cycle, input, train, blockers, actions } = context;
  const { content } = cycle.policies.digest;
  const { observation } = cycle.gate;
  const max = content.max_items_per_section;
  const { dashboard } = input;
  switch (name) {
    case "overview":
      return { title: "Overview", body: text(overview(blockers, cycle.at)) };
    case "changes":
      return {
        title: "What changed",
        body: newsList(input.changes, { observation, from: input.covered.from }),
      };
    case "ci_queue":
      return { title: "CI queue", body: queue(dashboard, max) };
    case "promotable_candidates":
      return { title: "Promote now", body: promoteList(train, max) };
    case "blocked_items":
      return {
        title: "Open blockers",
        body: blockerTable(blockers, {
          observation,
          train,
          at: cycle.at,
          max: Math.min(max, content.max_blockers),
        }),
      };
    case "queued_or_pending":
      return {
        title: "Queued or pending",
        body: candidateList(train, { state: "pending", max, none: "Nothing is pending." }),
      };
    case "aging_summary":
      return { title: "Ageing", body: ageing(cycle, blockers) };
    case "recommended_actions":
      return {
        title: "Recommended actions",
        body: actions.length === 0 ? text("None.") : list(actions.slice(0, max)),
      };
  }
}

/** Required checks that have not finished. */
function queue(dashboard: Dashboard, max: number): Markdown {
  const rows = dashboard.candidates.flatMap((candidate) =>
    candidate.unmet.filter(({ category }) => category !== "failed").map((unmet) => [
      text(unmet.name),
      candidateLink(candidate),
      unmet.category,
      stamp(unmet.since),
    ])
  );
  return rows.length === 0
    ? text("No required check is waiting.")
    : table(["Check", "Candidate", "State", "Since"], rows.slice(0, max));
}

function ageing(cycle: Cycle, blockers: readonly OpenBlocker[]): Markdown {
  let below = -1;
  const rows = cycle.policies.digest.aging_buckets.map(({ label, max_minutes }) => {
    const limit = max_minutes ?? Infinity;
    const found = blockers.filter(({ since }) => {
      const open = minutesUntil(cycle.at, since);
      return open > below && open <= limit;
    });
    below = limit;
    return [text(label), String(found.length)];
  });
  return table(["Open for", "Blockers"], rows);
}
