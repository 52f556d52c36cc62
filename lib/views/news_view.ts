/**
 * What the digest and the handoff both tell: blockers, news, what to do next.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import { compareUrgency } from "../blockers/urgency.ts";
import type { Changes } from "../facts/snapshot.ts";
import type { Observation } from "../observation/observation.ts";
import { numbersOf } from "../pages/headline.ts";
import { type LineState, stateOf, unplaced } from "../pages/lines.ts";
import type { PageBlocker, Train } from "../pages/page_facts.ts";
import { age, stamp } from "../report/age.ts";
import { count } from "../report/count.ts";
import { fileLink, join, link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { candidateLink, issueLink, ownerOf } from "./common.ts";
import { holdersOf } from "./dashboard_view.ts";

/** One section of a report. */
export interface Section {
  /** Plain text: the heading. */
  readonly title: string;
  /** Markdown, put into the report as it is. */
  readonly body: Markdown | string;
}

/** Whole minutes between a time and the cycle's. */
export function minutesUntil(at: string, since: string): number {
  return Math.max(0, Math.floor((Date.parse(at) - Date.parse(since)) / 60_000));
}

/** Sorts by labels in the policy's order, then the most urgent first. */
export function byUrgency(
  blockers: readonly OpenBlocker[],
  { order, at }: { order: readonly string[]; at: string },
): OpenBlocker[] {
  const rank = ({ issue, severity }: OpenBlocker): number => {
    const found = order.findIndex((label) => label === severity || issue.labels.includes(label));
    return found === -1 ? order.length : found;
  };
  const urgent = ({ severity, since, record }: OpenBlocker) => ({
    severity,
    level: record?.escalation_level ?? "none",
    age_minutes: minutesUntil(at, since),
  });
  return blockers.toSorted((a, b) =>
    rank(a) - rank(b) || compareUrgency(urgent(a), urgent(b)) ||
    (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)
  );
}

/** Whose a blocker is, as the pages say it; where they do not know the issue, where it was routed. */
export function ownerIn(
  { issue, record }: OpenBlocker,
  pages: readonly PageBlocker[],
): string | null {
  const known = pages.find(({ number }) => number === issue.number);
  return known === undefined ? ownerOf(record) : known.owner;
}

/** Open blockers as a table. */
export function blockerTable(
  blockers: readonly OpenBlocker[],
  { observation, train, at, max }: {
    observation: Observation;
    train: Train;
    at: string;
    max: number;
  },
): Markdown {
  if (blockers.length === 0) return text("No open blocker.");
  const rows = blockers.slice(0, max).map((blocker) => [
    issueLink(observation, blocker.issue.number),
    text(blocker.issue.title),
    blocker.severity,
    blocker.record?.escalation_level ?? "none",
    age(minutesUntil(at, blocker.since)),
    ownerIn(blocker, train.blockers) ?? "nobody yet",
  ]);
  const shown = table(["Issue", "Title", "Severity", "Level", "Open for", "Owner"], rows);
  const more = blockers.length - max;
  return more > 0
    ? md`${shown}\n\n… and ${more} more, see ${fileLink("escalation_report.md")}.`
    : shown;
}

/** What changed, as a list; one sentence when nothing did. */
export function newsList(
  changes: Changes,
  { observation, from }: { observation: Observation; from: string },
): Markdown {
  const items = [
    ...changes.opened.map(({ issue, record }) => {
      const level = record?.escalation_level ?? "none";
      return md`new: ${issueLink(observation, issue.number)} ${issue.title}${
        level === "none" ? "" : `, at level ${level} by now`
      }`;
    }),
    ...changes.closed.map((issue) =>
      md`closed: ${issueLink(observation, issue.number)} ${issue.title}`
    ),
    ...changes.cleared.map((issue) =>
      md`cleared, and may be closed: ${issueLink(observation, issue.number)} ${issue.title}`
    ),
    ...changes.escalated.map(({ blocker, from: before, to }) =>
      md`escalated: ${issueLink(observation, blocker.issue.number)} from ${before} to ${to}`
    ),
    ...changes.candidates.map(({ name, from: before, to }) =>
      to === null
        ? md`gone: ${name} (was ${words(before)})`
        : before === null
        ? md`new candidate: ${name}, ${words(to)}`
        : md`${name}: ${words(before)}, now ${words(to)}`
    ),
  ];
  return items.length === 0 ? text(`Nothing changed since ${stamp(from)}.`) : list(items);
}

function words(state: string | null): string {
  return state === "success" ? "passing" : state ?? "unknown";
}

/** Candidates in one state, as a list. */
export function candidateList(
  train: Train,
  options: { state: LineState; max: number; none: string },
): Markdown {
  const found = (train.dashboard?.candidates ?? []).filter((candidate) =>
    stateOf(candidate, train) === options.state
  );
  if (found.length === 0) return text(options.none);
  const items = found.slice(0, options.max).map((candidate) =>
    candidate.top_blocker === null
      ? md`${candidateLink(candidate)} for ${age(candidate.age_minutes)}`
      : md`${candidateLink(candidate)} for ${age(candidate.age_minutes)}: ${candidate.top_blocker}`
  );
  const more = found.length - options.max;
  return list(more > 0 ? [...items, md`… and ${more} more`] : items);
}

/** What may be promoted, and what looks like it and may not: an open blocker stands in the way. */
export function promoteList(train: Train, max: number): Markdown {
  const ready = candidateList(train, {
    state: "success",
    max,
    none: "Nothing can ship right now.",
  });
  const held = (train.dashboard?.candidates ?? [])
    .filter((candidate) => stateOf(candidate, train) === "held").slice(0, max)
    .map((candidate) =>
      md`Not ${candidateLink(candidate)}: its checks passed, but it is held by ${
        holdersOf(candidate, train) ?? "an open issue"
      }`
    );
  const loose = unplaced(train);
  const caution = loose.length === 0 ? [] : [
    md`Look at ${numbersOf(loose)} first: ${
      loose.length > 1 ? "these blockers name" : "this blocker names"
    } no single line, so nobody can tell what ${loose.length > 1 ? "they hold" : "it holds"}.`,
  ];
  return join([...caution, ready, ...held.length === 0 ? [] : [list(held)]], "\n\n");
}

/** `3 open blockers: 1 P0, 2 P1; oldest open for 4 h` */
export function overview(blockers: readonly OpenBlocker[], at: string): string {
  if (blockers.length === 0) return "No open blocker.";
  const p0 = blockers.filter(({ severity }) => severity === "P0").length;
  const escalated =
    blockers.filter(({ record }) => (record?.escalation_level ?? "none") !== "none").length;
  const oldest = blockers.map(({ since }) => since).toSorted()[0] ?? at;
  return `${count(blockers.length, "open blocker")}: ${p0} P0, ${
    blockers.length - p0
  } P1, ${escalated} escalated; the oldest is open for ${age(minutesUntil(at, oldest))}.`;
}

/** The link to a workflow run; plain text outside of Actions. */
export function runLink(runUrl: string | null, runId: string): Markdown {
  return runUrl === null ? text(`run ${runId}`) : link(`run ${runId}`, runUrl);
}
