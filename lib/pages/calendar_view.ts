/**
 * What the calendar of `simulate` shows: per task and month one sheet for each gating, every day with
 * what became of its occurrences.
 * @module
 */

import type { Fate, Gating } from "../cadence/simulate.ts";
import { GATING_NAMES, type Service } from "../cadence/service.ts";
import { duration } from "../cadence/verdict.ts";
import { stamp } from "../report/age.ts";

/** What was played. */
export interface CalendarInput {
  /** RFC 3339. */
  readonly from: string;
  /** RFC 3339. */
  readonly to: string;
  /** How many ticks came. */
  readonly ticks: number;
  /** Three per task: one for each gating. */
  readonly services: readonly Service[];
  /** Time zone by task: a day of the calendar is one there. */
  readonly zones: Readonly<Record<string, string>>;
  /** Where the ticks come from, in words. */
  readonly source: string;
  /** Of the program. */
  readonly version: string;
}

/** What became of an occurrence, as the pages' icons name it. */
export type Mark = "success" | "pending" | "blocked" | "none";

/** An occurrence's mark, and its words for those who do not see it. */
export interface Marked {
  /** Name of the icon. */
  readonly icon: Mark;
  /** What became of it. */
  readonly said: string;
}

/** One day of a sheet. */
export interface CalendarDay {
  /** Day of the month; empty for days of other months. */
  readonly date: string;
  /** One for each occurrence of the day. */
  readonly marks: readonly Marked[];
  /** The worst of its marks; empty on a day without any. */
  readonly tone: Mark | "";
}

/** One month under one gating. */
export interface Sheet {
  /** Name of the gating. */
  readonly title: string;
  /** Seven days each, from Monday to Sunday. */
  readonly weeks: readonly (readonly CalendarDay[])[];
}

/** How one gating served a task, as a row of its table. */
export interface CalendarRow {
  /** Name of the gating. */
  readonly gating: string;
  /** Occurrences that the cadence asked for. */
  readonly due: number;
  /** Ran inside their window. */
  readonly on_time: number;
  /** Ran after it. */
  readonly caught_up: number;
  /** Never ran. */
  readonly missed: number;
  /** Median time from opening to run, in words. */
  readonly median: string;
  /** Longest time from opening to run, in words. */
  readonly latest: string;
}

/** One task. */
export interface CalendarTask {
  /** Name of the task, and of its anchor. */
  readonly id: string;
  /** Its heading. */
  readonly title: string;
  /** Time zone of its days. */
  readonly zone: string;
  /** One for each gating. */
  readonly rows: readonly CalendarRow[];
  /** One sheet for each gating. */
  readonly months: readonly { readonly title: string; readonly sheets: readonly Sheet[] }[];
  /** What became of each occurrence, in words, one cell for each gating. */
  readonly list: readonly { readonly opens: string; readonly cells: readonly Marked[] }[];
  /** Names of the gatings, as columns of the list. */
  readonly gatings: readonly string[];
}

/** The whole page. */
export interface CalendarView {
  /** Of the page. */
  readonly title: string;
  /** What each gating misses, in one sentence. */
  readonly headline: string;
  /** First instant, for people. */
  readonly from: string;
  /** End, for people. */
  readonly to: string;
  /** How many ticks came. */
  readonly ticks: number;
  /** Where they come from. */
  readonly source: string;
  /** Of the program. */
  readonly version: string;
  /** Monday first. */
  readonly weekdays: readonly { readonly short: string; readonly long: string }[];
  /** In the order in which they were played. */
  readonly tasks: readonly CalendarTask[];
}

const MARKS: Readonly<Record<Fate["outcome"], Mark>> = {
  "on time": "success",
  "caught up": "pending",
  "missed": "blocked",
  "held back": "none",
};
const WORST: readonly Mark[] = ["blocked", "pending", "success", "none"];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  .map((long) => ({ short: long.slice(0, 2), long }));
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The page of a simulation. */
export function calendarView(input: CalendarInput): CalendarView {
  const tasks = [...new Set(input.services.map(({ task }) => task))];
  return {
    title: "What the windows mean",
    headline: headlineOf(input.services),
    from: stamp(input.from),
    to: stamp(input.to),
    ticks: input.ticks,
    source: input.source,
    version: input.version,
    weekdays: WEEKDAYS,
    tasks: tasks.map((task) =>
      taskOf(task, {
        services: input.services.filter((service) => service.task === task),
        zone: input.zones[task] ?? "UTC",
      })
    ),
  };
}

/** `Of 90 due: elapsed time misses 47, by occurrence 19, with catch-up 2.` */
function headlineOf(services: readonly Service[]): string {
  const sum = (gating: Gating, of: "due" | "missed"): number =>
    services.filter((service) => service.gating === gating)
      .reduce((total, service) => total + service[of], 0);
  const due = sum("strict", "due");
  if (due === 0) return "Nothing is due in this period";
  return `Of ${due} due, gating by ${GATING_NAMES.elapsed} misses ${
    sum("elapsed", "missed")
  }, ${GATING_NAMES.strict} ${sum("strict", "missed")}, ${GATING_NAMES.catch_up} ${
    sum("catch_up", "missed")
  }`;
}

function taskOf(
  task: string,
  { services, zone }: { services: readonly Service[]; zone: string },
): CalendarTask {
  const lists = services.map(({ occurrences }) => occurrences);
  const months = new Set(
    (lists[0] ?? []).map(({ opens_at }) => dateOf(opens_at, zone).slice(0, 7)),
  );
  return {
    id: task,
    title: task.charAt(0).toUpperCase() + task.slice(1),
    zone,
    rows: services.map((service) => ({
      gating: nameOf(service),
      due: service.due,
      on_time: service.on_time,
      caught_up: service.caught_up,
      missed: service.missed,
      median: lateWords(service.late_minutes?.median ?? null),
      latest: lateWords(service.late_minutes?.most ?? null),
    })),
    months: [...months].map((month) => ({
      title: monthName(month),
      sheets: services.map((service) => sheetOf(service, { month, zone })),
    })),
    list: (lists[0] ?? []).map(({ opens_at }, index) => ({
      opens: localStamp(opens_at, zone),
      cells: lists.flatMap((list) => {
        const fate = list[index];
        return fate === undefined ? [] : [{ icon: MARKS[fate.outcome], said: wordsOf(fate) }];
      }),
    })),
    gatings: services.map(nameOf),
  };
}

function nameOf({ gating, catch_up_hours }: Service): string {
  const name = GATING_NAMES[gating].replace(/^./, (letter) => letter.toUpperCase());
  return gating === "catch_up" ? `${name}, ${catch_up_hours} h` : name;
}

function sheetOf(
  service: Service,
  { month, zone }: { month: string; zone: string },
): Sheet {
  const byDate = Map.groupBy(service.occurrences, ({ opens_at }) => dateOf(opens_at, zone));
  const first = Temporal.PlainDate.from(`${month}-01`);
  const cells: CalendarDay[] = emptyDays(first.dayOfWeek - 1);
  for (let day = 1; day <= first.daysInMonth; day++) {
    const date = first.with({ day }).toString();
    cells.push(dayOf(date, { fates: byDate.get(date) ?? [], zone }));
  }
  cells.push(...emptyDays((7 - cells.length % 7) % 7));
  const weeks: CalendarDay[][] = [];
  for (let at = 0; at < cells.length; at += 7) weeks.push(cells.slice(at, at + 7));
  return { title: nameOf(service), weeks };
}

function emptyDays(count: number): CalendarDay[] {
  return Array.from({ length: count }, () => ({ date: "", marks: [], tone: "" }));
}

function dayOf(
  date: string,
  { fates, zone }: { fates: readonly Fate[]; zone: string },
): CalendarDay {
  const marks = fates.map((fate) => ({
    icon: MARKS[fate.outcome],
    said: `${localStamp(fate.opens_at, zone).slice(11, 16)} ${wordsOf(fate)}`,
  }));
  const tone = WORST.find((mark) => marks.some(({ icon }) => icon === mark)) ?? "";
  return { date: String(Number(date.slice(8))), marks, tone };
}

function wordsOf(fate: Fate): string {
  if (fate.late_minutes !== null) return `${fate.outcome}, after ${duration(fate.late_minutes)}`;
  return fate.outcome;
}

function lateWords(minutes: number | null): string {
  return minutes === null ? "-" : duration(minutes);
}

function dateOf(time: string, zone: string): string {
  return Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** `2026-01-08 08:00`, in the zone. */
function localStamp(time: string, zone: string): string {
  return Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDateTime()
    .toString({ smallestUnit: "minute" }).replace("T", " ");
}

function monthName(month: string): string {
  const [year = "", number = ""] = month.split("-");
  return `${MONTHS[Number(number) - 1] ?? number} ${year}`;
}
