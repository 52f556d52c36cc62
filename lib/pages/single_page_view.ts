/**
 * What the single page shows: everything in bounds, and of what was cut how much and where the rest is.
 * @module
 */

import { age, stamp } from "../report/age.ts";
import { clean } from "../report/clean.ts";
import {
  code,
  cutLines,
  details,
  fileLink,
  join,
  link,
  list,
  type Markdown,
  md,
  type Part,
  raw,
  table,
} from "../report/markdown.ts";
import { ALWAYS_FILES, bundleFiles } from "./bundle_files.ts";
import { embedded, leadOf, notGeneratedLead } from "./embedded.ts";
import { headline, numbersOf } from "./headline.ts";
import { type LineVerdict, lineVerdicts, STATE_WORDS, unplaced } from "./lines.ts";
import { gapsBesides, isIncomplete, type PageBlocker, type PageFacts } from "./page_facts.ts";
import { short } from "./short.ts";

/** Most entries and lines of each part. */
const SINGLE_PAGE_BOUNDS = {
  lines: 40,
  candidates: 4,
  queue: 15,
  blockers: 10,
  gaps: 10,
  escalation: 30,
  digest: 100,
  handoff: 80,
} as const;

/** Headings of the page, in order: their anchors stay the same from cycle to cycle. */
const SECTIONS = [
  ["Release snapshot", "release-snapshot"],
  ["Action queue", "action-queue"],
  ["Top blockers", "top-blockers"],
  ["Escalation", "escalation"],
  ["Digest", "digest"],
  ["On-call handoff", "on-call-handoff"],
  ["Artifacts", "artifacts"],
] as const;

/** What the template of the single page reads. */
export interface SinglePageView {
  /** `owner/name`, plain text. */
  readonly repository: string;
  /** Can we ship? In one sentence without its full stop, plain text. */
  readonly headline: string;
  /** What could not be read; null when everything was. */
  readonly incomplete: { readonly title: string; readonly gaps: Markdown } | null;
  /** A sentence that says that nothing was written; null when the cycle was live. */
  readonly mode: string | null;
  /** Table: as of when, which run, health, open blockers. */
  readonly facts: Markdown;
  /** Links to the sections, in one line. */
  readonly contents: Markdown;
  /** Table: the verdict on each line. */
  readonly lines: Markdown;
  /** What to ship, to fix and to wait for. */
  readonly queue: Markdown;
  /** Table: the first open blockers, and how many more there are. */
  readonly blockers: Markdown;
  /** Step 4's report, cut and in a collapsible block. */
  readonly escalation: Markdown;
  /** Step 5's report likewise, or why there is none. */
  readonly digest: Markdown;
  /** Step 6's report likewise, or why there is none. */
  readonly handoff: Markdown;
  /** Table: the files of the bundle, and what each is for. */
  readonly artifacts: Markdown;
}

const MODES: Readonly<Record<PageFacts["mode"], string | null>> = {
  live: null,
  dry_run: "Dry run: nothing was written to GitHub and no state was saved.",
  read_only: "Read-only mode: nothing was written to GitHub.",
};

/** Builds the view; the same facts give the same view. */
export function singlePageView(facts: PageFacts): SinglePageView {
  const lines = lineVerdicts(facts);
  return {
    repository: facts.repository,
    headline: headline(facts, lines),
    incomplete: incompleteView(facts),
    mode: MODES[facts.mode],
    facts: factsTable(facts),
    contents: join(SECTIONS.map(([title, anchor]) => raw(`[${title}](#${anchor})`)), " · "),
    lines: linesTable(lines, facts),
    queue: actionQueue(lines, facts),
    blockers: blockersTable(facts),
    escalation: report(facts, "escalation_report.md", {
      summary: "Escalation report",
      max: SINGLE_PAGE_BOUNDS.escalation,
    }),
    digest: report(facts, "release_ops_digest.md", {
      summary: "Digest of this cycle",
      max: SINGLE_PAGE_BOUNDS.digest,
    }),
    handoff: report(facts, "oncall_handoff.md", {
      summary: "Handoff of this cycle",
      max: SINGLE_PAGE_BOUNDS.handoff,
    }),
    artifacts: artifacts(facts),
  };
}

function incompleteView(facts: PageFacts): SinglePageView["incomplete"] {
  if (!isIncomplete(facts)) return null;
  const title = facts.blind !== null
    ? `There is no data: GitHub could not be read (${clean(facts.blind, { max: 400 })})`
    : facts.dashboard === null
    ? "There is no dashboard: its step failed"
    : "GitHub could not be read in full";
  const gaps = gapsBesides(facts);
  const shown = gaps.slice(0, SINGLE_PAGE_BOUNDS.gaps)
    .map(({ what, why }) => md`> - ${what}: ${why}`);
  const left = gaps.length - shown.length;
  return { title, gaps: join(left > 0 ? [...shown, md`> - and ${left} more`] : shown) };
}

function factsTable(facts: PageFacts): Markdown {
  const { dashboard, health_before } = facts;
  const score = dashboard?.health.score;
  const before = health_before === null || health_before.score === score
    ? ""
    : `, was ${health_before.score}`;
  return table(["Fact", "Value"], [
    ["Repository", link(facts.repository, facts.repository_url)],
    ["As of", stamp(facts.at)],
    ["Cycle", link(md`run ${code(facts.run_id)}`, facts.run_url)],
    ["Health", score === undefined ? "unknown" : `${score} of 100${before}`],
    ["Open blockers", openBlockers(facts)],
  ]);
}

function openBlockers(facts: PageFacts): string {
  const open = facts.blockers.filter(({ holds }) => holds);
  const p0 = open.filter(({ severity }) => severity === "P0").length;
  return `${open.length}${open.length > 0 ? `, ${p0} of them P0` : ""}${
    isIncomplete(facts) ? " known; there may be more" : ""
  }`;
}

/** The verdict on every line as a table. */
export function linesTable(lines: readonly LineVerdict[], facts: PageFacts): Markdown {
  if (lines.length === 0) {
    return md`${isIncomplete(facts) ? "No candidate is known." : "No candidate is alive."}`;
  }
  const rows = lines.slice(0, SINGLE_PAGE_BOUNDS.lines).map((line): Part[] => [
    short(line.line, 80),
    md`**${STATE_WORDS[line.state]}**`,
    line.state === "success" ? "" : age(line.age_minutes),
    reasonOf(line),
    ownerOf(line),
    candidatesOf(line),
  ]);
  const shown = table(["Line", "Verdict", "For", "Because of", "Owner", "Candidates"], rows);
  return withMore(shown, lines.length - rows.length, "dashboard.md");
}

/** Nobody owns what needs nobody: a line that can ship, or that waits and has no issue yet. */
function ownerOf({ state, owner, issue }: LineVerdict): string {
  if (state === "success" || (state === "pending" && issue === null)) {
    return owner === null ? "" : short(owner, 100);
  }
  return owner === null ? "nobody yet" : short(owner, 100);
}

/** The candidates of a line, with their state where it is not the line's. */
function candidatesOf({ candidates, state }: LineVerdict): Markdown {
  const shown = candidates.slice(0, SINGLE_PAGE_BOUNDS.candidates).map((candidate) => {
    const named = link(short(candidate.tag, 100), candidate.url);
    return candidate.state === state || candidates.length === 1
      ? named
      : md`${named} (${candidate.state === "success" ? "passed" : candidate.state})`;
  });
  const more = candidates.length - shown.length;
  return join(more > 0 ? [...shown, `${more} more`] : shown, ", ");
}

function reasonOf({ by, more, issue, check_url }: LineVerdict): Markdown {
  if (by === null) return raw("");
  const named = link(short(by, 200), check_url);
  const others = more > 0 ? md` and ${more} more` : raw("");
  return issue === null
    ? md`${named}${others}`
    : md`${named}${others} (${link(raw(`\\#${issue.number}`), issue.url)})`;
}

/** Ready, blocked, pending: what somebody can do about each line. */
function actionQueue(lines: readonly LineVerdict[], facts: PageFacts): Markdown {
  const groups = [
    ["Ready", lines.filter(({ state }) => state === "success")],
    ["Blocked", lines.filter(({ state }) => state === "blocked" || state === "held")],
    ["Pending", lines.filter(({ state }) => state === "pending")],
  ] as const;
  return join(
    groups.map(([title, own]) => {
      const items = own.slice(0, SINGLE_PAGE_BOUNDS.queue).map((line) => queueItem(line, facts));
      const none = isIncomplete(facts) ? "None is known." : "None.";
      const body = items.length === 0 ? md`${none}` : list(items);
      return md`**${title} (${own.length})**\n\n${
        withMore(body, own.length - items.length, "dashboard.md")
      }`;
    }),
    "\n\n",
  );
}

function queueItem(line: LineVerdict, facts: PageFacts): Markdown {
  const name = md`**${short(line.line, 80)}**`;
  if (line.state === "success") {
    const candidate = line.candidates[0];
    const loose = unplaced(facts);
    const first = loose.length === 0 ? "" : `, once it is clear that ${numbersOf(loose)} may wait`;
    return candidate === undefined
      ? md`${name}: ship it${first}`
      : md`${name}: ship ${link(short(candidate.tag, 100), candidate.url)} at ${
        code(candidate.sha.slice(0, 7))
      }${first}`;
  }
  const owner = line.owner === null ? "find an owner" : `${short(line.owner, 100)} to act`;
  if (line.state === "pending") {
    return md`${name}: wait for ${reasonOf(line)}, pending ${age(line.age_minutes)}`;
  }
  return md`${name}: ${owner}, ${line.said} by ${reasonOf(line)}`;
}

function blockersTable(facts: PageFacts): Markdown {
  if (facts.blockers.length === 0) {
    return md`${isIncomplete(facts) ? "No open blocker is known." : "Nothing is blocked."}`;
  }
  const shown = facts.blockers.slice(0, SINGLE_PAGE_BOUNDS.blockers);
  const rows = shown.map((blocker): Part[] => [
    blocker.severity,
    link(blocker.number === null ? "no issue yet" : raw(`\\#${blocker.number}`), blocker.url),
    short(blocker.title, 200),
    blocker.line === null ? "none" : short(blocker.line, 80),
    blocker.holds ? age(blocker.age_minutes) : "cleared",
    levelOf(blocker),
    blocker.owner === null ? "nobody yet" : short(blocker.owner, 100),
  ]);
  return withMore(
    table(["Severity", "Issue", "Blocker", "Line", "Age", "Level", "Owner"], rows),
    facts.blockers.length - shown.length,
    "blocked_issues_report.md",
  );
}

function levelOf({ level, next }: PageBlocker): string {
  return next === null ? level : `${level}, ${next.level} at ${stamp(next.at)}`;
}

/** A report in a collapsible block; one that was not generated is said in a line. */
function report(
  facts: PageFacts,
  name: string,
  { summary, max }: { summary: string; max: number },
): Markdown {
  const source = facts.reports[name];
  if (source === undefined) return md`There is no report of this step.`;
  if (notGeneratedLead(source)) return md`${leadOf(source)}\n\nFull report: ${fileLink(name)}`;
  const { text: kept, cut } = cutLines(embedded(source), max);
  const rest = cut === 0
    ? md`Full report: ${fileLink(name)}`
    : md`${cut} more ${cut === 1 ? "line" : "lines"} in the full report: ${fileLink(name)}`;
  return details(summary, md`${kept}\n\n${rest}`);
}

function artifacts(facts: PageFacts): Markdown {
  const names = [...new Set([...facts.files, ...ALWAYS_FILES])];
  const rows = bundleFiles(names).flatMap(({ files }) =>
    files.map(({ name, purpose }): Part[] => [fileLink(name), purpose])
  );
  return table(["File", "What it is for"], rows);
}

function withMore(shown: Markdown, more: number, file: string): Markdown {
  return more > 0 ? md`${shown}\n\n${more} more: see ${fileLink(file)}` : shown;
}
