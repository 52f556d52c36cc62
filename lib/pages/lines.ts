/**
 * One verdict per release line: may it ship, and if not, since when, because of what, and whose is it.
 * @module
 */

import type { Candidate, PromotableState } from "../candidates/dashboard.ts";
import { MAIN_LINE } from "../candidates/select.ts";
import { compareLevels, higherLevel } from "../escalation/level.ts";
import { age } from "../report/age.ts";
import type { Level } from "../state/state.ts";
import type { PageBlocker, Train } from "./page_facts.ts";

/** `held`: every check passed, but an open blocker issue stands in the way. */
export type LineState = "blocked" | "held" | "pending" | "success";

/** The verdict on one line. */
export interface LineVerdict {
  /** `4.2`, `main`, or a branch without a version in its name. */
  readonly line: string;
  /** The worst of its candidates; `held` when all passed and an open blocker stands in the way. */
  readonly state: LineState;
  /** `can ship`, `blocked 3 h 20 min`: follows the line's name. */
  readonly said: string;
  /** `Unit Tests`; null when the line can ship. */
  readonly by: string | null;
  /** Further reasons besides `by`. */
  readonly more: number;
  /** Null when nothing stands in the way. */
  readonly owner: string | null;
  /** The highest escalation level of its open blockers. */
  readonly level: Level;
  /** The issue that tracks it; null when there is none yet. */
  readonly issue: { readonly number: number; readonly url: string | null } | null;
  /** The result that decided; null when there is none. */
  readonly check_url: string | null;
  /** Since when it is in this state, RFC 3339. */
  readonly since: string;
  /** Whole minutes since then. */
  readonly age_minutes: number;
  /** The worst first, then the longest in its state. */
  readonly candidates: readonly { tag: string; url: string; sha: string; state: PromotableState }[];
}

/** Words of each state, as a heading would say it. */
export const STATE_WORDS: Readonly<Record<LineState, string>> = {
  blocked: "Blocked",
  held: "Held",
  pending: "Pending",
  success: "Can ship",
};

const RANK: Readonly<Record<LineState, number>> = { blocked: 0, held: 1, pending: 2, success: 3 };
const OF_CANDIDATE: Readonly<Record<PromotableState, number>> = {
  blocked: 0,
  pending: 1,
  success: 2,
};

/** Open blockers that stand in the way of a line, the most urgent first. */
export function blockersOf(
  line: string,
  { blockers }: Pick<Train, "blockers">,
): readonly PageBlocker[] {
  return byTheirLine(blockers).get(line) ?? [];
}

/** Open blockers of which nobody can tell which line they stand in the way of. */
export function unplaced({ blockers }: Pick<Train, "blockers">): readonly PageBlocker[] {
  return byTheirLine(blockers).get(null) ?? [];
}

type ByLine = ReadonlyMap<string | null, readonly PageBlocker[]>;

/** Lists that were sorted into lines before: each candidate asks, and a list is never changed. */
const placed = new WeakMap<readonly PageBlocker[], ByLine>();

function byTheirLine(blockers: readonly PageBlocker[]): ByLine {
  let lines = placed.get(blockers);
  if (lines === undefined) {
    lines = Map.groupBy(blockers.filter(({ holds }) => holds), ({ line }) => line);
    placed.set(blockers, lines);
  }
  return lines;
}

/** What a candidate is: `held` when its checks passed and an open blocker stands in its line's way. */
export function stateOf(
  { line, promotable_state }: Pick<Candidate, "line" | "promotable_state">,
  train: Pick<Train, "blockers">,
): LineState {
  return promotable_state === "success" && blockersOf(line, train).length > 0
    ? "held"
    : promotable_state;
}

/**
 * The verdict on every line, the most urgent first: by state, then by level, then by age. A line is as
 * good as its worst candidate: blocked outranks pending, pending outranks promotable.
 */
export function lineVerdicts({ dashboard, blockers }: Train): LineVerdict[] {
  const lines = new Map<string, Candidate[]>();
  for (const candidate of dashboard?.candidates ?? []) {
    lines.set(candidate.line, [...lines.get(candidate.line) ?? [], candidate]);
  }
  return [...lines]
    .map(([line, candidates]) => {
      return verdictOn(line, { candidates, own: blockersOf(line, { blockers }) });
    })
    .toSorted((a, b) => RANK[a.state] - RANK[b.state] || byNeed(a, b) || byLine(a.line, b.line));
}

/** What can ship needs nobody. */
function byNeed(a: LineVerdict, b: LineVerdict): number {
  return a.state === "success"
    ? 0
    : compareLevels(b.level, a.level) || b.age_minutes - a.age_minutes;
}

function verdictOn(
  line: string,
  { candidates, own }: { candidates: Candidate[]; own: readonly PageBlocker[] },
): LineVerdict {
  const sorted = candidates.toSorted((a, b) =>
    OF_CANDIDATE[a.promotable_state] - OF_CANDIDATE[b.promotable_state] ||
    b.age_minutes - a.age_minutes
  );
  const worst = sorted[0] as Candidate;
  const common = {
    line,
    level: own.reduce<Level>((highest, { level }) => higherLevel(highest, level), "none"),
    candidates: sorted.map(({ tag, commit_url, commit_sha, promotable_state }) => ({
      tag,
      url: commit_url,
      sha: commit_sha,
      state: promotable_state,
    })),
  };
  if (worst.promotable_state === "success") return passed(common, { worst, own });
  const reason = worst.unmet[0];
  const tracked = own.find(({ what }) => what === reason?.name) ??
    own.find(({ what }) => reason !== undefined && what?.includes(reason.name)) ??
    own[0];
  const names = new Set(
    sorted.flatMap(({ unmet, promotable_state }) =>
      promotable_state === worst.promotable_state ? unmet.map(({ name }) => name) : []
    ),
  );
  const word = worst.promotable_state;
  return {
    ...common,
    state: word,
    said: `${word} ${age(worst.age_minutes)}`,
    by: reason === undefined ? worst.top_blocker : reason.name,
    more: Math.max(0, names.size - 1),
    owner: tracked?.owner ?? null,
    issue: issueOf(tracked),
    check_url: reason?.url ?? null,
    since: worst.since,
    age_minutes: worst.age_minutes,
  };
}

function passed(
  common: Pick<LineVerdict, "line" | "level" | "candidates">,
  { worst, own }: { worst: Candidate; own: readonly PageBlocker[] },
): LineVerdict {
  const blocker = own[0];
  const plain = { ...common, by: null, more: 0, owner: null, issue: null, check_url: null };
  if (blocker === undefined) {
    return {
      ...plain,
      state: "success",
      said: "can ship",
      since: worst.since,
      age_minutes: worst.age_minutes,
    };
  }
  return {
    ...plain,
    state: "held",
    said: `passed its checks, held ${age(blocker.age_minutes)}`,
    by: blocker.title,
    more: own.length - 1,
    owner: blocker.owner,
    issue: issueOf(blocker),
    since: blocker.since,
    age_minutes: blocker.age_minutes,
  };
}

function issueOf(blocker: PageBlocker | undefined): LineVerdict["issue"] {
  if (blocker === undefined || blocker.number === null) return null;
  return { number: blocker.number, url: blocker.url };
}

/** The default branch first, then versions from the newest, then names. */
function byLine(a: string, b: string): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  if (left === null || right === null) {
    if (left === null && right === null) {
      return a === MAIN_LINE ? -1 : b === MAIN_LINE ? 1 : a < b ? -1 : 1;
    }
    return left === null ? -1 : 1;
  }
  return right.major - left.major || right.minor - left.minor;
}

function versionOf(line: string): { major: number; minor: number } | null {
  const found = /^(\d+)\.(\d+)$/.exec(line);
  return found === null ? null : { major: Number(found[1]), minor: Number(found[2]) };
}
