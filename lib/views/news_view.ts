/**
 * What the digest and the handoff both tell: blockers, news, what to do next.
 * @module
 */

import type { OpenBlocker } from "../blockers/open.ts";
import type { Candidate, Dashboard } from "../candidates/dashboard.ts";
import type { Changes } from "../facts/snapshot.ts";
import type { Observation } from "../observation/observation.ts";
import { age, stamp } from "../report/age.ts";
import { link, list, type Markdown, md, table, text } from "../report/markdown.ts";
import { candidateLink, count, issueLink, ownerOf } from "./common.ts";

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

/** Sorts by labels in the policy's order, then by age. */
export function byUrgency(
  blockers: readonly OpenBlocker[],
  order: readonly string[],
): OpenBlocker[] {
  const rank = ({ issue, severity }: OpenBlocker): number => {
    const found = order.findIndex((label) => label === severity || issue.labels.includes(label));
    return found === -1 ? order.length : found;
  };
  return blockers.toSorted((a, b) =>
    rank(a) - rank(b) || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)
  );
}

/** Open blockers as a table. */
export function blockerTable(
  blockers: readonly OpenBlocker[],
  { observation, at, max }: { observation: Observation; at: string; max: number },
): Markdown {
  if (blockers.length === 0) return text("No open blocker.");
  const rows = blockers.slice(0, max).map(({ issue, severity, since, record }) => [
    issueLink(observation, issue.number),
    text(issue.title),
    severity,
    record?.escalation_level ?? "none",
    age(minutesUntil(at, since)),
    ownerOf(record) ?? "nobody yet",
  ]);
  const shown = table(["Issue", "Title", "Severity", "Level", "Open for", "Owner"], rows);
  const more = blockers.length - max;
  return more > 0
    ? md`${shown}\n\n… and ${more} more, see [dashboard.json](./dashboard.json).`
    : shown;
}

/** What changed, as a list; one sentence when nothing did. */
export function newsList(
  changes: Changes,
  { observation, from }: { observation: Observation; from: string },
): Markdown {
  const items = [
    ...changes.opened.map(({ issue }) =>
      md`new: ${issueLink(observation, issue.number)} ${issue.title}`
    ),
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
  return state === "success" ? "can ship" : state ?? "unknown";
}

/** Candidates in one state, as a list. */
export function candidateList(
  dashboard: Dashboard,
  options: { state: Candidate["promotable_state"]; max: number; none: string },
): Markdown {
  const found = dashboard.candidates.filter(({ promotable_state }) =>
    promotable_state === options.state
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

/** What to do, most urgent first. */
export function recommended(
  dashboard: Dashboard,
  { blockers, observation, at }: {
    blockers: readonly OpenBlocker[];
    observation: Observation;
    at: string;
  },
): Markdown[] {
  const actions: Markdown[] = [];
  for (const { issue, severity, since, record } of blockers) {
    const open = age(minutesUntil(at, since));
    const owner = ownerOf(record);
    if (severity === "P0" || record?.escalation_level !== "none") {
      actions.push(
        md`mend ${issueLink(observation, issue.number)} (${issue.title}), open for ${open}${
          owner === null ? ", owned by nobody yet" : `, owned by ${owner}`
        }`,
      );
    }
  }
  for (const candidate of dashboard.candidates) {
    if (candidate.promotable_state === "success" && candidate.candidate_type === "rc") {
      actions.push(md`promote ${candidateLink(candidate)}`);
    }
  }
  const flaky = dashboard.candidates.filter(({ flaky }) => flaky.length > 0);
  for (const candidate of flaky) {
    actions.push(
      md`look into ${candidate.flaky.join(", ")}: failed, then passed on ${
        candidateLink(candidate)
      }`,
    );
  }
  if (!dashboard.complete) {
    actions.unshift(md`find out why GitHub could not be read in full, and run the cycle again`);
  }
  return actions;
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
