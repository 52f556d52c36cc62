/**
 * Charts as coordinates and words: the templates draw them as inline SVG and write the words beside.
 * @module
 */

import type { Dashboard, DashboardCheck, HealthPoint } from "../candidates/dashboard.ts";
import { age, stamp } from "../report/age.ts";
import { cutText } from "../report/clean.ts";
import { safeUrl } from "../report/html.ts";
import { short } from "./short.ts";
import type { LineVerdict } from "./lines.ts";
import type { AgeBucket, PageBlocker } from "./page_facts.ts";

/** Width of every drawing, in its own units. */
const WIDTH = 320;
/** Height of one bar with its gap. */
const BAR = 26;
/** Where bars begin and how long the longest is. */
const BARS = { left: 112, length: 130 };
/** Most characters of a label beside a bar. */
const LABEL = 17;

/** Horizontal bars. */
export interface BarChart {
  /** All that the drawing says, in one sentence. */
  readonly said: string;
  /** Of the drawing, in its own units; the page scales it. */
  readonly width: number;
  /** In the same units: grows with the number of bars. */
  readonly height: number;
  /** Labels are clipped here: what a font makes of them is not known beforehand. */
  readonly label_width: number;
  /** One bar each from the top; positions in units of the drawing, `tone` a class of the style sheet. */
  readonly bars: readonly {
    readonly label: string;
    /** The label in full, for the table. */
    readonly name: string;
    readonly value: string;
    readonly y: number;
    readonly text_y: number;
    readonly x: number;
    readonly length: number;
    readonly value_x: number;
    readonly tone: string;
  }[];
}

/** One value of a bar chart. */
interface Bar {
  readonly name: string;
  readonly amount: number;
  readonly value: string;
  readonly tone: string;
}

function barChart(bars: readonly Bar[], said: string): BarChart {
  const most = Math.max(1, ...bars.map(({ amount }) => amount));
  return {
    said,
    width: WIDTH,
    height: bars.length * BAR,
    label_width: BARS.left - 6,
    bars: bars.map(({ name, amount, value, tone }, index) => {
      const length = amount === 0 ? 2 : Math.max(4, Math.round((amount / most) * BARS.length));
      return {
        label: cutText(short(name), LABEL),
        name: short(name),
        value,
        y: index * BAR + 4,
        text_y: index * BAR + 17,
        x: BARS.left,
        length,
        value_x: BARS.left + length + 6,
        tone: amount === 0 ? "none" : tone,
      };
    }),
  };
}

/** Open blockers by age; null when there are none. */
export function agesChart(
  blockers: readonly PageBlocker[],
  buckets: readonly AgeBucket[],
): BarChart | null {
  const holding = blockers.filter(({ holds }) => holds);
  if (holding.length === 0 || buckets.length === 0) return null;
  const counts = buckets.map(({ label }) => ({ label, count: 0 }));
  for (const { age_minutes } of holding) {
    const index = buckets.findIndex(({ max_minutes }) =>
      max_minutes === null || age_minutes <= max_minutes
    );
    const found = counts.at(index);
    if (found !== undefined) found.count++;
  }
  const said = counts.filter(({ count }) => count > 0).map(({ label, count }) =>
    `${label}: ${count}`
  );
  return barChart(
    counts.map(({ label, count }, index) => ({
      name: label,
      amount: count,
      value: String(count),
      tone: index === counts.length - 1 ? "blocked" : "plain",
    })),
    `Open blockers by age. ${said.join(", ")}`,
  );
}

/** How long each line has been kept from shipping; null when every line can ship. */
export function blockedChart(lines: readonly LineVerdict[]): BarChart | null {
  const waiting = lines.filter(({ state }) => state !== "success")
    .toSorted((a, b) => b.age_minutes - a.age_minutes).slice(0, 10);
  if (waiting.length === 0) return null;
  return barChart(
    waiting.map(({ line, state, age_minutes }) => ({
      name: line,
      amount: age_minutes,
      value: age(age_minutes),
      tone: state,
    })),
    `Time without a promotable commit. ${
      waiting.map(({ line, age_minutes }) => `${line}: ${age(age_minutes)}`).join(", ")
    }`,
  );
}

/** The health score over time, as a line with steps: between two points the score did not change. */
export interface HealthChart {
  /** All that the drawing says, in one sentence. */
  readonly said: string;
  /** Of the drawing, in its own units; the page scales it. */
  readonly width: number;
  /** In the same units. */
  readonly height: number;
  /** SVG path data of the line. */
  readonly path: string;
  /** SVG path data of what lies below the line. */
  readonly area: string;
  /** Lines for the scores 100, 50 and 0, from the top. */
  readonly grid: readonly { readonly y: number; readonly label: string }[];
  /** Where the line ends: the score of now. */
  readonly end: { readonly x: number; readonly y: number };
  /** Time of the first point, `2026-01-08 08:15 UTC`. */
  readonly from: string;
  /** Time of the cycle, likewise. */
  readonly to: string;
  /** The newest points as a table, newest first, at most 12. */
  readonly rows: readonly { at: string; score: number; open_blockers: number; p0: number }[];
}

const PLOT = { left: 30, right: 312, top: 8, bottom: 96, height: 116 };

/** Null with fewer than two points: one point is no history. */
export function healthChart(history: readonly HealthPoint[], now: string): HealthChart | null {
  const points = history.filter(({ at }) => !Number.isNaN(Date.parse(at)));
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return null;
  const begin = Date.parse(first.at);
  const span = Math.max(1, Date.parse(now) - begin);
  const x = (at: number): number =>
    round(PLOT.left + Math.min(1, Math.max(0, (at - begin) / span)) * (PLOT.right - PLOT.left));
  const y = (score: number): number =>
    round(PLOT.bottom - (score / 100) * (PLOT.bottom - PLOT.top));
  const path =
    points.map((point, index) =>
      index === 0
        ? `M${x(begin)} ${y(point.score)}`
        : `H${x(Date.parse(point.at))}V${y(point.score)}`
    ).join("") + `H${PLOT.right}`;
  const lowest = points.reduce((a, b) => b.score < a.score ? b : a);
  return {
    said: `Health is ${last.score} of 100. It was ${first.score} at ${stamp(first.at)}, ` +
      `at its lowest ${lowest.score} at ${stamp(lowest.at)}`,
    width: WIDTH,
    height: PLOT.height,
    path,
    area: `${path}V${PLOT.bottom}H${PLOT.left}Z`,
    grid: [100, 50, 0].map((score) => ({ y: y(score), label: String(score) })),
    end: { x: PLOT.right, y: y(last.score) },
    from: stamp(first.at),
    to: stamp(now),
    rows: points.toReversed().slice(0, 12).map(({ at, score, open_blockers, p0 }) => ({
      at: stamp(at),
      score,
      open_blockers,
      p0,
    })),
  };
}

/** How much a check matters to the candidates of a matrix. */
export type CheckKind = "required" | "conditional" | "informational";

/** Which check passed on which candidate. */
export interface Matrix {
  /** `required` on some candidate; else `conditional`, asked for on none of them; else `informational`. */
  readonly checks: readonly { readonly name: string; readonly kind: CheckKind }[];
  /** One candidate each, with a cell for each of `checks`; only what is not green has a link. */
  readonly rows: readonly {
    readonly tag: string;
    readonly state: string;
    readonly cells: readonly {
      readonly icon: string;
      readonly word: string;
      readonly url: string | null;
      /** True where no result is there yet and none is waited for. */
      readonly optional: boolean;
    }[];
  }[];
  /** Candidates and checks that do not fit. */
  readonly more: number;
  /** Checks that do not fit. */
  readonly more_checks: number;
}

const KINDS: readonly CheckKind[] = ["required", "conditional", "informational"];
const KIND_OF: Readonly<Record<DashboardCheck["required"], CheckKind>> = {
  always: "required",
  conditional: "required",
  conditional_skipped: "conditional",
  informational: "informational",
};
const MOST_ROWS = 60;
const MOST_CHECKS = 30;

/** Null without candidates or without checks. */
export function checksMatrix(dashboard: Dashboard | null): Matrix | null {
  const candidates = dashboard?.candidates ?? [];
  const ranks = new Map<string, number>();
  for (const { checks } of candidates) {
    for (const { name, required } of checks) {
      ranks.set(name, Math.min(KINDS.indexOf(KIND_OF[required]), ranks.get(name) ?? KINDS.length));
    }
  }
  const rank = (name: string): number => ranks.get(name) ?? KINDS.length - 1;
  const names = [...ranks.keys()].toSorted((a, b) =>
    rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
  );
  const shown = names.slice(0, MOST_CHECKS);
  if (shown.length === 0) return null;
  return {
    checks: shown.map((name) => ({
      name: short(name, 60),
      kind: KINDS[rank(name)] ?? "informational",
    })),
    rows: candidates.slice(0, MOST_ROWS).map(({ tag, promotable_state, checks }) => {
      const found = new Map(checks.map((check) => [check.name, check]));
      return {
        tag: short(tag, 100),
        state: promotable_state,
        cells: shown.map((name) => cellOf(found.get(name))),
      };
    }),
    more: Math.max(0, candidates.length - MOST_ROWS),
    more_checks: names.length - shown.length,
  };
}

function cellOf(check: DashboardCheck | undefined): Matrix["rows"][number]["cells"][number] {
  if (check === undefined || check.required === "conditional_skipped") {
    return { icon: "none", word: "not asked for", url: null, optional: false };
  }
  const [icon, word] = ({
    success: ["success", "passed"],
    failure: ["blocked", "failed"],
    pending: check.conclusion === "missing" ? ["missing", "missing"] : ["pending", "pending"],
    skipped: ["none", "skipped"],
  } as const)[check.status];
  const optional = check.status === "pending" && check.required === "informational";
  return {
    icon,
    word: optional ? `${word}, for information only` : word,
    url: check.status === "failure" || check.status === "pending" ? safeUrl(check.url) : null,
    optional,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
