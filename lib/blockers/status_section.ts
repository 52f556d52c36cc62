/**
 * The section of an issue's body that is ours. Absolute times only, so that it changes when its facts
 * change and not with the clock.
 * @module
 */

import type { Candidate } from "../candidates/dashboard.ts";
import { stamp } from "../report/age.ts";
import { code, join, link, type Markdown, md, raw, table, text } from "../report/markdown.ts";
import { marker } from "../report/marker.ts";
import type { BlockerRecord, Level } from "../state/state.ts";
import type { Evidence, Reason, Subject } from "./reasons.ts";
import {
  ADOPTED_MARKER,
  BLOCKER_MARKER,
  CLEARED_MARKER,
  CLOSED_MARKER,
  SINCE_MARKER,
} from "./recovery.ts";

/** Most failed jobs named for one check. */
const MOST_JOBS = 10;

/** An escalation level that comes due. */
export interface Next {
  /** The level that the blocker reaches then. */
  readonly level: Level;
  /** `YYYY-MM-DDTHH:MM:SSZ`; absolute, so that the section changes only when its facts do. */
  readonly at: string;
}

/** The section of a blocker whose reason holds; `record` is null for an issue that is being created. */
export function statusSection(
  subject: Subject,
  { record, next }: { record: BlockerRecord | null; next: Next | null },
): Markdown {
  const since = record?.first_seen ?? subject.since;
  const parts = [
    markers({ fingerprint: record?.fingerprint ?? subject.fingerprint, since, record }),
    headline(subject, since),
    nextAction(subject),
    evidenceTable(subject),
    ...subject.reasons.map(failedJobs),
    join(subject.reasons.map(history).filter(({ source }) => source !== "")),
    standing(record, next),
  ];
  return join(parts.filter(({ source }) => source !== ""), "\n\n");
}

/** The section of a blocker whose reason is gone. */
export function clearedSection(record: BlockerRecord, { closes }: { closes: boolean }): Markdown {
  const { fingerprint = "", first_seen: since, cleared_at, closed_at } = record;
  const then = closed_at !== undefined
    ? md`Closed ${stamp(closed_at)}.`
    : closes
    ? "This issue closes itself when it stays that way."
    : "Close this issue when you agree.";
  return join([
    markers({ fingerprint, since, record }),
    md`**Cleared** ${
      stamp(cleared_at)
    }: the requirement is met, or no longer asked for, on every candidate of the line. ${then}`,
  ], "\n\n");
}

/** What a lost state is rebuilt from. */
function markers(
  { fingerprint, since, record }: {
    fingerprint: string;
    since: string;
    record: BlockerRecord | null;
  },
): Markdown {
  const { adopted, cleared_at, closed_at } = record ?? {};
  return raw([
    marker(BLOCKER_MARKER, fingerprint),
    marker(SINCE_MARKER, since),
    ...adopted === true ? [marker(ADOPTED_MARKER, "")] : [],
    ...cleared_at === undefined ? [] : [marker(CLEARED_MARKER, cleared_at)],
    ...closed_at === undefined ? [] : [marker(CLOSED_MARKER, closed_at)],
  ].join("\n"));
}

function headline({ line, reasons }: Subject, since: string): Markdown {
  const [first, ...others] = reasons;
  return others.length > 0
    ? md`**${line} cannot ship:** ${reasons.length} required checks are not met, since ${
      stamp(since)
    }.`
    : md`**${line} cannot ship:** the required check **${first.check}** ${
      stateWords(first)
    } since ${stamp(since)}.`;
}

function stateWords({ category, evidence }: Reason): string {
  const first = evidence[0].unmet;
  if (category === "failed") return `has failed (${first.conclusion})`;
  if (category === "missing") return "has no result";
  return `is still ${first.category}`;
}

function nextAction({ line, reasons }: Subject): Markdown {
  const { category, evidence } = reasons[0];
  const { unmet, candidate } = evidence[0];
  const run = unmet.url === null
    ? md`commit ${link(shortSha(candidate), candidate.commit_url)}`
    : link("the run", unmet.url);
  if (category === "failed") {
    return md`**Do next:** open ${run}, fix the failure or run it again; this issue says so once the check passes on every candidate of ${line}.`;
  }
  if (category === "missing") {
    return md`**Do next:** find out why the check never started on ${run}: a path filter, a disabled workflow, or a renamed check.`;
  }
  return md`**Do next:** look at ${run}: is it waiting for a runner, an approval, or stuck?`;
}

function evidenceTable({ reasons }: Subject): Markdown {
  const rows = reasons.flatMap(({ check, evidence }) =>
    evidence.map(({ candidate, unmet }) => [
      text(check),
      link(md`${candidate.tag} (${shortSha(candidate)})`, candidate.commit_url),
      unmet.url === null ? text(unmet.conclusion) : link(unmet.conclusion, unmet.url),
      text(stamp(unmet.since)),
      text(unmet.why_required),
    ])
  );
  return table(["Check", "Candidate", "Result", "Since", "Required because"], rows);
}

/** As code, so that it can be copied: in text it would be kept from becoming a reference. */
function shortSha({ commit_sha }: Candidate): Markdown {
  return code(commit_sha.slice(0, 7));
}

function failedJobs({ evidence }: Reason): Markdown {
  const jobs = evidence.flatMap(({ unmet }) => unmet.jobs).slice(0, MOST_JOBS);
  return jobs.length === 0
    ? raw("")
    : md`Failed jobs: ${join(jobs.map(({ name, url }) => link(name, url)), ", ")}`;
}

/** Between which commits to look: the first and the latest that fail, and the latest that passes. */
function history({ check, evidence, passed }: Reason): Markdown {
  const failing = evidence.filter(({ unmet }) => unmet.category === "failed")
    .toSorted((a, b) => Date.parse(a.unmet.since) - Date.parse(b.unmet.since));
  const [first, latest] = [failing[0], failing.at(-1)];
  return join([
    ...first === undefined || latest === undefined || first === latest ? [] : [
      md`- **${check}** failed first on ${failedOn(first)}, latest on ${failedOn(latest)}.`,
    ],
    ...passed === null ? [] : [
      md`- **${check}** last passed on ${
        link(md`${passed.tag} (${shortSha(passed)})`, passed.commit_url)
      }, committed ${stamp(passed.committed_at)}.`,
    ],
  ]);
}

function failedOn({ candidate, unmet }: Evidence): Markdown {
  return md`${link(candidate.tag, unmet.url ?? candidate.commit_url)} at ${stamp(unmet.since)}`;
}

function standing(record: BlockerRecord | null, next: Next | null): Markdown {
  if (record === null) return raw("");
  const { route, escalation_level: level } = record;
  return join([
    ...route === undefined ? [] : [md`- Routed to **${route.team}** by ${route.rule}.`],
    ...level === "none" ? [] : [md`- Escalation level: **${level}**.`],
    ...next === null ? [] : [md`- Next: level **${next.level}** at ${stamp(next.at)}.`],
  ]);
}
