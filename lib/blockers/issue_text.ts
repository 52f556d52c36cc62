/**
 * What is written into issues about blockers: titles, the section that is ours, comments. Absolute
 * times only, so that a text changes when its facts change and not with the clock.
 * @module
 */

import { code, join, link, type Markdown, md, raw, table, text } from "../report/markdown.ts";
import { stamp } from "../report/age.ts";
import { marker, replaceSection, section } from "../report/marker.ts";
import { cutBody, cutTitle } from "../report/limits.ts";
import type { IssueFacts } from "../observation/observation.ts";
import type { BlockerRecord, Level } from "../state/state.ts";
import { BLOCKER_MARKER, CLEARED_MARKER, SINCE_MARKER } from "./ownership.ts";
import type { Evidence, Reason, Subject } from "./reasons.ts";

/** Name of the section of an issue's body that is ours. */
export const STATUS_SECTION = "status";

/** What is wrong, in a few words: `Unit Tests`, or `7 required checks`. */
export function titleOf(subject: Subject): string {
  return subject.group
    ? `${subject.reasons.length} required checks`
    : (subject.reasons[0] as Reason).check;
}

/** Title and body of a new issue. */
export function trackingIssue(
  subject: Subject,
  older: IssueFacts | null,
): { title: string; body: string } {
  const words = { failed: "failed", queued: "has not finished", missing: "is missing" };
  const title = subject.group
    ? `${subject.line} is blocked: ${subject.reasons.length} required checks are not met`
    : `${subject.line} is blocked: ${titleOf(subject)} ${
      words[(subject.reasons[0] as Reason).category]
    }`;
  const status = statusSection({
    subject,
    record: null,
    next: null,
    fingerprint: subject.fingerprint,
  });
  const history = older === null
    ? ""
    : `\n\nThe same blocker was tracked before in #${older.number}.`;
  return {
    title: cutTitle(plain(title)),
    body: cutBody(`${section(STATUS_SECTION, status)}${history}`, { note: "The rest was cut." }),
  };
}

/** What the section needs beyond the reasons. */
export interface SectionInput {
  /** Null once the reason is gone. */
  readonly subject: Subject | null;
  readonly fingerprint: string;
  /** Null for an issue that is being created. */
  readonly record: BlockerRecord | null;
  /** What comes due next; null when nothing does. */
  readonly next: { readonly level: Level; readonly at: string } | null;
}

/** The body of an issue with our section brought up to date; people's text stays as it is. */
export function withStatus(body: string, input: SectionInput): string {
  return replaceSection(body, STATUS_SECTION, statusSection(input));
}

function statusSection({ subject, fingerprint, record, next }: SectionInput): string {
  const since = record?.first_seen ?? subject?.since ?? "";
  const markers = [
    marker(BLOCKER_MARKER, fingerprint),
    marker(SINCE_MARKER, since),
    ...record?.cleared_at === undefined ? [] : [marker(CLEARED_MARKER, record.cleared_at)],
  ].join("\n");
  if (subject === null || record?.cleared_at !== undefined) {
    return `${markers}\n**Cleared** ${
      stamp(record?.cleared_at ?? "")
    }: the requirement is met, or no longer asked for, on every candidate of the line. Close this issue when you agree.`;
  }
  const parts: Markdown[] = [
    raw(markers),
    headline(subject, since),
    nextAction(subject),
    evidenceTable(subject),
    ...subject.reasons.flatMap(failedJobs),
    standing(record, next),
  ];
  return join(parts.filter(({ source }) => source !== ""), "\n\n").source;
}

function headline(subject: Subject, since: string): Markdown {
  return subject.group
    ? md`**${subject.line} cannot ship:** ${
      String(subject.reasons.length)
    } required checks are not met, since ${stamp(since)}.`
    : md`**${subject.line} cannot ship:** the required check **${titleOf(subject)}** ${
      stateWords(subject.reasons[0] as Reason)
    } since ${stamp(since)}.`;
}

function stateWords({ category, evidence }: Reason): string {
  const first = (evidence[0] as Evidence).unmet;
  if (category === "failed") return `has failed (${first.conclusion})`;
  if (category === "missing") return "has no result";
  return `is still ${first.category}`;
}

function nextAction(subject: Subject): Markdown {
  const { category, evidence } = subject.reasons[0] as Reason;
  const { unmet, candidate } = evidence[0] as Evidence;
  const run = unmet.url === null
    ? md`commit ${link(candidate.commit_sha.slice(0, 7), candidate.commit_url)}`
    : link("the run", unmet.url);
  if (category === "failed") {
    return md`**Do next:** open ${run}, fix the failure or run it again; this issue says so once the check passes on every candidate of ${subject.line}.`;
  }
  if (category === "missing") {
    return md`**Do next:** find out why the check never started on ${run}: a path filter, a disabled workflow, or a renamed check.`;
  }
  return md`**Do next:** look at ${run}: is it waiting for a runner, an approval, or stuck?`;
}

function evidenceTable(subject: Subject): Markdown {
  const rows = subject.reasons.flatMap(({ check, evidence }) =>
    evidence.map(({ candidate, unmet }) => [
      text(check),
      link(`${candidate.tag} (${candidate.commit_sha.slice(0, 7)})`, candidate.commit_url),
      unmet.url === null ? text(unmet.conclusion) : link(unmet.conclusion, unmet.url),
      text(stamp(unmet.since)),
      text(unmet.why_required),
    ])
  );
  return table(["Check", "Candidate", "Result", "Since", "Required because"], rows);
}

function failedJobs(reason: Reason): Markdown[] {
  const jobs = reason.evidence.flatMap(({ unmet }) => unmet.jobs).slice(0, 10);
  return jobs.length === 0
    ? []
    : [md`Failed jobs: ${join(jobs.map(({ name, url }) => link(name, url)), ", ")}`];
}

function standing(record: BlockerRecord | null, next: SectionInput["next"]): Markdown {
  if (record === null) return raw("");
  const lines = [
    ...record.route === undefined
      ? []
      : [md`- Routed to **${record.route.team}** by ${record.route.rule}.`],
    ...record.escalation_level === "none"
      ? []
      : [md`- Escalation level: **${record.escalation_level}**.`],
    ...next === null ? [] : [md`- Next: level **${next.level}** at ${stamp(next.at)}.`],
  ];
  return join(lines);
}

/** The comment that adopts a person's issue. */
export function adoptComment(subject: Subject): string {
  return md`This issue tracks a release blocker: ${
    code(titleOf(subject))
  } keeps **${subject.line}** from shipping since ${
    stamp(subject.since)
  }. It is watched from here on; no second issue is opened for it.`.source;
}

/** The comment on a blocker that had cleared and is back. */
export function returnedComment(subject: Subject): string {
  return md`It is back: ${
    code(titleOf(subject))
  } keeps **${subject.line}** from shipping again since ${stamp(subject.since)}.`.source;
}

/** The comment on a blocker whose reason is gone. */
export function clearedComment(why: string, options: { closes: boolean }): string {
  const then = options.closes
    ? "This issue closes itself when it stays that way."
    : "Close this issue when you agree.";
  return md`Cleared: ${why}. ${then}`.source;
}

/** The comment of the younger of two issues for one blocker. */
export function duplicateComment(kept: IssueFacts): string {
  const older = link(`the older issue ${kept.number}`, kept.url);
  return md`This doubles ${older}, which tracks the same blocker.`.source;
}

/** Titles are plain text on GitHub, but mentions in them are shown; control characters help nobody. */
function plain(title: string): string {
  return title.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
}
