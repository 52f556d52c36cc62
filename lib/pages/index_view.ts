/**
 * What `index.html` shows, in the order in which a person asks: words, addresses and coordinates, so
 * that the template only has to place them.
 * @module
 */

import { age, stamp } from "../report/age.ts";
import { safeUrl } from "../report/html.ts";
import { agenda } from "./agenda.ts";
import { bundleFiles, relativeHref } from "./bundle_files.ts";
import {
  agesChart,
  type BarChart,
  blockedChart,
  checksMatrix,
  type HealthChart,
  healthChart,
  type Matrix,
} from "./charts.ts";
import { short } from "./short.ts";
import { headline } from "./headline.ts";
import { type LineVerdict, lineVerdicts, STATE_WORDS } from "./lines.ts";
import { owners } from "./owners.ts";
import { gapsBesides, isIncomplete, type PageBlocker, type PageFacts } from "./page_facts.ts";

/** Most entries of each list on the page; what is cut is said, with a link to the full report. */
export const INDEX_BOUNDS = { blockers: 30, changes: 15, due: 12, gaps: 10, owners: 20 } as const;

/** A list that was cut to its bound. */
export interface Bounded<T> {
  /** The first ones, up to the bound. */
  readonly shown: readonly T[];
  /** How many were cut; 0 for none. */
  readonly more: number;
}

/** A label with an address, which may be missing. */
export interface Linked {
  /** Plain text; the template escapes it. */
  readonly text: string;
  /** Safe to put into a page; null when there is none, or it is not to be trusted. */
  readonly url: string | null;
}

/** What the template of `index.html` reads. */
export interface IndexView {
  /** Of the browser's tab: the verdict first. */
  readonly title: string;
  /** `owner/name`. */
  readonly repository: Linked;
  /** The workflow run; without a link outside of Actions. */
  readonly run: Linked;
  /** Instant of the cycle, RFC 3339. */
  readonly at: string;
  /** The same for people: `2026-01-08 08:15 UTC`. */
  readonly at_words: string;
  /** Version of this program. */
  readonly version: string;
  /** A sentence that says that nothing was written; null when the cycle was live. */
  readonly mode: string | null;
  /** Can we ship? In one sentence without its full stop. */
  readonly headline: string;
  /** The worst of all lines, or `unknown`. */
  readonly state: string;
  /** What could not be read; null when everything was. */
  readonly incomplete: { readonly title: string; readonly gaps: Bounded<string> } | null;
  /** Titles of the steps that failed; empty where nothing could be read, for then the page says that. */
  readonly failed: readonly string[];
  /** One verdict for each line, the worst first. */
  readonly lines: readonly {
    readonly line: string;
    readonly state: string;
    readonly state_word: string;
    readonly said: string;
    /** Escalation level of its open blockers; null when none is reached. */
    readonly level: string | null;
    readonly by: Linked | null;
    readonly more: number;
    readonly owner: string | null;
    /** True when somebody should own it by now. */
    readonly asks_owner: boolean;
    readonly issue: Linked | null;
    readonly candidates: readonly (Linked & { readonly sha: string; readonly state: string })[];
    readonly more_candidates: number;
    readonly since: string;
    readonly since_words: string;
  }[];
  /** True when there is no earlier cycle to compare with. */
  readonly first_run: boolean;
  /** What is different from the last cycle. */
  readonly changes: Bounded<Linked & { readonly kind: string }>;
  /** What comes due when, the soonest first. */
  readonly due: Bounded<
    { at: string | null; at_words: string; in_words: string; what: Linked; about: string | null }
  >;
  /** Who has how much to do; what is nobody's comes first. */
  readonly owners: Bounded<
    { name: string | null; p0: number; p1: number; oldest: string; issue: Linked }
  >;
  /** Open blockers as rows of a table. */
  readonly blockers: Bounded<BlockerRow>;
  /** How many hold: cleared ones whose issue is still open do not count. */
  readonly open_blockers: number;
  /** Each null when there is nothing to draw. */
  readonly charts: {
    readonly health: HealthChart | null;
    readonly ages: BarChart | null;
    readonly blocked: BarChart | null;
  };
  /** Checks by candidate; null without either. */
  readonly matrix: Matrix | null;
  /** How each step went, in their order; reports only as far as they are in the bundle. */
  readonly steps: readonly {
    readonly number: string;
    readonly title: string;
    readonly outcome: string;
    readonly summary: string;
    /** `12 ms`, `1.2 s` */
    readonly took: string;
    readonly reports: readonly Linked[];
  }[];
  /** Every file of the bundle, in groups. */
  readonly files: readonly { title: string; files: readonly (Linked & { purpose: string })[] }[];
  /** Addresses of reports that the page points at; null when the bundle does not hold them. */
  readonly reports: Readonly<Record<string, string | null>>;
}

/** One row of the table of open blockers. */
export interface BlockerRow {
  /** `P0` or `P1`. */
  readonly severity: string;
  /** Escalation level. */
  readonly level: string;
  /** `#123`; null as long as no issue exists. */
  readonly number: string | null;
  /** Plain text, cut to fit. */
  readonly title: string;
  /** Page of the issue; null when there is none. */
  readonly url: string | null;
  /** Null for a person's issue that names no single line. */
  readonly line: string | null;
  /** `2026-01-08 08:15 UTC` */
  readonly since: string;
  /** `3 h 20 min` */
  readonly age: string;
  /** Team or assignees; null when it is nobody's yet. */
  readonly owner: string | null;
  /** What is special about its issue: planned, deferred, failed, cleared; null for nothing. */
  readonly note: string | null;
}

const MODES: Readonly<Record<PageFacts["mode"], string | null>> = {
  live: null,
  dry_run:
    "Dry run: nothing was written to GitHub and no state was saved. What follows says what would be done.",
  read_only: "Read-only mode: nothing was written to GitHub. What follows says what would be done.",
};

const NOTES: Readonly<Record<PageBlocker["tracking"], string | null>> = {
  tracked: null,
  planned: "its issue is only planned",
  deferred: "its issue is deferred to the next cycle",
  failed: "its issue could not be created",
};

/** Builds the view; the same facts give the same view. */
export function indexView(facts: PageFacts): IndexView {
  const lines = lineVerdicts(facts);
  const files = new Set(facts.files);
  const said = headline(facts, lines);
  return {
    title: `${said} · ${facts.repository}`,
    repository: { text: facts.repository, url: safeUrl(facts.repository_url) },
    run: { text: `run ${facts.run_id}`, url: safeUrl(facts.run_url) },
    at: facts.at,
    at_words: stamp(facts.at),
    version: facts.version,
    mode: MODES[facts.mode],
    headline: said,
    state: isIncomplete(facts) || lines.length === 0 ? "unknown" : lines[0]?.state ?? "unknown",
    incomplete: incompleteView(facts),
    failed: facts.blind !== null
      ? []
      : facts.steps.filter(({ outcome }) => outcome === "failed").map(({ title }) => short(title)),
    lines: lines.map((line) => lineView(line)),
    first_run: facts.first_run,
    changes: bounded(
      facts.changes.map(({ kind, text, url }) => ({ kind, text: short(text), url: safeUrl(url) })),
      INDEX_BOUNDS.changes,
    ),
    due: bounded(
      agenda(facts).map(({ at, what, about, url }) => ({
        at,
        at_words: at === null ? "never" : stamp(at),
        in_words: at === null ? "" : distance(facts.at, at),
        what: { text: what, url: safeUrl(url) },
        about: about === null ? null : short(about),
      })),
      INDEX_BOUNDS.due,
    ),
    owners: bounded(
      owners(facts.blockers).map(({ name, p0, p1, oldest }) => ({
        name: name === null ? null : short(name),
        p0,
        p1,
        oldest: age(oldest.age_minutes),
        issue: { text: short(oldest.title), url: safeUrl(oldest.url) },
      })),
      INDEX_BOUNDS.owners,
    ),
    blockers: bounded(facts.blockers.map(blockerRow), INDEX_BOUNDS.blockers),
    open_blockers: facts.blockers.filter(({ holds }) => holds).length,
    charts: {
      health: healthChart(facts.dashboard?.health.history ?? [], facts.at),
      ages: agesChart(facts.blockers, facts.buckets),
      blocked: blockedChart(lines),
    },
    matrix: checksMatrix(facts.dashboard),
    steps: facts.steps.map(({ number, title, outcome, summary, reports, duration_ms }) => ({
      number,
      title: short(title),
      outcome,
      summary: short(summary, 400),
      took: took(duration_ms),
      reports: reports.filter((name) => files.has(name))
        .map((name) => ({ text: name, url: relativeHref(name) })),
    })),
    files: bundleFiles(facts.files).map(({ title, files }) => ({
      title,
      files: files.map(({ name, purpose }) => ({ text: name, url: relativeHref(name), purpose })),
    })),
    reports: Object.fromEntries(
      [
        "blocked_issues_report.md",
        "routing_report.md",
        "escalation_report.md",
        "cycle_summary.md",
        "dashboard.md",
      ]
        .map((name) => [name, files.has(name) ? relativeHref(name) : null]),
    ),
  };
}

function lineView(verdict: LineVerdict): IndexView["lines"][number] {
  const { line, state, said, level, by, more, owner, issue, check_url, candidates, since } =
    verdict;
  return {
    line: short(line, 80),
    state,
    state_word: STATE_WORDS[state],
    said,
    level: level === "none" ? null : level,
    by: by === null ? null : { text: short(by, 100), url: safeUrl(check_url) },
    more,
    owner: owner === null ? null : short(owner, 80),
    asks_owner: state === "blocked" || state === "held" || issue !== null,
    issue: issue === null ? null : { text: `#${issue.number}`, url: safeUrl(issue.url) },
    candidates: candidates.slice(0, 4).map(({ tag, url, sha, state }) => ({
      text: short(tag, 100),
      url: safeUrl(url),
      sha: sha.slice(0, 7),
      state,
    })),
    more_candidates: Math.max(0, candidates.length - 4),
    since,
    since_words: stamp(since),
  };
}

function incompleteView(facts: PageFacts): IndexView["incomplete"] {
  if (!isIncomplete(facts)) return null;
  const gaps = gapsBesides(facts).map(({ what, why }) => short(`${what}: ${why}`, 400));
  const title = facts.blind !== null
    ? `There is no data: GitHub could not be read. ${short(facts.blind, 400)}`
    : facts.dashboard === null
    ? "There is no dashboard: its step failed"
    : "GitHub could not be read in full";
  return { title, gaps: bounded(gaps, INDEX_BOUNDS.gaps) };
}

function blockerRow(blocker: PageBlocker): BlockerRow {
  return {
    severity: blocker.severity,
    level: blocker.level,
    number: blocker.number === null ? null : `#${blocker.number}`,
    title: short(blocker.title),
    url: safeUrl(blocker.url),
    line: blocker.line === null ? null : short(blocker.line, 80),
    since: stamp(blocker.since),
    age: age(blocker.age_minutes),
    owner: blocker.owner === null ? null : short(blocker.owner, 100),
    note: blocker.holds ? NOTES[blocker.tracking] : "cleared; the issue is still open",
  };
}

function distance(now: string, at: string): string {
  const minutes = Math.round((Date.parse(at) - Date.parse(now)) / 60_000);
  if (!Number.isFinite(minutes)) return "";
  return minutes <= 0 ? "due now" : `in ${age(minutes)}`;
}

function took(milliseconds: number): string {
  if (milliseconds < 1) return "< 1 ms";
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function bounded<T>(items: readonly T[], max: number): Bounded<T> {
  return { shown: items.slice(0, max), more: Math.max(0, items.length - max) };
}
