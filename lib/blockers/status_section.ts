/**
 * The section of an issue's body that is ours. Absolute times only, so that it changes when its facts
 * change and not with the clock. Its words are in the templates, its markers are written here.
 * @module
 */

import type { NextEscalation } from "../escalation/level.ts";
import { stamp } from "../report/age.ts";
import { humanText } from "../report/human_text.ts";
import { code, join, link, type Markdown, md, raw, table, text } from "../report/markdown.ts";
import { marker } from "../report/marker.ts";
import type { BlockerRecord, CheckedCommit, FailingRuns } from "../state/state.ts";
import { failingRuns } from "./check_history.ts";
import { readFingerprint } from "./fingerprint.ts";
import type { Reason, Subject } from "./reasons.ts";
import {
  ADOPTED_MARKER,
  BLOCKER_MARKER,
  CLEARED_MARKER,
  CLOSED_MARKER,
  RETURNED_MARKER,
  SINCE_MARKER,
} from "./recovery.ts";

/** Most failed jobs named for one check. */
const MOST_JOBS = 10;

/** The section of a blocker whose reason holds; `record` is null for an issue that is being created. */
export function statusSection(
  subject: Subject,
  { record, next }: { record: BlockerRecord | null; next: NextEscalation | null },
): Markdown {
  const { line, reasons } = subject;
  const since = record?.first_seen ?? subject.since;
  const [{ check, evidence: [{ candidate, unmet }] }] = reasons;
  const words = humanText("issue_status", {
    line,
    count: reasons.length,
    check: reasons.length > 1 ? null : check,
    category: unmet.category,
    conclusion: unmet.conclusion,
    since: stamp(since),
    run: unmet.url === null
      ? md`commit ${link(shortSha(candidate.commit_sha), candidate.commit_url)}`
      : link("the run", unmet.url),
    route: record?.route === undefined ? null : routeView(record.route, record.applied_assignees),
    level: record?.escalation_level ?? null,
    next: next === null ? null : { level: next.level, at: stamp(next.at) },
    history: reasons.map((reason) => historyView(reason, record)),
    table: evidenceTable(subject),
    jobs: reasons.flatMap(failedJobs),
  });
  const fingerprint = record?.fingerprint ?? subject.fingerprint;
  return join([markers({ fingerprint, since, record }), words], "\n\n");
}

/** The section of a blocker whose reason is gone. */
export function clearedSection(record: BlockerRecord, { closes }: { closes: boolean }): Markdown {
  const { fingerprint = "", first_seen: since, cleared_at, closed_at, failing = {} } = record;
  const { line, check } = readFingerprint(fingerprint);
  const words = humanText("issue_cleared", {
    cleared: stamp(cleared_at),
    closed: closed_at === undefined ? null : stamp(closed_at),
    closes,
    line,
    check,
    since: stamp(since),
    history: Object.entries(failing).map(([name, runs]) => ({ check: name, ...runsView(runs) })),
  });
  return join([markers({ fingerprint, since, record }), words], "\n\n");
}

/** What a lost state is rebuilt from. */
function markers(
  { fingerprint, since, record }: {
    fingerprint: string;
    since: string;
    record: BlockerRecord | null;
  },
): Markdown {
  const { adopted, returned_at, cleared_at, closed_at } = record ?? {};
  return raw([
    marker(BLOCKER_MARKER, fingerprint),
    marker(SINCE_MARKER, since),
    ...adopted === true ? [marker(ADOPTED_MARKER, "")] : [],
    ...returned_at === undefined ? [] : [marker(RETURNED_MARKER, returned_at)],
    ...cleared_at === undefined ? [] : [marker(CLEARED_MARKER, cleared_at)],
    ...closed_at === undefined ? [] : [marker(CLOSED_MARKER, closed_at)],
  ].join("\n"));
}

/** As routing remembers it: `default` stands for no team, and then the rule tells whose it is. */
function routeView(
  { team, rule, at }: NonNullable<BlockerRecord["route"]>,
  people: readonly string[] = [],
): object {
  return {
    nowhere: rule === "the default",
    team: team === "default" ? null : team,
    people: people.length === 0 ? null : join(people.map((name) => code(name)), ", "),
    rule,
    at: stamp(at),
  };
}

/** Between which commits to look: the first and the latest that fail, and the latest that passes. */
function historyView(reason: Reason, record: BlockerRecord | null): object {
  const { check, passed, evidence } = reason;
  const runs = failingRuns(reason, record?.failing);
  return {
    check,
    ...runs === null ? { first: null, latest: null, same: false } : runsView(runs),
    passed: passed === null ? null : md`${named(passed)}, committed ${stamp(passed.at)}`,
    again: passed !== null &&
      evidence.some(({ candidate, unmet }) =>
        unmet.category === "failed" && candidate.commit_sha === passed.commit_sha
      ),
  };
}

function runsView({ first, latest }: FailingRuns): object {
  return {
    first: md`${named(first)} at ${stamp(first.at)}`,
    latest: md`${named(latest)} at ${stamp(latest.at)}`,
    same: first.url === latest.url && first.at === latest.at,
  };
}

function named({ tag, commit_sha, url }: CheckedCommit): Markdown {
  return link(md`${tag} (${shortSha(commit_sha)})`, url);
}

function evidenceTable({ reasons }: Subject): Markdown {
  const rows = reasons.flatMap(({ check, evidence }) =>
    evidence.map(({ candidate, unmet }) => [
      text(check),
      link(md`${candidate.tag} (${shortSha(candidate.commit_sha)})`, candidate.commit_url),
      unmet.url === null ? text(unmet.conclusion) : link(unmet.conclusion, unmet.url),
      text(stamp(unmet.since)),
      text(unmet.why_required),
    ])
  );
  return table(["Check", "Candidate", "Result", "Since", "Required because"], rows);
}

/** As code, so that it can be copied: in text it would be kept from becoming a reference. */
function shortSha(sha: string): Markdown {
  return code(sha.slice(0, 7));
}

function failedJobs({ evidence }: Reason): Markdown[] {
  const jobs = evidence.flatMap(({ unmet }) => unmet.jobs).slice(0, MOST_JOBS);
  return jobs.length === 0 ? [] : [join(jobs.map(({ name, url }) => link(name, url)), ", ")];
}
